/** The big numbers of a unit: what is shown in which order, and how far it can be believed. */
import type { Schema } from '$lib/api';
import { parseTime } from '$lib/format';
import type { DataFrame, UnitState } from '$lib/live';
import { LEVEL_KEYS, levelLabel, levelName, type LevelKey } from '$lib/levels';
import { printed } from '$lib/read';
import { isMeasuring } from '$lib/units';

export interface Figure {
  key: LevelKey;
  label: string;
  name: string;
  value: number | null;
}

const ORDER: readonly LevelKey[] = ['leq', 'lmax', 'lmin', 'ln1', 'ln2', 'ln3', 'ln4', 'ln5', 'lpeak', 'le'];

/** Figures beside Lp, in the order in which they are read. Before there is a frame, all are without value. */
export function figuresOf(frame: DataFrame | null): Figure[] {
  const percentages = frame?.percentages ?? null;
  return ORDER.map((key) => ({
    key,
    label: levelLabel(key, percentages),
    name: levelName(key, percentages),
    value: frame?.levels[key] ?? null,
  }));
}

/** Whether figures are of now. */
export function isCurrent(state: UnitState): boolean {
  return state === 'live';
}

/**
 * How long the measurement has been running, ms; null when it does not, or when that is not known. Of a meter that is not
 * heard any more it is known up to the last frame.
 */
export function measuringFor(frame: DataFrame | null, now: number, isCurrent: boolean): number | null {
  if (!frame || !isMeasuring(frame.measuring) || frame.measuringSince === null) return null;
  return Math.max(0, (isCurrent ? now : frame.at) - frame.measuringSince);
}

/** `01:23:45`, with days before it when there are any. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days} d ${time}` : time;
}

/**
 * What a unit told last, from its stored state, for the time before a frame comes; of a unit that does not answer none
 * will. Null when it never told anything.
 */
export function frameOfStatus(status: Schema<'CachedStatus'>): DataFrame | null {
  const at = parseTime(status.last_seen);
  if (at === null) return null;
  const raw: Readonly<Record<string, unknown>> = status;
  const level = (key: LevelKey) => {
    const text = raw[key];
    return typeof text === 'string' ? printed(text) : null;
  };
  return {
    kind: 'data',
    unit: status.unit_id,
    at,
    epoch: '',
    seq: 0,
    levels: Object.fromEntries(LEVEL_KEYS.map((key) => [key, level(key)])) as DataFrame['levels'],
    measuring: status.measurement_state ?? 'unknown',
    measuringSince: parseTime(status.measurement_start_time),
    percentages: null,
    weighting: null,
    timeWeighting: null,
    over: false,
    under: false,
    recovered: false,
    dropped: 0,
  };
}
