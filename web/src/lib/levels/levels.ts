/** What levels there are, and how they are called, printed and coloured. Labels, axes and forms read this table. */
import { t } from '$lib/i18n';

/** Levels of a live frame. */
export const LEVEL_KEYS = [
  'lp',
  'leq',
  'lmax',
  'lmin',
  'lpeak',
  'le',
  'ln1',
  'ln2',
  'ln3',
  'ln4',
  'ln5',
] as const;

export type LevelKey = (typeof LEVEL_KEYS)[number];

export interface LevelKind {
  key: LevelKey;
  unit: 'dB';
  decimals: number;
  /** A custom property of the theme. */
  color: string;
}

const level = (key: LevelKey): LevelKind => ({ key, unit: 'dB', decimals: 1, color: `--level-${key}` });

export const LEVELS = Object.fromEntries(LEVEL_KEYS.map((key) => [key, level(key)])) as Record<
  LevelKey,
  LevelKind
>;

/** The percentages that a meter's slots are set to; null where they are not known. */
export type Percentages = readonly (number | null)[] | null | undefined;

/** Short name of a level. A percentile slot is called after the percentage it is set to, L5 for instance. */
export function levelLabel(key: LevelKey, percentages?: Percentages): string {
  if (!isSlot(key)) return t(`level.${key}`);
  const percent = percentOf(key, percentages);
  return percent == null ? t('level.slot', { slot: slotOf(key) }) : t('level.ln', { percent });
}

/** The same in words. */
export function levelName(key: LevelKey, percentages?: Percentages): string {
  if (!isSlot(key)) return t(`level.${key}.long`);
  const percent = percentOf(key, percentages);
  return percent == null ? t('level.slot.long', { slot: slotOf(key) }) : t('level.ln.long', { percent });
}

/** Label of a metric as series and rules name it: `leq`, `l10`, `lp`, `ln3`. */
export function metricLabel(metric: string, percentages?: Percentages): string {
  if (isLevelKey(metric)) return levelLabel(metric, percentages);
  const percent = /^l(\d+(?:\.\d+)?)$/.exec(metric)?.[1];
  return percent === undefined ? metric : t('level.ln', { percent });
}

type SlotKey = Extract<LevelKey, `ln${number}`>;

function isSlot(key: LevelKey): key is SlotKey {
  return key.startsWith('ln');
}

function slotOf(key: SlotKey): number {
  return Number(key.slice(2));
}

function percentOf(key: SlotKey, percentages: Percentages): number | null | undefined {
  return percentages?.[slotOf(key) - 1];
}

export function isLevelKey(key: string): key is LevelKey {
  return key in LEVELS;
}

/** Unit with the frequency weighting, when that is known: `dB(A)`. */
export function levelUnit(weighting?: string | null): string {
  return weighting ? `dB(${weighting})` : 'dB';
}
