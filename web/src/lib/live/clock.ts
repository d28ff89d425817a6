/** Where the feed takes its time from, so that tests can let a day pass at once. */
export interface Clock {
  /** Milliseconds since 1970, of this machine. */
  now(): number;
  /** Runs something later; gives what ends the wait. */
  after(ms: number, run: () => void): () => void;
  /** Runs something before the next picture is drawn; never while the page is hidden. */
  beforeNextFrame(run: () => void): void;
  /** 0 to 1. */
  random(): number;
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  beforeNextFrame: (run) => void requestAnimationFrame(run),
  random: () => Math.random(),
};
