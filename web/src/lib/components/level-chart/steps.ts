/** Recorded levels in steps, and their newest end made of what is heard live. Times are milliseconds since 1970. */
import type { Schema } from '$lib/api';
import { figure } from '$lib/read';

/** A value for each step; null where nothing was measured. */
export type Column = (number | null)[];

export interface Steps {
  periodMs: number;
  /** Begin of each step, oldest first. */
  at: number[];
  /** Levels by the name of their metric, `leq` or `l10`. */
  levels: Record<string, Column>;
  /** Measured share of the step until now, 0 to 1. */
  coverage: number[];
  /** Shares of overload and under-range in what was measured. */
  over: number[];
  under: number[];
  /** Whether levels were polled: they are provisional. */
  sampled: boolean[];
  /** Standard deviation of a polled Leq, dB. */
  uncertainty: Column;
  /** Up to when the server knew of anything. */
  until: number;
}

/** A reading as far as steps are made of it; one without Lp is a gap. */
export interface Heard {
  at: number;
  lp: number | null;
  over?: boolean;
  under?: boolean;
}

/** Columns of an answer that are no levels. */
const OTHERS = ['time', 'coverage', 'over', 'under', 'sampled', 'uncertainty'];

export function emptySteps(periodMs: number, until: number): Steps {
  return {
    periodMs,
    at: [],
    levels: {},
    coverage: [],
    over: [],
    under: [],
    sampled: [],
    uncertainty: [],
    until,
  };
}

/** Reads an answer of the `series` route. */
export function readSeries(series: Schema<'Series'>, periodMs: number): Steps {
  const place = new Map(series.columns.map((name, i) => [name, i]));
  const column = (name: string): Column => {
    const i = place.get(name);
    return series.rows.map((row) => figure(i === undefined ? null : row[i]));
  };
  const flags = place.get('sampled') ?? -1;
  const levels = series.columns.filter((name) => !OTHERS.includes(name));
  return {
    periodMs,
    at: column('time').map((seconds) => (seconds ?? 0) * 1000),
    levels: Object.fromEntries(levels.map((name) => [name, column(name)])),
    coverage: column('coverage').map((share) => share ?? 0),
    over: column('over').map((share) => share ?? 0),
    under: column('under').map((share) => share ?? 0),
    sampled: series.rows.map((row) => row[flags] === true),
    uncertainty: column('uncertainty'),
    until: Date.parse(series.to),
  };
}

/** The longest time that a reading stands for: two and a half periods, 25 s at most, as the server reckons. */
export function longestHold(periodMs: number): number {
  return Math.min(25_000, 2.5 * periodMs);
}

/**
 * Goes on where the server's answer ends. A reading stands for the time since the one before it, unless that is a gap.
 * Only Leq, Lmax and Lmin can be told of what is heard live; the rest stays open until the server is asked again.
 */
export function extend(steps: Steps, heard: readonly Heard[], holdMs: number): Steps {
  const last = steps.at.length - 1;
  if (last < 0) return steps;
  const tail = new Tail(steps);
  let before: Heard | null = null;
  for (const reading of heard) {
    if (reading.lp !== null && reading.at > steps.until) {
      const since = before?.lp != null && reading.at - before.at <= holdMs ? before.at : reading.at - 1;
      tail.add(Math.max(since, steps.until), reading);
    }
    before = reading;
  }
  return tail.finish();
}

/** The steps from the last one of the server on. */
class Tail {
  private readonly steps: Steps;
  private readonly grown: Steps;
  /** Place of the step that is being made. */
  private place: number;
  private energy = 0;
  private coveredMs = 0;
  private overMs = 0;
  private underMs = 0;

  constructor(steps: Steps) {
    this.steps = steps;
    this.grown = copy(steps);
    this.place = steps.at.length - 1;
    this.resume();
  }

  /** Takes up what the server knew of the step that was not over. */
  private resume(): void {
    const { steps, place } = this;
    const elapsed = Math.max(0, Math.min(steps.until - steps.at[place]!, steps.periodMs));
    const leq = steps.levels['leq']?.[place] ?? null;
    this.coveredMs = leq === null ? 0 : (steps.coverage[place] ?? 0) * elapsed;
    this.energy = leq === null ? 0 : this.coveredMs * 10 ** (leq / 10);
    this.overMs = (steps.over[place] ?? 0) * this.coveredMs;
    this.underMs = (steps.under[place] ?? 0) * this.coveredMs;
  }

