/** Which lines a chart shows, and where each has its values from. */
import { LEVELS, levelLabel, type LevelKey, type Percentages } from '$lib/levels';
import { fill } from './fill';
import type { Column, Steps } from './steps';

/** Levels that a chart can show, in the order of its legend. */
export const CHART_KEYS = [
  'lp',
  'leq',
  'lmax',
  'lmin',
  'lpeak',
  'ln1',
  'ln2',
  'ln3',
  'ln4',
  'ln5',
] as const satisfies LevelKey[];

export type ChartKey = (typeof CHART_KEYS)[number];

/**
 * Where values come from. `readings`: each as it was polled. `display`: the meter's own figure since its measurement
 * began, which is only known of what was heard live. `steps`: the figure of each step. `none`: not at this scale.
 */
export type Source = 'readings' | 'display' | 'steps' | 'none';

/** Up to this length a step holds hardly more than a reading, and Lp can be shown. */
export const READING_STEPS_MS = 5000;
/** Steps from this length on have percentiles: a hundred samples at one a second are needed. */
const PERCENTILE_STEPS_MS = 120_000;

export function sourceOf(key: ChartKey, periodMs: number, follow: boolean): Source {
  if (key === 'lp') return periodMs <= READING_STEPS_MS ? 'readings' : 'none';
  if (key === 'leq') return periodMs > READING_STEPS_MS ? 'steps' : follow ? 'display' : 'none';
  if (!isSlot(key)) return 'steps';
  return periodMs >= PERCENTILE_STEPS_MS ? 'steps' : follow ? 'display' : 'none';
}

/** Levels by where their values come from, as a legend shows them; sources that none has are left out. */
export function keyGroups(periodMs: number, follow: boolean): { source: Source; keys: ChartKey[] }[] {
  const sources: Source[] = ['readings', 'steps', 'display', 'none'];
  return sources
    .map((source) => ({
      source,
      keys: CHART_KEYS.filter((key) => sourceOf(key, periodMs, follow) === source),
    }))
    .filter(({ keys }) => keys.length > 0);
}

function isSlot(key: ChartKey): boolean {
  return key.startsWith('ln');
}

/** Name of the metric of steps that is a level of the meter; null when the slot's percentage is not known. */
export function stepMetric(key: ChartKey, percentages: Percentages): string | null {
  if (!isSlot(key)) return key === 'lp' ? 'leq' : key;
  const percent = percentages?.[Number(key.slice(2)) - 1];
  return percent == null ? null : `l${percent}`;
}

/** What is to be asked for so that every line can be shown. */
export function metricsToAsk(percentages: Percentages): string {
  const metrics = CHART_KEYS.map((key) => stepMetric(key, percentages)).filter((name) => name !== null);
  return [...new Set(metrics)].join(',');
}

/** What is heard live, as `RingBuffer.toColumns` gives it: times in seconds. */
export type Recent = { times: readonly number[]; values: Readonly<Partial<Record<ChartKey, Column>>> };

export interface Line {
  key: ChartKey;
  label: string;
  color: string;
  source: Exclude<Source, 'none'>;
  /** Times in seconds, and a value for each; null breaks the line. */
  times: number[];
  values: Column;
  /** A value stands for the time from its step's begin to the next. */
  stepped: boolean;
}

interface Shown {
  /** The meter's own figures from before anything was heard live: one a minute. */
  displayed?: Recent;
  keys: ReadonlySet<ChartKey>;
  follow: boolean;
  percentages: Percentages;
}

/** The lines of the chosen levels. */
export function linesOf(
  steps: Steps,
  recent: Recent,
  { keys, follow, percentages, displayed }: Shown,
): Line[] {
  return CHART_KEYS.filter((key) => keys.has(key)).flatMap((key): Line[] => {
    const source = sourceOf(key, steps.periodMs, follow);
    if (source === 'none') return [];
    const metric = stepMetric(key, percentages);
    if (source === 'steps' && (metric === null || !steps.levels[metric])) return [];
    const base = { key, label: levelLabel(key, percentages), color: LEVELS[key].color };
    if (source === 'steps') return [{ ...base, source, stepped: true, ...stepLine(steps, metric!) }];
    if (source === 'readings') return [{ ...base, source, stepped: false, ...readingLine(steps, recent) }];
    return [{ ...base, source, stepped: false, ...displayLine(key, recent, displayed) }];
  });
}

