/** A rule on the record, as its preview shows it. */
import type { AlertEvent, RuleBody } from '$lib/api/alarms';
import { currentZone, dateTime, duration, parseTime, zoneOffset } from '$lib/format';
import { t } from '$lib/i18n';
import { valueText } from './sentence';
import type { RuleForm } from './form';
import { hasThreshold } from './form';

/** What keeps a form from being tried or saved, by field; the server checks everything again. */
export function missing(form: RuleForm): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (form.name.trim() === '') wrong['name'] = t('ruleForm.missingName');
  return { ...wrong, ...missingForTrial(form) };
}

/** The same without what a trial does not need: its name. */
export function missingForTrial(form: RuleForm): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (form.target === 'group' && form.targetGroup.trim() === '')
    wrong['applies_to'] = t('ruleForm.missingGroup');
  if (form.target === 'unit' && form.targetUnit === '') wrong['applies_to'] = t('ruleForm.missingUnit');
  if (hasThreshold(form) && form.threshold === null) wrong['threshold'] = t('ruleForm.missingThreshold');
  const isWindow = form.family === 'window';
  const length = isWindow ? form.windowSeconds : form.changeSeconds;
  const hasLength = (isWindow && form.window !== 'daily') || form.family === 'change';
  if (hasLength && !length) wrong['window_s'] = t('ruleForm.missingLength');
  const isPercent =
    form.percent !== null && Number.isInteger(form.percent) && form.percent >= 1 && form.percent <= 99;
  if (isWindow && form.figure === 'percentile' && !isPercent) wrong['metric'] = t('ruleForm.missingPercent');
  form.blocks.forEach((block, place) => {
    if (!block.days.some(Boolean) && block.holidays !== 'included') {
      wrong[`blocks.${place}.days`] = t('ruleForm.missingDays');
    }
  });
  return wrong;
}

/** The rule as it is tried: in force, for the unit it is tried on, under some name. */
export function trialRule(body: RuleBody, unit: string): RuleBody {
  return { ...body, name: body.name || t('ruleForm.new'), applies_to: `unit:${unit}`, enabled: true };
}

export interface TrialRow {
  key: string;
  began: string;
  lasted: string;
  peak: string;
  ended: string;
}

type Shown = Pick<AlertEvent, 'onset_at' | 'ended_at' | 'ended_reason' | 'peak_value' | 'unit' | 'metric'>;

/** The events of a trial as a list reads them. */
export function trialRows(events: readonly Shown[]): TrialRow[] {
  return events.map((event, place) => {
    const from = parseTime(event.onset_at);
    const to = parseTime(event.ended_at);
    const isCleared = !event.ended_reason || event.ended_reason === 'cleared';
    return {
      key: `${place}`,
      began: dateTime(from, true),
      lasted: from !== null && to !== null ? duration(to - from) : t('preview.open'),
      peak: valueText(event.peak_value, event.unit, event.metric),
      ended: to === null ? t('preview.open') : isCleared ? t('incident.cleared') : (event.ended_reason ?? ''),
    };
  });
}

type Figure = 'leq' | 'lmax' | 'lmin' | 'lpeak';

/**
 * The figure of a window over recorded steps, as a rule looks at it: rolling ones end at each step, aligned ones hold from the
 * end of their window to the next. It is as fine as the steps are. A window of which less than `coverage` was recorded has none.
 */
export function windowLine(
  times: readonly number[],
  levels: readonly (number | null | undefined)[],
  {
    figure,
    window,
    seconds,
    coverage,
    zone,
  }: {
    figure: Figure;
    window: 'rolling' | 'aligned';
    seconds: number;
    coverage: number;
    /** Whose clock aligned windows follow; the site's unless given. */
    zone?: string | null;
  },
): (number | null)[] {
  const step = stepOf(times);
  if (step === null || seconds < step) return levels.map((level) => level ?? null);
  const length = Math.max(1, Math.round(seconds / step));
  const sinceMidnight = wallClock(zone ?? currentZone());
  return times.map((time, last) => {
    const into = window === 'aligned' ? sinceMidnight(time + step) % seconds : 0;
    const end = last - Math.round(into / step);
    const part = levels.slice(Math.max(0, end - length + 1), end + 1);
    const known = part.filter((level): level is number => level != null);
    if (end < length - 1 || known.length < Math.max(1, coverage * length)) return null;
    return combine(figure, known);
  });
}

const DAY_S = 86_400;
const QUARTER_S = 900;

/** Seconds since midnight on a zone's clock. Clocks are put forward and back on quarters of an hour only. */
function wallClock(zone: string): (time: number) => number {
  const offsets = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER_S);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = zoneOffset(quarter * QUARTER_S * 1000, zone);
      offsets.set(quarter, offset);
    }
    return (((time + offset) % DAY_S) + DAY_S) % DAY_S;
  };
}

function combine(figure: Figure, levels: readonly number[]): number {
  if (figure === 'lmin') return Math.min(...levels);
  if (figure !== 'leq') return Math.max(...levels);
  const energy = levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length;
  return 10 * Math.log10(energy);
}

/** Distance of the steps, s. */
function stepOf(times: readonly number[]): number | null {
  const [first, second] = times;
  return first === undefined || second === undefined || second <= first ? null : second - first;
}
