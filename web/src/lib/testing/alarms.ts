/** Things of the alarm API for tests, with what is usual filled in. */
import type { AlertEvent, IncidentDetails, Rule, RuleBody } from '$lib/api/alarms';

export function ruleBody(change: Partial<RuleBody> = {}): RuleBody {
  return {
    name: 'Day limit',
    severity: 'warning',
    applies_to: 'all',
    metric: 'leq_t',
    window: 'rolling',
    window_s: 900,
    window_from: null,
    window_to: null,
    required_coverage: 0.9,
    ceiling_db: null,
    comparison: 'above',
    threshold: 70,
    dead_band: 0,
    on_delay_s: 0,
    off_delay_s: 0,
    cooldown_s: 0,
    reminder_s: null,
    blocks: [],
    holidays: [],
    zone: null,
    leaving: 'close',
    template: null,
    update_step: null,
    channels: ['log'],
    recipients: [],
    escalation: [],
    enabled: true,
    ...change,
  };
}

export function rule(change: Partial<Rule> = {}): Rule {
  return {
    ...ruleBody(),
    id: 3,
    compatible: false,
    unit: 'dB',
    metric_text: 'Leq,15min rolling',
    units: ['gate'],
    open_events: 0,
    shelves: [],
    ...change,
  };
}

export function alertEvent(change: Partial<AlertEvent> = {}): AlertEvent {
  return {
    id: 21,
    unit_id: 'gate',
    rule_id: 3,
    rule_name: 'Day limit',
    severity: 'warning',
    metric: 'leq_t',
    metric_text: 'Leq,15min rolling',
    unit: 'dB',
    comparison: 'above',
    threshold: 70,
    onset_at: '2026-06-09T10:00:00Z',
    onset_value: 70.3,
    peak_value: 78.2,
    peak_at: '2026-06-09T10:05:00Z',
    ended_at: null,
    ended_reason: null,
    exceedances: 1,
    acknowledged_at: null,
    acknowledged_by: null,
    acknowledged_note: null,
    incident_id: 11,
    ...change,
  };
}

export function incident(change: Partial<IncidentDetails> = {}): IncidentDetails {
  return {
    id: 11,
    unit_id: 'gate',
    title: 'Leq,15min over 70 dB',
    severity: 'warning',
    state: 'open',
    started_at: '2026-06-09T10:00:00Z',
    ended_at: null,
    open_events: 1,
    event_count: 1,
    events: [alertEvent()],
    timeline: [],
    ...change,
  };
}
