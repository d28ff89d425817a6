/** The big numbers of a unit: what is shown in which order, and how far it can be believed. */
import type { DataFrame, UnitState } from '$lib/live';
import { levelLabel, levelName, type LevelKey } from '$lib/levels';

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

/** How long the measurement has been running, ms; null when it does not, or when that is not known. */
export function measuringFor(frame: DataFrame | null, now: number): number | null {
  if (!frame || !isMeasuring(frame.measuring) || frame.measuringSince === null) return null;
  return Math.max(0, now - frame.measuringSince);
}

/** Whether the meter's word means that a measurement runs. */
export function isMeasuring(word: string | null | undefined): boolean {
  return word === 'Start' || word === 'Measure';
}

/** `01:23:45`, with days before it when there are any. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days > 0 ? `${days} d ${time}` : time;
}
