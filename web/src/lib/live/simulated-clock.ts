import type { Clock } from './clock';

/** A clock for tests: time passes when told. A picture is drawn every 16 ms while visible. */
export class SimulatedClock implements Clock {
  visible = true;
  private at: number;
  private timers: { at: number; run: () => void }[] = [];
  private frames: (() => void)[] = [];

  constructor(at = Date.UTC(2026, 5, 9, 12)) {
    this.at = at;
  }

  now(): number {
    return this.at;
  }

  random(): number {
    return 0.5;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.at + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  beforeNextFrame(run: () => void): void {
    this.frames.push(run);
  }

  /** Lets time pass; what was due is run in order. */
  pass(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const next = this.timers.reduce<{ at: number; run: () => void } | null>(
        (first, timer) => (timer.at <= end && (!first || timer.at < first.at) ? timer : first),
        null,
      );
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.at = Math.max(this.at, next.at);
      next.run();
    }
    this.at = end;
    this.draw();
  }

  /** Lets time pass while nothing runs, as on a machine that sleeps. */
  sleep(ms: number): void {
    this.at += ms;
  }

  /** Draws one picture, unless the page is hidden. */
  draw(): void {
    if (!this.visible) return;
    const due = this.frames;
    this.frames = [];
    for (const run of due) run();
  }
}
