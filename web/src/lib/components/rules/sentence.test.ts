import { expect, test } from 'vitest';
import { ruleBody } from '$lib/testing/alarms';
import type { RuleBody } from '$lib/api/alarms';
import { batteryText, daysText, lengthText, ruleSentence, scheduleText, valueText } from './sentence';

function sentence(change: Partial<RuleBody>): string {
  return ruleSentence(ruleBody(change), (unit) => (unit === 'gate' ? 'site gate' : unit));
}

const weekdays = { start: '07:00', end: '19:00', days: '0,1,2,3,4', holidays: 'as_weekday' as const };

test('a rule is one plain sentence', () => {
  expect(sentence({ blocks: [weekdays], applies_to: 'unit:gate' })).toBe(
    'Leq,15min rolling over 70 dB, weekdays 07–19, at site gate',
  );
  expect(sentence({ metric: 'lp', window: null, window_s: null, threshold: 95, on_delay_s: 5 })).toBe(
    'Lp over 95 dB for 5 s, at all units',
  );
  expect(
    sentence({
      metric: 'l10_t',
      window: 'aligned',
      window_s: 3600,
      threshold: 62.5,
      applies_to: 'group:North',
    }),
  ).toBe('L10,1h over 62.5 dB, in group North');
  expect(
    sentence({ window: 'daily', window_s: null, window_from: '22:00', window_to: '06:00', threshold: 45 }),
  ).toBe('Leq,22:00–06:00 over 45 dB, at all units');
  expect(sentence({ metric: 'lp', window: null, window_s: null, comparison: 'at_or_above' })).toBe(
    'Lp at or over 70 dB, at all units',
  );
  expect(sentence({ metric: 'lp_change', window: null, window_s: 10, threshold: 15 })).toBe(
    'Lp change in 10 s over 15 dB, at all units',
  );
});

test('what is watched of the instrument is said in words', () => {
  expect(sentence({ metric: 'connectivity', window: null, threshold: null })).toBe(
    'The meter does not answer, at all units',
  );
  expect(sentence({ metric: 'no_data_s', window: null, threshold: 300 })).toBe(
    'No data for 5 min, at all units',
  );
  expect(sentence({ metric: 'battery', window: null, comparison: 'below', threshold: 3 })).toBe(
    'Battery under middle, at all units',
  );
  expect(sentence({ metric: 'card_free_percent', window: null, comparison: 'below', threshold: 10 })).toBe(
    'Free share of the card under 10 %, at all units',
  );
  // A word of a newer server is shown as it is.
  expect(sentence({ metric: 'humidity', window: null, threshold: 1 })).toMatch(/^Humidity over 1/);
});

test('times say their days, the night and holidays', () => {
  const night = { ...weekdays, start: '22:00', end: '06:30', days: '4,5', holidays: 'included' as const };
  const sunday = { start: '00:00', end: '00:00', days: '6', holidays: 'excluded' as const };
  expect(scheduleText([weekdays, night, sunday])).toBe(
    'weekdays 07–19, Fri, Sat 22–06:30 and holidays, Sun all day except holidays',
  );
  expect(scheduleText([{ ...weekdays, days: '', holidays: 'included' }])).toBe('07–19 and holidays');
});

test('days that follow each other are a run', () => {
  const days = (text: string): string =>
    daysText(Array.from({ length: 7 }, (_, day) => text.includes(String(day))));
  expect([
    days('0123456'),
    days('01234'),
    days('56'),
    days('012'),
    days('01'),
    days('024'),
    days(''),
  ]).toEqual(['daily', 'weekdays', 'weekends', 'Mon–Wed', 'Mon, Tue', 'Mon, Wed, Fri', '']);
});

test('lengths and values are in the largest unit that is whole', () => {
  expect([90, 900, 7200, 86_400, 172_800, 0].map(lengthText)).toEqual([
    '90 s',
    '15 min',
    '2 h',
    '1 day',
    '2 days',
    '0 s',
  ]);
  expect([
    valueText(70, 'dB'),
    valueText(70.25, 'dB'),
    valueText(null, 'dB'),
    valueText(2, '', 'battery'),
  ]).toEqual(['70 dB', '70.3 dB', '–', 'low']);
  expect([4, 0, 9].map(batteryText)).toEqual(['full', 'empty', 'full']);
});
