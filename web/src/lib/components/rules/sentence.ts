/** A rule in plain words. */
import type { RuleBlock, RuleBody } from '$lib/api/alarms';
import { number } from '$lib/format';
import { t, tn, type TextKey } from '$lib/i18n';
import { levelLabel } from '$lib/levels';
import { readDays } from './blocks';
import { readTarget } from './form';
import { deviceLabel, figureLabel, metricUnit, readMetric } from './metrics';

/** Finds what people call a unit. */
export type NameOf = (unit: string) => string;

type Sentence = Pick<
  RuleBody,
  | 'metric'
  | 'window'
  | 'window_s'
  | 'window_from'
  | 'window_to'
  | 'comparison'
  | 'threshold'
  | 'on_delay_s'
  | 'blocks'
  | 'applies_to'
>;

/** `Leq,15min rolling over 70 dB for 10 s, weekdays 07–19, at site gate`. */
export function ruleSentence(rule: Sentence, nameOf: NameOf = (unit) => unit): string {
  const parts = [conditionText(rule), scheduleText(rule.blocks), targetText(rule.applies_to, nameOf)];
  const text = parts.filter((part) => part !== '').join(', ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** What breaks the limit: `Leq,15min rolling over 70 dB`. */
export function conditionText(rule: Omit<Sentence, 'blocks' | 'applies_to'>): string {
  const delay = rule.on_delay_s > 0 ? ` ${t('rule.for', { time: lengthText(rule.on_delay_s) })}` : '';
  return `${whatText(rule)}${delay}`;
}

function whatText(rule: Omit<Sentence, 'blocks' | 'applies_to'>): string {
  if (rule.metric === 'connectivity') return t('rule.noAnswer');
  if (rule.metric === 'no_data_s') return t('rule.noData', { time: lengthText(rule.threshold) });
  const limit = t(`rule.${rule.comparison}`, {
    limit: valueText(rule.threshold, metricUnit(rule.metric), rule.metric),
  });
  return `${metricText(rule)} ${limit}`;
}

/** What is looked at, with its window: `Leq,15min rolling`, `L90,1h`, `Lp change in 10s`. */
export function metricText(
  rule: Pick<Sentence, 'metric' | 'window' | 'window_s' | 'window_from' | 'window_to'>,
): string {
  const metric = readMetric(rule.metric);
  switch (metric.family) {
    case 'level':
      return levelLabel(metric.level);
    case 'change':
      return t('rule.change', { level: levelLabel(metric.level), time: lengthText(rule.window_s) });
    case 'device':
      return deviceLabel(metric.device);
    case 'other':
      return metric.word;
    case 'window': {
      const figure = figureLabel(metric.figure, metric.percent);
      if (rule.window === 'daily') return `${figure},${rule.window_from ?? '–'}–${rule.window_to ?? '–'}`;
      const rolling = rule.window === 'rolling' ? ` ${t('rule.rolling')}` : '';
      return `${figure},${shortLength(rule.window_s)}${rolling}`;
    }
  }
}

/** A value with its unit; a battery's in words. */
export function valueText(value: number | null | undefined, unit: string, metric = ''): string {
  if (value == null) return number(value);
  if (metric === 'battery') return batteryText(value);
  const decimals = unit === 'dB' ? (Number.isInteger(value) ? 0 : 1) : Number.isInteger(value) ? 0 : 1;
  return unit ? `${number(value, decimals)} ${unit}` : number(value, decimals);
}

/** A battery's state as the meter shows it. */
export function batteryText(value: number): string {
  const states = ['empty', 'dead', 'low', 'middle', 'full'] as const;
  const state = states[Math.min(4, Math.max(0, Math.round(value)))] ?? 'empty';
  return t(`rule.battery.${state}` as TextKey & `rule.battery.${'empty'}`);
}

/** Whom a rule is for: `all units`, `group North`, `site gate`. */
export function targetText(appliesTo: string, nameOf: NameOf = (unit) => unit): string {
  const [kind, name] = readTarget(appliesTo);
  if (kind === 'unit') return t('rule.at', { place: nameOf(name) });
  if (kind === 'group') return t('rule.inGroup', { group: name });
  return t('rule.atAll');
}

/** When a rule applies: `weekdays 07–19, weekends 08:30–13`; nothing for always. */
export function scheduleText(blocks: readonly RuleBlock[]): string {
  return blocks.map(blockText).join(', ');
}

function blockText(block: RuleBlock): string {
  const days = daysText(readDays(block.days));
  const times =
    block.start === block.end ? t('rule.allDay') : `${shortTime(block.start)}–${shortTime(block.end)}`;
  const holidays =
    block.holidays === 'excluded'
      ? ` ${t('rule.notHolidays')}`
      : block.holidays === 'included'
        ? ` ${t('rule.andHolidays')}`
        : '';
  return `${days} ${times}${holidays}`.trim();
}

/** `weekdays`, `weekends`, `daily`, `Mon–Wed`, `Tue, Fri`. */
export function daysText(days: readonly boolean[]): string {
  const chosen = days.flatMap((on, day) => (on ? [day] : []));
  const key = chosen.join('');
  if (key === '0123456') return t('rule.daily');
  if (key === '01234') return t('rule.weekdays');
  if (key === '56') return t('rule.weekends');
  const first = chosen[0];
  const last = chosen.at(-1);
  if (first === undefined || last === undefined) return '';
  const isRun = chosen.length > 2 && last - first === chosen.length - 1;
  return isRun ? `${dayName(first)}–${dayName(last)}` : chosen.map(dayName).join(', ');
}

/** Short name of a day of the week; 0 is Monday. */
export function dayName(day: number): string {
  return t(`rule.day.${day}` as TextKey & `rule.day.${0}`);
}

/** `07:00` as `07`: what everybody says. */
function shortTime(time: string): string {
  return time.endsWith(':00') ? time.slice(0, -3) : time;
}

/** `15min`: the way windows are written in the field. */
function shortLength(seconds: number | null): string {
  return lengthText(seconds).replace(/\s/g, '');
}

/** A length of time in its largest whole unit: `90 s`, `15 min`, `1 h`. */
export function lengthText(seconds: number | null | undefined): string {
  if (seconds == null) return number(seconds);
  if (seconds > 0 && seconds % 86_400 === 0) return tn('time.days', seconds / 86_400);
  if (seconds > 0 && seconds % 3600 === 0) return t('time.hours', { n: seconds / 3600 });
  if (seconds > 0 && seconds % 60 === 0) return t('time.minutes', { n: seconds / 60 });
  return t('time.seconds', { n: seconds });
}
