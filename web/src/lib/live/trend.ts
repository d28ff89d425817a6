/**
 * The course of a level in steps of fixed length: each step is the energy mean of what was heard in it. Back-filled
 * steps come from the server; the newest are made of live frames. Memory is fixed.
 */
export class Trend {
  readonly stepMs: number;
  readonly steps: number;
  private readonly levels: Float32Array;
  private readonly weights: Float64Array;
  private readonly energies: Float64Array;
  /** Number of the newest step since 1970. */
  private newest = -1;

  constructor(stepMs = 10_000, steps = 90) {
    this.stepMs = stepMs;
    this.steps = steps;
    this.levels = new Float32Array(steps).fill(NaN);
    this.weights = new Float64Array(steps);
    this.energies = new Float64Array(steps);
  }

  /** Takes a level that was heard at a time. A time before everything kept is left out. */
  add(at: number, level: number | null): void {
    const place = this.placeFor(at);
    if (place < 0 || level === null) return;
    this.weights[place]! += 1;
    this.energies[place]! += 10 ** (level / 10);
    this.levels[place] = 10 * Math.log10(this.energies[place]! / this.weights[place]!);
  }

  /**
   * Takes the level of a whole step from the server, `weight` readings strong. It replaces what was known of the step:
   * the server has heard all of it.
   */
  setStep(at: number, level: number | null, weight: number): void {
    const place = this.placeFor(at);
    if (place < 0 || level === null) return;
    this.weights[place] = Math.max(weight, Number.EPSILON);
    this.energies[place] = this.weights[place]! * 10 ** (level / 10);
    this.levels[place] = level;
  }

  /** Levels of the steps that end now, oldest first; null where nothing was heard. */
  until(now: number): (number | null)[] {
    const last = Math.floor(now / this.stepMs);
    const list: (number | null)[] = [];
    for (let step = last - this.steps + 1; step <= last; step += 1) {
      const kept = step <= this.newest && step > this.newest - this.steps;
      const level = kept ? this.levels[step % this.steps]! : NaN;
      list.push(Number.isNaN(level) ? null : level);
    }
    return list;
  }

  private placeFor(at: number): number {
    const step = Math.floor(at / this.stepMs);
    if (this.newest >= 0 && step <= this.newest - this.steps) return -1;
    if (step > this.newest) {
      const from = Math.max(this.newest + 1, step - this.steps + 1, 0);
      for (let fresh = from; fresh <= step; fresh += 1) {
        const place = fresh % this.steps;
        this.levels[place] = NaN;
        this.weights[place] = 0;
        this.energies[place] = 0;
      }
      this.newest = step;
    }
    return step % this.steps;
  }
}
