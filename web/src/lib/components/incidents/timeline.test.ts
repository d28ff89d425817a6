import { beforeEach, expect, test } from 'vitest';
import type { TimelineEntry } from '$lib/api/alarms';
import { setLocale, setZone } from '$lib/format';
import { alertEvent, incident } from '$lib/testing/alarms';
import { beganText, endText, lengthOf, peakText, timelineItems, worstEvent } from './timeline';

beforeEach(() => {
  setLocale('en-GB');
  setZone('UTC');
});

function entry(at: string, kind: TimelineEntry['kind'], change: Partial<TimelineEntry> = {}): TimelineEntry {
  return { at, kind, rule_id: 3, rule_name: 'Day limit', value: null, by: null, note: null, ...change };
}

test('what happened is told newest first, each day named once', () => {
  const items = timelineItems(
    incident({
      timeline: [
        entry('2026-06-09T23:50:00Z', 'raised', { value: 70.3 }),
        entry('2026-06-09T23:55:00Z', 'peak', { value: 78.2 }),
        entry('2026-06-10T00:01:00Z', 'acknowledged', { by: 'Dana', note: 'known works' }),
        entry('2026-06-10T00:05:00Z', 'cleared', { value: 65 }),
      ],
    }),
  );
  expect(items.map(({ day, time, text, note, tone }) => [day, time, text, note, tone])).toEqual([
    ['10 Jun 2026', '00:05:00', 'Day limit recovered at 65 dB', null, 'good'],
    [null, '00:01:00', 'Day limit acknowledged', 'Dana: “known works”', 'note'],
    ['9 Jun 2026', '23:55:00', 'Day limit rose to 78.2 dB', null, 'alarm'],
    [null, '23:50:00', 'Day limit began at 70.3 dB', null, 'alarm'],
  ]);
});

test('entries of one moment keep their order', () => {
  const same = '2026-06-09T10:00:00Z';
  const items = timelineItems(incident({ timeline: [entry(same, 'raised'), entry(same, 'peak')] }));
  expect(items.map(({ kind }) => kind)).toEqual(['peak', 'raised']);
});

test('an outage has no value, and is called after the connection', () => {
  const outage = alertEvent({
    rule_id: 0,
    rule_name: '',
    unit: '',
    metric: 'connectivity',
    threshold: null,
    peak_value: null,
  });
  const items = timelineItems(
    incident({
      events: [outage],
      timeline: [entry('2026-06-09T10:00:00Z', 'raised', { rule_id: 0, rule_name: '' })],
    }),
  );
  expect(items[0]?.text).toBe('Connection began');
  expect(peakText(outage)).toBe('');
});

test('the worst event is the gravest, then the one furthest past its limit', () => {
  const near = alertEvent({ id: 1, peak_value: 71 });
  const far = alertEvent({ id: 2, peak_value: 80 });
  const low = alertEvent({ id: 3, comparison: 'below', threshold: 40, peak_value: 20 });
  const grave = alertEvent({ id: 4, severity: 'critical', peak_value: 70.1 });
  expect([worstEvent([near, far])?.id, worstEvent([far, low])?.id, worstEvent([low, grave])?.id]).toEqual([
    2, 3, 4,
  ]);
  expect(worstEvent([])).toBeNull();
});

test('lengths and begins are told as of now', () => {
  const now = Date.parse('2026-06-09T10:05:00Z');
  expect(lengthOf(incident(), now)).toBe('open for 5 min');
  expect(lengthOf(incident({ ended_at: '2026-06-09T12:00:00Z' }), now)).toBe('lasted 2 h');
  expect(beganText(incident(), now)).toBe('10:00 · 5 min ago');
  expect(beganText(incident(), now + 86_400_000)).toBe('9 Jun 2026, 10:00 · 24 h ago');
});

test('an event that ended says why', () => {
  const at = '2026-06-09T11:00:00Z';
  expect(endText(alertEvent())).toBeNull();
  expect(endText(alertEvent({ ended_at: at, ended_reason: 'cleared' }))).toBe('The value recovered');
  expect(endText(alertEvent({ ended_at: at, ended_reason: 'the rule was changed' }))).toBe(
    'the rule was changed',
  );
});
