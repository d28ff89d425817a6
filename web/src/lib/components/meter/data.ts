/** What a meter last told of itself. */
import type { Schema } from '$lib/api';
import { printed } from '$lib/read';

export type Status = Schema<'CachedStatus'>;

/** Free space of the card. */
export interface Space {
  /** Megabytes; null where not told. */
  freeMb: number | null;
  /** 0 to 100; null where not told. */
  freePercent: number | null;
}

export function spaceOf(status: Status): Space {
  const freeMb = printed(status.sd_remaining_mb);
  const ratio = printed(status.sd_free_ratio);
  return { freeMb, freePercent: ratio === null ? null : Math.min(100, Math.max(0, ratio)) };
}

/** A card this full deserves attention. */
export function isShort({ freeMb, freePercent }: Space): boolean {
  return (freePercent !== null && freePercent < 10) || (freeMb !== null && freeMb < 500);
}

/** The meter's word for its battery, as a tone. */
export function batteryTone(word: string | null | undefined): 'ok' | 'warn' | 'crit' | 'idle' {
  switch (word?.toLowerCase()) {
    case 'full':
    case 'high':
    case 'middle':
    case 'medium':
      return 'ok';
    case 'low':
      return 'warn';
    case 'empty':
      return 'crit';
    default:
      return 'idle';
  }
}

/** Levels of final results, in the order in which they are read. */
export const RESULT_KEYS = [
  'leq',
  'le',
  'lmax',
  'lmin',
  'lpeak',
  'ln1',
  'ln2',
  'ln3',
  'ln4',
  'ln5',
  'lieq',
  'leq_mov',
  'ltm5',
] as const;

export type ResultKey = (typeof RESULT_KEYS)[number];

export interface ResultTable {
  channels: string[];
  rows: { key: ResultKey; values: (number | null)[] }[];
  over: boolean;
}

/** Final results by channel; channels that are off and levels that none has are left out. */
export function resultTable(results: Schema<'Results'>): ResultTable {
  const all = [
    ['Main', results.main],
    ['Sub1', results.sub1],
    ['Sub2', results.sub2],
    ['Sub3', results.sub3],
  ] as const;
  const shown = all.filter(([, levels]) => levels && RESULT_KEYS.some((key) => levels[key] != null));
  const rows = RESULT_KEYS.map((key) => ({ key, values: shown.map(([, levels]) => levels?.[key] ?? null) }));
  return {
    channels: shown.map(([name]) => name),
    rows: rows.filter(({ values }) => values.some((value) => value !== null)),
    over: shown.some(([, levels]) => levels?.over === true),
  };
}
