/** Limits and alarms of a unit as a chart shows them: lines across, and shaded stretches of time. */
import { parseTime } from '$lib/format';
import { isLevelKey, metricLabel } from '$lib/levels';
import { figure, words } from '$lib/read';

export type Severity = 'info' | 'warning' | 'critical';

/** A rule as far as the chart needs it, of either API. */
export interface LimitRule {
  id: number;
  name: string;
  metric: string;
  comparison: string;
  threshold: number | null;
  severity: Severity;
  enabled: boolean;
  /** `dB` for levels. */
  unit: string;
  /** Metric in words, with its window: `Leq,15min`. */
  metricText: string;
  /** When it applies, `22:00–06:00`; null for always. */
  times: string | null;
}

/** An event as far as the chart needs it. */
export interface AlarmEvent {
  id: number;
  ruleName: string;
  severity: Severity;
  onset: number;
  /** Null while it is open. */
  end: number | null;
  peak: number | null;
  acknowledged: boolean;
  /** A connection that was lost is no level. */
  isConnection: boolean;
}

export interface Limit {
  id: number;
  value: number;
  severity: Severity;
  /** Name of the rule, what it compares, and when. */
  label: string;
  name: string;
}

export interface Band {
  id: number;
  from: number;
  to: number;
  severity: Severity;
  label: string;
  open: boolean;
}

/** Lines of the rules that compare a level with a limit. Equal limits of the same name are one line. */
export function limitsOf(rules: readonly LimitRule[]): Limit[] {
  const limits = new Map<string, Limit>();
  for (const rule of rules) {
    if (!rule.enabled || rule.threshold === null || rule.unit !== 'dB' || rule.metric.startsWith('lp_change'))
      continue;
    const label = [rule.name, rule.metricText, rule.times].filter(Boolean).join(' · ');
    limits.set(`${label} ${rule.threshold}`, {
      id: rule.id,
      value: rule.threshold,
      severity: rule.severity,
      label,
      name: rule.name,
    });
  }
  return [...limits.values()].sort((a, b) => b.value - a.value);
}

/** Stretches of the events that lie in sight; an open one reaches to now. */
export function bandsOf(events: readonly AlarmEvent[], from: number, to: number, now: number): Band[] {
  return events
    .filter((event) => !event.isConnection && event.onset <= to && (event.end ?? now) >= from)
    .map((event) => ({
      id: event.id,
      from: event.onset,
      to: event.end ?? now,
      severity: event.severity,
      label: event.ruleName,
      open: event.end === null,
    }));
}

/** Stretches in which the meter was not reached, ms; `to` is null for one that lasts. */
export function outagesOf(
  events: readonly AlarmEvent[],
  from: number,
  to: number,
  present: { since: number } | null,
): { from: number; to: number | null }[] {
  const past = events
    .filter((event) => event.isConnection && event.end !== null && event.onset <= to && event.end >= from)
    .map((event) => ({ from: event.onset, to: event.end }));
  return present && present.since <= to ? [...past, { from: present.since, to: null }] : past;
}

type Fields = Readonly<Record<string, unknown>>;

/** A rule as the unit's own route tells it, or as the route of all rules does. */
export function readRule(raw: Fields): LimitRule {
  const metric = words(raw['metric']) ?? '';
  const blocks = Array.isArray(raw['blocks']) ? (raw['blocks'] as Fields[]) : [];
  const times = [
    ...blocks.map((block) => timesText(words(block['start']), words(block['end']))),
    timesText(words(raw['schedule_start']), words(raw['schedule_end'])),
  ].filter((text) => text !== null);
  return {
    id: figure(raw['id']) ?? 0,
    name: words(raw['name']) ?? '',
    metric,
    comparison: words(raw['comparison']) ?? 'above',
    threshold: figure(raw['threshold']) ?? figure(raw['threshold_db']),
    severity: severityOf(raw['severity']),
    enabled: raw['enabled'] !== false,
    unit: words(raw['unit']) ?? 'dB',
    metricText: metricText(metric, words(raw['metric_text'])),
    times: times.length === 0 ? null : times.join(', '),
  };
}

/** An event of either route; null where it has no onset. */
export function readEvent(raw: Fields): AlarmEvent | null {
  const onset = parseTime(words(raw['onset_at']));
  if (onset === null) return null;
  const ruleId = figure(raw['rule_id']) ?? 0;
  return {
    id: figure(raw['id']) ?? 0,
    ruleName: words(raw['rule_name']) ?? '',
    severity: severityOf(raw['severity']),
    onset,
    end: parseTime(words(raw['ended_at']) ?? words(raw['clear_at'])),
    peak: figure(raw['peak_value']),
    acknowledged: raw['acknowledged_at'] != null,
    isConnection: ruleId === 0 || raw['metric'] === 'connectivity',
  };
}

/** A level is called as everywhere here; windows and the like are told by the server. */
function metricText(metric: string, told: string | null): string {
  return isLevelKey(metric) ? metricLabel(metric) : (told ?? metricLabel(metric));
}

function timesText(start: string | null, end: string | null): string | null {
  return start && end ? `${start.slice(0, 5)}–${end.slice(0, 5)}` : null;
}

function severityOf(value: unknown): Severity {
  return value === 'info' || value === 'critical' ? value : 'warning';
}
