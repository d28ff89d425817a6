/** The routes of alarms, delivery, set-up and client links that the API's description does not have yet. */
import type { ChannelKind } from './delivery';
import type { Route, Severity } from './pending';

export type Comparison = 'above' | 'below';
export type HolidayRule = 'as_weekday' | 'excluded' | 'included';

export interface RuleBlock {
  start: string;
  end: string;
  /** `0` (Monday) to `6`, separated by commas. */
  days: string;
  holidays: HolidayRule;
}

export interface EscalationStep {
  after_s: number;
  recipients: number[];
}

export interface RuleBody {
  name: string;
  severity: Severity;
  /** `all`, `group:NAME` or `unit:ID`. */
  applies_to: string;
  metric: string;
  window: 'rolling' | 'aligned' | 'daily' | null;
  window_s: number | null;
  window_from: string | null;
  window_to: string | null;
  required_coverage: number | null;
  ceiling_db: number | null;
  comparison: Comparison;
  threshold: number | null;
  dead_band: number;
  on_delay_s: number;
  off_delay_s: number;
  cooldown_s: number;
  blocks: RuleBlock[];
  holidays: string[];
  zone: string | null;
  leaving: 'close' | 'keep';
  template: string | null;
  update_step: number | null;
  channels: ChannelKind[];
  recipients: number[];
  escalation: EscalationStep[];
  enabled: boolean;
}

export interface Shelf {
  /** Null: all units of the rule. */
  unit_id: string | null;
  until: string;
  by: string | null;
  note: string | null;
}

export interface Rule extends RuleBody {
  id: number;
  compatible: boolean;
  unit: string;
  metric_text: string;
  units: string[];
  open_events: number;
  shelves: Shelf[];
}

export interface AlertEvent {
  id: number;
  unit_id: string;
  rule_id: number;
  rule_name: string | null;
  severity: Severity;
  metric: string;
  metric_text: string;
  unit: string;
  comparison: Comparison;
  threshold: number | null;
  onset_at: string | null;
  onset_value: number | null;
  peak_value: number | null;
  peak_at: string | null;
  ended_at: string | null;
  ended_reason: string | null;
  exceedances: number;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  acknowledged_note: string | null;
  incident_id: number | null;
}

/** An event of a trial. */
export type TrialEvent = Omit<AlertEvent, 'id'>;

export interface TimelineEntry {
  at: string;
  kind: 'raised' | 'peak' | 'reminded' | 'acknowledged' | 'shelved' | 'unshelved' | 'cleared' | 'closed';
  rule_id: number;
  rule_name: string | null;
  value: number | null;
  by: string | null;
  note: string | null;
}

export type IncidentState = 'open' | 'acknowledged' | 'closed';

export interface Incident {
  id: number;
  unit_id: string;
  title: string;
  severity: Severity;
  state: IncidentState;
  started_at: string;
  ended_at: string | null;
  open_events: number;
  event_count: number;
  events: AlertEvent[];
}

export interface IncidentDetails extends Incident {
  timeline: TimelineEntry[];
}

export interface Budget {
  rule_id: number;
  rule_name: string;
  window_start: string;
  window_end: string;
  limit_db: number;
  leq_db: number | null;
  covered_s: number;
  used_percent: number | null;
  allowed_db: number | null;
  seconds_to_breach: number | null;
}

type Ok<T> = { status: 'ok' } & T;
type Get<Given extends { path?: object; query?: object; body?: unknown }, Answered> = {
  get: Route<Given, Ok<Answered>>;
};

export interface EventQuery {
  unit?: string;
  rule_id?: number;
  state?: 'open' | 'ended' | 'all';
  limit?: number;
  before?: number;
}

export interface IncidentQuery {
  unit?: string;
  state?: IncidentState | 'all';
  limit?: number;
  before?: number;
}

interface Acknowledgement {
  by?: string | null;
  note?: string | null;
}

export interface AlarmPaths {
  '/api/nl43/_alerts/rules': Get<{ query: { unit?: string } }, { rules: Rule[] }> & {
    post: Route<{ body: RuleBody }, Ok<{ rule: Rule }>>;
  };
  '/api/nl43/_alerts/rules/{rule_id}': Get<{ path: { rule_id: number } }, { rule: Rule }> & {
    put: Route<{ path: { rule_id: number }; body: RuleBody }, Ok<{ rule: Rule }>>;
    delete: Route<{ path: { rule_id: number } }, Ok<object>>;
  };
  '/api/nl43/_alerts/rules/{rule_id}/shelve': {
    post: Route<
      {
        path: { rule_id: number };
        body: {
          unit_id: string | null;
          until?: string;
          for_s?: number;
          by?: string | null;
          note?: string | null;
        };
      },
      Ok<object>
    >;
    delete: Route<{ path: { rule_id: number }; query: { unit_id?: string } }, Ok<object>>;
  };
  '/api/nl43/{unit_id}/alerts/rules/try': {
    post: Route<
      { path: { unit_id: string }; body: { rule: RuleBody; from?: string; to?: string } },
      Ok<{ unit_id: string; from: string; to: string; readings: number; events: TrialEvent[]; more: boolean }>
    >;
  };
  '/api/nl43/{unit_id}/alerts/budget': Get<{ path: { unit_id: string } }, { budgets: Budget[] }>;
  '/api/nl43/_alerts/events': Get<{ query: EventQuery }, { events: AlertEvent[] }>;
  '/api/nl43/_alerts/events/{event_id}/ack': {
    post: Route<{ path: { event_id: number }; body: Acknowledgement }, Ok<object>>;
  };
  '/api/nl43/_alerts/incidents': Get<{ query: IncidentQuery }, { incidents: Incident[] }>;
  '/api/nl43/_alerts/incidents/{incident_id}': Get<
    { path: { incident_id: number } },
    { incident: IncidentDetails }
  >;
  '/api/nl43/_alerts/incidents/{incident_id}/ack': {
    post: Route<{ path: { incident_id: number }; body: Acknowledgement }, Ok<object>>;
  };
}
