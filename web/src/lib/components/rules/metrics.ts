/** What a rule can look at: the words of the API, put together from choices and taken apart again. */
import { t, type TextKey } from '$lib/i18n';
import { LEVEL_KEYS, levelLabel, type LevelKey } from '$lib/levels';

/** Kinds of metrics, as the form groups them. */
export const FAMILIES = ['window', 'level', 'change', 'device'] as const;
export type Family = (typeof FAMILIES)[number];

/** Figures of a window. */
export const FIGURES = ['leq', 'lmax', 'lmin', 'lpeak', 'percentile'] as const;
export type Figure = (typeof FIGURES)[number];

/** What is known of the instrument itself. */
export const DEVICE_METRICS = [
  'connectivity',
  'no_data_s',
  'battery',
  'card_free_percent',
  'card_free_mb',
  'clock_offset_s',
] as const;
export type DeviceMetric = (typeof DEVICE_METRICS)[number];

/** Levels that a rule can compare, and that it can watch for a change. LE only grows and is no limit. */
export const RULE_LEVELS: readonly LevelKey[] = LEVEL_KEYS.filter((key) => key !== 'le');

/** A metric as the form holds it. */
export type MetricChoice =
  | { family: 'level'; level: LevelKey }
  | { family: 'change'; level: LevelKey }
  | { family: 'window'; figure: Figure; percent: number | null }
  | { family: 'device'; device: DeviceMetric }
  /** A word that this page does not know; it is kept as it is. */
  | { family: 'other'; word: string };

/** Takes the API's word apart. */
export function readMetric(word: string): MetricChoice {
  if (isDevice(word)) return { family: 'device', device: word };
  const window = /^(leq|lmax|lmin|lpeak)_t$/.exec(word)?.[1];
  if (window) return { family: 'window', figure: window as Figure, percent: null };
  const percent = /^l([1-9]\d?)_t$/.exec(word)?.[1];
  if (percent) return { family: 'window', figure: 'percentile', percent: Number(percent) };
  const changing = /^(\w+)_change$/.exec(word)?.[1];
  if (changing && isRuleLevel(changing)) return { family: 'change', level: changing };
  if (isRuleLevel(word)) return { family: 'level', level: word };
  return { family: 'other', word };
}

/** The API's word for a choice. */
export function metricWord(choice: MetricChoice): string {
  switch (choice.family) {
    case 'level':
      return choice.level;
    case 'change':
      return `${choice.level}_change`;
    case 'device':
      return choice.device;
    case 'window':
      return choice.figure === 'percentile' ? `l${choice.percent ?? ''}_t` : `${choice.figure}_t`;
    case 'other':
      return choice.word;
  }
}

/** The unit of a metric's value and threshold. */
export function metricUnit(word: string): string {
  switch (word) {
    case 'battery':
    case 'connectivity':
      return '';
    case 'card_free_mb':
      return 'MB';
    case 'card_free_percent':
      return '%';
    case 'clock_offset_s':
    case 'no_data_s':
      return 's';
    default:
      return 'dB';
  }
}

/** Which column of the recorded series shows best what a rule looks at; `null`: none of them does. */
export function seriesMetric(word: string): string | null {
  const choice = readMetric(word);
  switch (choice.family) {
    case 'window':
      return choice.figure === 'percentile' ? `l${choice.percent ?? 10}` : choice.figure;
    case 'level':
    case 'change':
      return ['lmax', 'lmin', 'lpeak'].includes(choice.level) ? choice.level : 'leq';
    default:
      return null;
  }
}

/** Short name of a figure: `Leq`, `L10`. */
export function figureLabel(figure: Figure, percent: number | null): string {
  return figure === 'percentile' ? t('level.ln', { percent: percent ?? 'n' }) : levelLabel(figure);
}

/** Name of something of the instrument. */
export function deviceLabel(device: DeviceMetric): string {
  return t(`rule.device.${device}` as TextKey & `rule.device.${DeviceMetric}`);
}

function isDevice(word: string): word is DeviceMetric {
  return (DEVICE_METRICS as readonly string[]).includes(word);
}

function isRuleLevel(word: string): word is LevelKey {
  return (RULE_LEVELS as readonly string[]).includes(word);
}
