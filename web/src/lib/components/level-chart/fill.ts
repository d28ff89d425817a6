/** One line of two sources: what was heard live, and in its gaps what the server has recorded. Times are seconds. */
import type { Column } from './steps';

/** A recorded value and the time that it stands for. */
export interface Recorded {
  from: number;
  to: number;
  value: number | null;
}

/**
 * A line of what was heard. Where that is broken, before it begins and after it ends, what was recorded is drawn; where
 * neither is known, the line has a gap: values further apart than `gapS` are not joined.
 */
export function fill(
  times: readonly number[],
  values: Column,
  recorded: readonly Recorded[],
  gapS: number,
): { times: number[]; values: Column } {
  const line = new FilledLine(recorded, gapS);
  times.forEach((time, i) => line.hear(time, values[i] ?? null));
  return line.finish();
}

class FilledLine {
  private readonly times: number[] = [];
  private readonly values: Column = [];
  /** Place of the first recorded value that is not behind us. */
  private place = 0;
  /** Until then something was heard. */
  private heardUntil = -Infinity;
  /** A break that was heard and is not filled yet. */
  private brokenAt: number | null = null;

  constructor(
    private readonly recorded: readonly Recorded[],
    private readonly gapS: number,
  ) {}

  hear(time: number, value: number | null): void {
    if (value === null) {
      this.brokenAt ??= time;
      return;
    }
    if (this.brokenAt !== null || time - this.heardUntil > this.gapS) this.takeUntil(time);
    this.add(time, value);
    this.heardUntil = time;
    this.brokenAt = null;
  }

  finish(): { times: number[]; values: Column } {
    // What was recorded within the last moments is heard as well, and says nothing new.
    const last = this.recorded.at(-1)?.to ?? -Infinity;
    if (this.brokenAt !== null || last - this.heardUntil > this.gapS) this.takeUntil(Infinity);
    return { times: this.times, values: this.values };
  }

  /** What was recorded since something was heard last; a break that it does not fill stays one. */
  private takeUntil(time: number): void {
    let filled = false;
    for (; this.place < this.recorded.length; this.place += 1) {
      const { from, to, value } = this.recorded[this.place]!;
      if (to > time) break;
      if (from < this.heardUntil) continue;
      this.add((from + to) / 2, value);
      filled = true;
    }
    if (!filled && this.brokenAt !== null) this.add(this.brokenAt, null);
  }

  private add(time: number, value: number | null): void {
    const before = this.times.at(-1);
    if (value !== null && before !== undefined && time - before > this.gapS) {
      this.times.push(before + 1);
      this.values.push(null);
    }
    this.times.push(time);
    this.values.push(value);
  }
}
