/** Names for what the API says of rules, events and incidents. */
import type { Schema } from '$lib/api';
import type { ChannelKind } from './delivery';
import type { Narrow } from './narrow';

export type Severity = 'info' | 'warning' | 'critical';
export type Comparison = 'above' | 'below' | 'at_or_above' | 'at_or_below';

/** Whether high values are bad. */
export function isUpper(comparison: string): boolean {
  return comparison.endsWith('above');
}
export type HolidayRule = 'as_weekday' | 'excluded' | 'included';
export type EscalationStep = Schema<'AlarmEscalation'>;
export type RuleBlock = Narrow<Schema<'AlarmBlock'>, { holidays: HolidayRule }>;

interface RuleWords {
  severity: Severity;
  window: 'rolling' | 'aligned' | 'daily' | null;
  comparison: Comparison;
  blocks: RuleBlock[];
  leaving: 'close' | 'keep';
  channels: ChannelKind[];
}

/** A rule's own fields: what is sent, and what comes back of it. */
export type RuleBody = Narrow<Schema<'AlarmRuleFields'>, RuleWords>;
export type Shelf = Narrow<Schema<'AlarmShelf'>, object>;
export type Rule = Narrow<Schema<'AlarmRule'>, RuleWords & { shelves: Shelf[] }>;

export type AlertEvent = Narrow<Schema<'AlarmEvent'>, { severity: Severity; comparison: Comparison }>;

/** An event that a rule would have had. */
export type TriedEvent = Narrow<Schema<'TriedAlarmEvent'>, { severity: Severity; comparison: Comparison }>;
export type Trial = Narrow<Schema<'AlarmTrial'>, { events: TriedEvent[] }>;

export type UnitAlarms = Narrow<Schema<'AlarmUnitSummary'>, { worst_severity: Severity }>;
export type AlertSummary = Narrow<Schema<'AlarmSummary'>, { units: UnitAlarms[] }>;

export type IncidentState = 'open' | 'acknowledged' | 'closed';
export type EntryKind =
  'raised' | 'peak' | 'reminded' | 'acknowledged' | 'shelved' | 'unshelved' | 'cleared' | 'closed';
export type TimelineEntry = Narrow<Schema<'AlarmTimelineEntry'>, { kind: EntryKind }>;

interface IncidentWords {
  severity: Severity;
  state: IncidentState;
  events: AlertEvent[];
}

export type Incident = Narrow<Schema<'AlarmIncident'>, IncidentWords>;
export type IncidentDetails = Narrow<
  Schema<'AlarmIncidentDetails'>,
  IncidentWords & { timeline: TimelineEntry[] }
>;
