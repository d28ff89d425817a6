/** Settings of a meter: how they are read and set, and how they differ from a template. */
import { t } from '$lib/i18n';

export const CHANNELS = ['Main', 'Sub1', 'Sub2', 'Sub3'] as const;

export type Group = 'weighting' | 'time' | 'percentiles' | 'storing';

/** One setting: a command of the instrument's list, which answers and takes the same words. */
export interface Setting {
  /** Name on the wire, which names it in templates as well. */
  command: string;
  group: Group;
  /** What it is called: a text of the catalogue, and the channel or slot it is of. */
  label:
    | 'frequencyWeighting'
    | 'timeWeighting'
    | 'measurementTime'
    | 'leqInterval'
    | 'lpInterval'
    | 'percentile'
    | 'storeMode';
  of?: string;
  /** Words it takes; without them it is a number in a range. */
  words?: readonly string[];
  min?: number;
  max?: number;
}

const PRESETS = ['10s', '1m', '5m', '10m', '15m', '30m', '1h', '8h', '24h', 'Manual'];

/** Settings that a template may have, in the order they are shown. Clock and store name are each meter's own. */
export const SETTINGS: readonly Setting[] = [
  ...CHANNELS.flatMap((channel): Setting[] => [
    {
      command: `Frequency Weighting (${channel})`,
      group: 'weighting',
      label: 'frequencyWeighting',
      of: channel,
      words: ['A', 'C', 'Z'],
    },
    {
      command: `Time Weighting (${channel})`,
      group: 'weighting',
      label: 'timeWeighting',
      of: channel,
      words: ['F', 'S', 'I'],
    },
  ]),
  { command: 'Measurement Time Preset Manual', group: 'time', label: 'measurementTime', words: PRESETS },
  {
    command: 'Leq Calculation Interval Preset',
    group: 'time',
    label: 'leqInterval',
    words: ['Off', ...PRESETS],
  },
  {
    command: 'Lp Store Interval',
    group: 'time',
    label: 'lpInterval',
    words: ['Off', '10ms', '25ms', '100ms', '200ms', '1s', 'Leq1s'],
  },
  ...[1, 2, 3, 4, 5].map((slot): Setting => ({
    command: `Percentile ${slot}`,
    group: 'percentiles',
    label: 'percentile',
    of: String(slot),
    min: 1,
    max: 99,
  })),
  { command: 'Store Mode', group: 'storing', label: 'storeMode', words: ['Manual', 'Auto'] },
];

export const GROUPS: readonly Group[] = ['weighting', 'time', 'percentiles', 'storing'];

const BY_COMMAND = new Map(SETTINGS.map((setting) => [setting.command, setting]));

/** Values by command. What is not known is not there. */
export type Values = Readonly<Record<string, string>>;

/** A named set of values to compare with. */
export interface Template {
  name: string;
  values: Values;
  /** It was read from a meter, and not all of it could be. */
  isPart?: boolean;
}

/** What stands in a value's way; null when it can be set. */
export function fault(setting: Setting, value: string): 'word' | 'range' | null {
  if (setting.words) return setting.words.includes(value) ? null : 'word';
  const number = Number(value);
  const fits = /^\d+$/.test(value) && number >= (setting.min ?? 0) && number <= (setting.max ?? Infinity);
  return fits ? null : 'range';
}

export type Standing = 'same' | 'differs' | 'unknown' | 'untouched';

export interface Comparison {
  setting: Setting;
  /** What the meter says; null while it was not read, or could not be. */
  is: string | null;
  /** What the template wants; null when it says nothing of it. */
  wants: string | null;
  standing: Standing;
}

/** Each setting as it is and as the template wants it. */
export function compareSettings(is: Values, template: Template | null): Comparison[] {
  return SETTINGS.map((setting) => {
    const [now, wants] = [is[setting.command] ?? null, template?.values[setting.command] ?? null];
    return { setting, is: now, wants, standing: standingOf(now, wants) };
  });
}

function standingOf(is: string | null, wants: string | null): Standing {
  if (wants === null) return 'untouched';
  if (is === null) return 'unknown';
  return is === wants ? 'same' : 'differs';
}

/** The commands that would bring the meter to the template. */
export function differences(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.filter(({ standing }) => standing === 'differs' || standing === 'unknown');
}

/** What is set for continuous noise monitoring as a rule: a place to start from. */
const SHIPPED: readonly (Omit<Template, 'name'> & {
  name: 'settings.shipped.environment' | 'settings.shipped.construction';
})[] = [
  {
    name: 'settings.shipped.environment',
    values: {
      'Frequency Weighting (Main)': 'A',
      'Time Weighting (Main)': 'F',
      'Measurement Time Preset Manual': '24h',
      'Leq Calculation Interval Preset': '15m',
      'Lp Store Interval': '100ms',
      'Percentile 1': '5',
      'Percentile 2': '10',
      'Percentile 3': '50',
      'Percentile 4': '90',
      'Percentile 5': '95',
      'Store Mode': 'Auto',
    },
  },
  {
    name: 'settings.shipped.construction',
    values: {
      'Frequency Weighting (Main)': 'A',
      'Time Weighting (Main)': 'S',
      'Measurement Time Preset Manual': '24h',
      'Leq Calculation Interval Preset': '5m',
      'Lp Store Interval': '1s',
      'Percentile 1': '1',
      'Percentile 2': '10',
      'Percentile 3': '50',
      'Percentile 4': '90',
      'Percentile 5': '99',
      'Store Mode': 'Auto',
    },
  },
];

/** Templates that come with the dashboard. */
export function shipped(): Template[] {
  return SHIPPED.map(({ name, values }) => ({ name: t(name), values }));
}

const FORMAT = 'slmm-settings';

/** A template as a file. */
export function writeTemplate({ name, values }: Template): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, name, values }, null, 2)}\n`;
}

/** Why a file is no template. */
export type TemplateFault =
  { kind: 'json' | 'format' | 'empty' } | { kind: 'setting' | 'value'; name: string };

/** Reads a template from a file. Nothing of a file with a mistake is taken. */
export function readTemplate(text: string): { template: Template } | { fault: TemplateFault } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { fault: { kind: 'json' } };
  }
  if (!isRecord(raw) || raw['format'] !== FORMAT || !isRecord(raw['values']))
    return { fault: { kind: 'format' } };
  const values: Record<string, string> = {};
  for (const [name, given] of Object.entries(raw['values'])) {
    const setting = BY_COMMAND.get(name);
    if (!setting) return { fault: { kind: 'setting', name } };
    const value = String(given);
    if (fault(setting, value) !== null) return { fault: { kind: 'value', name } };
    values[name] = value;
  }
  if (Object.keys(values).length === 0) return { fault: { kind: 'empty' } };
  const name = typeof raw['name'] === 'string' ? raw['name'].slice(0, 100).trim() : '';
  return { template: { name: name || '–', values } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The difference of a meter's clock in words: ahead, behind, or near enough. */
export function clockStanding(offsetS: number | null): 'unknown' | 'right' | 'ahead' | 'behind' {
  if (offsetS === null) return 'unknown';
  // Meters tell whole seconds, and the way of the answer takes part of one.
  if (Math.abs(offsetS) <= 2) return 'right';
  return offsetS > 0 ? 'ahead' : 'behind';
}

/** A record without one of its keys. */
export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
