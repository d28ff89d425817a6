/** What happened in an incident, ready to be shown. */
import {
  isUpper,
  type AlertEvent,
  type Incident,
  type IncidentDetails,
  type TimelineEntry,
} from '$lib/api/alarms';
import { ago, clock, day, duration, parseTime } from '$lib/format';
import { t, type TextKey } from '$lib/i18n';
import { valueText } from '$lib/components/rules/sentence';

export type Tone = 'alarm' | 'good' | 'calm' | 'note';

export interface TimelineItem {
  key: string;
  at: number | null;
  /** Shown once for entries of the same day. */
  day: string | null;
  time: string;
  tone: Tone;
  kind: TimelineEntry['kind'];
  text: string;
  /** Who, and what they noted. */
  note: string | null;
}

const TONES: Readonly<Record<TimelineEntry['kind'], Tone>> = {
  raised: 'alarm',
  peak: 'alarm',
  reminded: 'alarm',
  acknowledged: 'note',
  shelved: 'note',
  unshelved: 'note',
  cleared: 'good',
  closed: 'calm',
};

/** The entries of an incident, newest first. */
export function timelineItems(incident: IncidentDetails): TimelineItem[] {
  const byRule = new Map(incident.events.map((event) => [event.rule_id, event]));
  let lastDay: string | null = null;
  return incident.timeline
    .map((entry, place) => ({ entry, place, at: parseTime(entry.at) }))
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0) || other.place - one.place)
    .map(({ entry, place, at }) => {
      const today = day(at);
      const shownDay = today === lastDay ? null : today;
      lastDay = today;
      return {
        key: `${place}:${entry.kind}`,
        at,
        day: shownDay,
        time: clock(at),
        tone: TONES[entry.kind] ?? 'calm',
        kind: entry.kind,
        text: entryText(entry, byRule.get(entry.rule_id)),
        note: noteText(entry),
      };
    });
}

function entryText(entry: TimelineEntry, event: AlertEvent | undefined): string {
  const rule = ruleName({ rule_id: entry.rule_id, rule_name: entry.rule_name || event?.rule_name || null });
  const stem = `incident.entry.${entry.kind}`;
  if (entry.value === null || event === undefined) return t(stem as `incident.entry.raised`, { rule });
  const value = valueText(entry.value, event.unit, event.metric);
  return t(`${stem}.value` as `incident.entry.raised.value`, { rule, value });
}

function noteText({ by, note }: Pick<TimelineEntry, 'by' | 'note'>): string | null {
  if (by && note) return t('incident.noteBy', { by, note });
  if (by) return t('incident.by', { by });
  return note || null;
}

/** What the rule of an event is called; one that was deleted has its number left. */
export function ruleName({ rule_id, rule_name }: Pick<AlertEvent, 'rule_id' | 'rule_name'>): string {
  if (rule_name) return rule_name;
  return rule_id === 0 ? t('incident.connection') : t('incident.ruleNumber', { id: rule_id });
}

/** `open for 5 min`, `lasted 12 min`. */
export function lengthOf(incident: Pick<Incident, 'started_at' | 'ended_at'>, now: number): string {
  const start = parseTime(incident.started_at);
  if (start === null) return '';
  const end = parseTime(incident.ended_at);
  return end === null
    ? t('incident.openFor', { time: duration(Math.max(0, now - start)) })
    : t('incident.lasted', { time: duration(Math.max(0, end - start)) });
}

/** When it began: a clock today, otherwise with the date; and how long ago. */
export function beganText(incident: Pick<Incident, 'started_at'>, now: number): string {
  const start = parseTime(incident.started_at);
  if (start === null) return '';
  const isToday = day(start) === day(now);
  return `${isToday ? clock(start, false) : `${day(start)}, ${clock(start, false)}`} · ${ago(start, now)}`;
}

/** The worst value of the incident that can be shown beside its limit. */
export function worstEvent(events: readonly AlertEvent[]): AlertEvent | null {
  const rank = { info: 0, warning: 1, critical: 2 } as const;
  let worst: AlertEvent | null = null;
  for (const event of events) {
    if (
      !worst ||
      rank[event.severity] > rank[worst.severity] ||
      (rank[event.severity] === rank[worst.severity] && excess(event) > excess(worst))
    ) {
      worst = event;
    }
  }
  return worst;
}

/** How far a value was past its limit, dB; 0 where there is no limit. */
function excess(event: AlertEvent): number {
  if (event.peak_value === null || event.threshold === null) return 0;
  return isUpper(event.comparison) ? event.peak_value - event.threshold : event.threshold - event.peak_value;
}

/** `peak 78.2 dB, limit 70 dB`. */
export function peakText(event: AlertEvent): string {
  const parts: string[] = [];
  if (event.peak_value !== null) {
    parts.push(t('incident.peak', { value: valueText(event.peak_value, event.unit, event.metric) }));
  }
  if (event.threshold !== null) {
    parts.push(t('incident.limit', { limit: valueText(event.threshold, event.unit, event.metric) }));
  }
  return parts.join(', ');
}

/** Why an event ended, in words. */
export function endText(event: AlertEvent): string | null {
  if (event.ended_at === null) return null;
  if (!event.ended_reason || event.ended_reason === 'cleared') return t('incident.cleared');
  return event.ended_reason;
}

/** The name of a state. */
export function stateText(state: Incident['state']): string {
  return t(`incident.state.${state}` as TextKey & `incident.state.open`);
}
