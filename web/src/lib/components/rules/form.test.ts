import { describe, expect, test } from 'vitest';
import type { RuleBody } from '$lib/api/alarms';
import { rule, ruleBody } from '$lib/testing/alarms';
import { isWrong, unplaced } from './errors';
import { bodyOf, fromRule, newRuleForm, readTarget, toBody } from './form';
import { readMetric, metricWord } from './metrics';
import { missing, missingForTrial } from './preview';

const none = { window: null, window_s: null, required_coverage: null };

/** Rules with every field in use, one for each kind of metric. */
const RULES: Record<string, RuleBody> = {
  everything: ruleBody({
    severity: 'critical',
    applies_to: 'group:North: houses',
    window: 'aligned',
    ceiling_db: 110,
    required_coverage: 0.05,
    comparison: 'below',
    dead_band: 1.5,
    cooldown_s: 60,
    reminder_s: 600,
    blocks: [
      { start: '22:00', end: '06:00', days: '0,1,2,3,4', holidays: 'excluded' },
      { start: '00:00', end: '00:00', days: '', holidays: 'included' },
    ],
    holidays: ['2026-01-01', '2026-12-25'],
    zone: 'Europe/London',
    leaving: 'keep',
    template: '{unit}: {value}',
    update_step: 3,
    channels: ['mqtt', 'webhook'],
    recipients: [2, 7],
    escalation: [{ after_s: 900, recipients: [7] }],
    enabled: false,
  }),
  rolling: ruleBody({ metric: 'l90_t', window_s: 1800, on_delay_s: 30, off_delay_s: 60 }),
  daily: ruleBody({ window: 'daily', window_s: null, window_from: '22:00', window_to: '06:00' }),
  level: ruleBody({ ...none, metric: 'ln3', applies_to: 'unit:gate', on_delay_s: 5 }),
  change: ruleBody({ ...none, metric: 'lpeak_change', window_s: 10, threshold: -15 }),
  battery: ruleBody({ ...none, metric: 'battery', comparison: 'below', threshold: 2 }),
  connectivity: ruleBody({ ...none, metric: 'connectivity', threshold: null }),
  silence: ruleBody({ ...none, metric: 'no_data_s', threshold: 600 }),
  unknown: ruleBody({ ...none, metric: 'humidity', threshold: 3 }),
};

describe('a rule that was read and not changed is written as it was', () => {
  test.each(Object.entries(RULES))('%s', (_, body) => {
    expect(toBody(fromRule(body))).toEqual(body);
  });
});

test('what the server adds to a rule is not sent back', () => {
  expect(bodyOf(rule())).toEqual(ruleBody());
});

test('fields that do not apply are left out, and kept in the form for going back', () => {
  const form = { ...newRuleForm('gate'), deadBand: 2, onDelay: 5, ceiling: 90, updateStep: 1 };
  expect(toBody({ ...form, window: 'aligned' })).toMatchObject({
    on_delay_s: 0,
    off_delay_s: 0,
    window_s: 900,
  });
  expect(toBody({ ...form, family: 'device', device: 'connectivity' })).toMatchObject({
    metric: 'connectivity',
    threshold: null,
    dead_band: 0,
    update_step: null,
    ceiling_db: null,
    required_coverage: null,
    window: null,
    window_s: null,
    on_delay_s: 5,
  });
  expect(toBody({ ...form, family: 'device', device: 'no_data_s', comparison: 'below' }).comparison).toBe(
    'above',
  );
  expect(toBody(form).applies_to).toBe('unit:gate');
});

test('every word of a metric is taken apart and put together again', () => {
  for (const word of [
    'lp',
    'ln5',
    'leq_t',
    'lmax_t',
    'l1_t',
    'l99_t',
    'leq_change',
    'battery',
    'clock_offset_s',
  ]) {
    expect(metricWord(readMetric(word))).toBe(word);
    expect(readMetric(word).family).not.toBe('other');
  }
  for (const word of ['l0_t', 'l100_t', 'LP', 'le', 'x_change', ''])
    expect(readMetric(word).family).toBe('other');
});

test('a target names a group or a unit, colons and all', () => {
  expect([readTarget('all'), readTarget('group:a:b'), readTarget('unit:gate')]).toEqual([
    ['all', ''],
    ['group', 'a:b'],
    ['unit', 'gate'],
  ]);
});

test('what is missing is named by its field', () => {
  const form = { ...newRuleForm(), target: 'unit' as const, threshold: null, windowSeconds: null };
  const blocks = [
    { start: '07:00', end: '19:00', days: Array<boolean>(7).fill(false), holidays: 'excluded' as const },
  ];
  expect(Object.keys(missing({ ...form, blocks })).sort()).toEqual([
    'applies_to',
    'blocks.0.days',
    'name',
    'threshold',
    'window_s',
  ]);
  expect(missing({ ...newRuleForm('gate'), name: 'Day' })).toEqual({});
  expect(
    Object.keys(missingForTrial({ ...newRuleForm('gate'), figure: 'percentile', percent: 100 })),
  ).toEqual(['metric']);
});

test('a wrong field is shown in the part where it stands', () => {
  const errors = { 'blocks.1.start': 'x', 'recipients.2': 'x', on_delay_s: 'x', metric: 'x', surprise: 'x' };
  expect([
    isWrong(errors, 'when'),
    isWrong(errors, 'who'),
    isWrong(errors, 'calm'),
    isWrong(errors, 'message'),
  ]).toEqual([true, true, true, false]);
  expect(unplaced(errors)).toEqual(['surprise']);
});