  add(since: number, { at, lp, over, under }: Heard): void {
    let from = since;
    while (from < at) {
      while (from >= this.end()) this.next();
      const to = Math.min(at, this.end());
      this.coveredMs += to - from;
      this.energy += (to - from) * 10 ** (lp! / 10);
      if (over) this.overMs += to - from;
      if (under) this.underMs += to - from;
      this.extreme('lmax', lp!, Math.max);
      this.extreme('lmin', lp!, Math.min);
      from = to;
    }
    this.grown.until = Math.max(this.grown.until, at);
    this.write();
  }

  finish(): Steps {
    return this.grown;
  }

  private end(): number {
    return this.grown.at[this.place]! + this.grown.periodMs;
  }

  private next(): void {
    this.write();
    const { grown } = this;
    grown.at.push(this.end());
    for (const column of Object.values(grown.levels)) column.push(null);
    grown.coverage.push(0);
    grown.over.push(0);
    grown.under.push(0);
    grown.sampled.push(true);
    grown.uncertainty.push(null);
    this.place += 1;
    this.energy = this.coveredMs = this.overMs = this.underMs = 0;
  }

  private write(): void {
    if (this.coveredMs <= 0) return;
    const { grown, place } = this;
    const elapsed = Math.max(1, Math.min(grown.until - grown.at[place]!, grown.periodMs));
    if (grown.levels['leq']) grown.levels['leq'][place] = 10 * Math.log10(this.energy / this.coveredMs);
    grown.coverage[place] = Math.min(1, this.coveredMs / elapsed);
    grown.over[place] = this.overMs / this.coveredMs;
    grown.under[place] = this.underMs / this.coveredMs;
    grown.sampled[place] = true;
  }

  private extreme(metric: 'lmax' | 'lmin', lp: number, of: (a: number, b: number) => number): void {
    const column = this.grown.levels[metric];
    if (column) column[this.place] = of(column[this.place] ?? lp, lp);
  }
}

function copy(steps: Steps): Steps {
  return {
    ...steps,
    at: [...steps.at],
    levels: Object.fromEntries(Object.entries(steps.levels).map(([name, column]) => [name, [...column]])),
    coverage: [...steps.coverage],
    over: [...steps.over],
    under: [...steps.under],
    sampled: [...steps.sampled],
    uncertainty: [...steps.uncertainty],
  };
}

/** Steps of an answer in place of those of an older one that it covers; both have the same period. */
export function replaceFrom(older: Steps, newer: Steps): Steps {
  const first = newer.at[0];
  if (first === undefined) return older;
  const keep = older.at.findIndex((at) => at >= first);
  const n = keep < 0 ? older.at.length : keep;
  const names = new Set([...Object.keys(older.levels), ...Object.keys(newer.levels)]);
  const column = (steps: Steps, name: string) => steps.levels[name] ?? steps.at.map(() => null);
  return {
    periodMs: newer.periodMs,
    at: [...older.at.slice(0, n), ...newer.at],
    levels: Object.fromEntries(
      [...names].map((name) => [name, [...column(older, name).slice(0, n), ...column(newer, name)]]),
    ),
    coverage: [...older.coverage.slice(0, n), ...newer.coverage],
    over: [...older.over.slice(0, n), ...newer.over],
    under: [...older.under.slice(0, n), ...newer.under],
    sampled: [...older.sampled.slice(0, n), ...newer.sampled],
    uncertainty: [...older.uncertainty.slice(0, n), ...newer.uncertainty],
    until: Math.max(older.until, newer.until),
  };
}

/** Place of the step that holds a time; -1 when there is none. */
export function stepAt(steps: Pick<Steps, 'at' | 'periodMs'>, at: number): number {
  let low = 0;
  let high = steps.at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps.at[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  const place = low - 1;
  return place >= 0 && at < steps.at[place]! + steps.periodMs * 1.1 ? place : -1;
}
