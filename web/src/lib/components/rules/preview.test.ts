import { expect, test } from 'vitest';
import { alertEvent, ruleBody } from '$lib/testing/alarms';
import { setLocale, setZone } from '$lib/format';
import { trialRows, trialRule, windowLine } from './preview';

const minutes = (count: number): number[] => Array.from({ length: count }, (_, i) => i * 60);

test('a rolling Leq is the energy mean of what its window has seen', () => {
  const line = windowLine(minutes(4), [60, 60, 70, 70], {
    figure: 'leq',
    window: 'rolling',
    seconds: 120,
    coverage: 0.9,
  });
  // 10·lg((10^6 + 10^7) / 2)
  expect(line.map((level) => level && Number(level.toFixed(2)))).toEqual([null, 60, 67.4, 70]);
});

test('a window with too little on record has no figure', () => {
  const levels = [60, null, null, 60, 60];
  const line = windowLine(minutes(5), levels, {
    figure: 'lmax',
    window: 'rolling',
    seconds: 120,
    coverage: 0.9,
  });
  expect(line).toEqual([null, null, null, null, 60]);
  const tolerant = windowLine(minutes(5), levels, {
    figure: 'lmax',
    window: 'rolling',
    seconds: 120,
    coverage: 0.5,
  });
  expect(tolerant).toEqual([null, 60, null, 60, 60]);
});

test('a window by the clock has its figure when it ends, and until the next one ends', () => {
  const line = windowLine(minutes(6), [50, 52, 54, 56, 58, 60], {
    figure: 'lmax',
    window: 'aligned',
    seconds: 120,
    coverage: 1,
  });
  expect(line).toEqual([null, 52, 52, 56, 56, 60]);
});

test('a window by the clock follows that of its zone', () => {
  const hours = Array.from({ length: 4 }, (_, i) => Date.UTC(2026, 5, 9) / 1000 + i * 1800);
  const aligned = (zone: string, seconds: number) =>
    windowLine(hours, [50, 52, 54, 56], { figure: 'lmax', window: 'aligned', seconds, coverage: 1, zone });
  // At midnight UTC it is half past five in India: an hour is full at 00:30.
  expect(aligned('UTC', 3600)).toEqual([null, 52, 52, 56]);
  expect(aligned('Asia/Kolkata', 3600)).toEqual([null, null, 54, 54]);
  // Two hours end at 02:00 and 04:00 in Berlin, which are 00:00 and 02:00 UTC; in Moscow at 01:00 UTC.
  expect(aligned('Europe/Berlin', 7200)).toEqual([null, null, null, 56]);
  expect(aligned('Europe/Moscow', 7200)).toEqual([null, null, null, null]);
});

test('extremes keep their side', () => {
  const line = windowLine(minutes(2), [50, 40], {
    figure: 'lmin',
    window: 'rolling',
    seconds: 120,
    coverage: 1,
  });
  expect(line).toEqual([null, 40]);
});

test('a trial is of one unit, in force and named', () => {
  const tried = trialRule(ruleBody({ name: '', enabled: false, applies_to: 'group:North' }), 'gate');
  expect(tried).toMatchObject({ name: 'New rule', enabled: true, applies_to: 'unit:gate' });
});

test('events of a trial say when, how long, how high and why they ended', () => {
  setLocale('en-GB');
  setZone('UTC');
  const rows = trialRows([
    alertEvent({ ended_at: '2026-06-09T10:20:00Z', ended_reason: 'cleared' }),
    alertEvent({ ended_at: '2026-06-09T19:00:00Z', ended_reason: 'the rule’s times are over' }),
    alertEvent({ peak_value: null }),
  ]);
  expect(rows.map(({ began, lasted, peak, ended }) => [began, lasted, peak, ended])).toEqual([
    ['9 Jun 2026, 10:00:00', '20 min', '78.2 dB', 'The value recovered'],
    ['9 Jun 2026, 10:00:00', '9 h', '78.2 dB', 'the rule’s times are over'],
    ['9 Jun 2026, 10:00:00', 'still open', '–', 'still open'],
  ]);
});