function stepLine(steps: Steps, metric: string): { times: number[]; values: Column } {
  const times = steps.at.map((at) => at / 1000);
  const values = [...steps.levels[metric]!];
  const last = steps.at[steps.at.length - 1];
  if (last !== undefined) {
    // The last step ends where it is known to, not where the next would begin.
    times.push(Math.max(last, Math.min(last + steps.periodMs, steps.until)) / 1000 + 0.001);
    values.push(null);
  }
  return { times, values };
}

/** A reading stands for no longer a time than this; beyond it nothing is known. */
const READING_GAP_S = 25;

/** Readings, and where none were heard what was recorded, whose short steps hardly differ from readings. */
function readingLine(steps: Steps, recent: Recent): { times: number[]; values: Column } {
  const levels = steps.levels['leq'] ?? [];
  const recorded = steps.at.map((at, i) => ({
    from: at / 1000,
    to: (at + steps.periodMs) / 1000,
    value: levels[i] ?? null,
  }));
  return fill(recent.times, recent.values.lp ?? [], recorded, READING_GAP_S);
}

/** Distances of recorded figures beyond this are a gap: one a minute is kept. */
const DISPLAY_GAP_S = 150;

/** Figures of the meter as they were heard, and where none were those that were kept. */
function displayLine(key: ChartKey, recent: Recent, displayed?: Recent): { times: number[]; values: Column } {
  const kept = displayed?.values[key];
  const times = kept ? (displayed?.times ?? []) : [];
  const recorded = times.map((time, i) => ({ from: time, to: time, value: kept?.[i] ?? null }));
  return fill(recent.times, recent.values[key] ?? [], recorded, DISPLAY_GAP_S);
}

/** A value for each time of all lines: null breaks a line, undefined passes it by. */
export type Joined = [number[], ...(number | null | undefined)[][]];

/** Puts lines upon one list of times. */
export function join(lines: readonly Pick<Line, 'times' | 'values'>[]): Joined {
  const times = [...new Set(lines.flatMap((line) => line.times))].sort((a, b) => a - b);
  const place = new Map(times.map((time, i) => [time, i]));
  const columns = lines.map((line) => {
    const column = new Array<number | null | undefined>(times.length).fill(undefined);
    line.times.forEach((time, i) => {
      column[place.get(time)!] = line.values[i] ?? null;
    });
    return column;
  });
  return [times, ...columns];
}

/** The value of a line at a time: of the step that holds it, or of a reading that is near enough. */
export function valueAt(line: Line, at: number, nearS: number): number | null {
  const { times, values } = line;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  if (line.stepped) return values[low - 1] ?? null;
  const [left, right] = [low - 1, low];
  const distance = (i: number) => Math.abs((times[i] ?? Infinity) - at);
  const nearest = distance(left) <= distance(right) ? left : right;
  return distance(nearest) <= nearS ? (values[nearest] ?? null) : null;
}

/** Bounds of the axis: around the values and the limits in sight, at least 20 dB apart, on tens where it is close. */
export function rangeOf(
  lines: readonly Line[],
  from: number,
  to: number,
  limits: readonly number[],
): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { times, values } of lines) {
    for (let i = 0; i < times.length; i += 1) {
      const value = values[i];
      if (value == null || times[i]! < from || times[i]! > to) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [30, 90];
  for (const limit of limits) {
    // Limits far away would squeeze the lines flat.
    if (limit > high && limit - high < 25) high = limit + 1;
    if (limit < low && low - limit < 25) low = limit - 1;
  }
  const middle = (low + high) / 2;
  const half = Math.max(10, (high - low) / 2 + 2);
  return [Math.floor((middle - half) / 5) * 5, Math.ceil((middle + half) / 5) * 5];
}

const KEPT_KEYS = 'slmm.chart.levels';
const FIRST_KEYS: readonly ChartKey[] = ['lp', 'leq', 'lmax', 'ln1', 'ln2', 'ln4'];

/** The levels that were chosen last in this browser. */
export function chosenKeys(storage: Pick<Storage, 'getItem'> | null): ReadonlySet<ChartKey> {
  try {
    const kept = storage?.getItem(KEPT_KEYS)?.split(',');
    const known = CHART_KEYS.filter((key) => kept?.includes(key));
    return new Set(known.length > 0 ? known : FIRST_KEYS);
  } catch {
    return new Set(FIRST_KEYS);
  }
}

export function keepKeys(storage: Pick<Storage, 'setItem'> | null, keys: ReadonlySet<ChartKey>): void {
  try {
    storage?.setItem(KEPT_KEYS, [...keys].join(','));
  } catch {
    // A browser that keeps nothing; they last as long as the page.
  }
}
