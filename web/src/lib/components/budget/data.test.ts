import { describe, expect, it } from 'vitest';
import { readBudgets, stateOf, type Budget } from './data';

const raw = {
  rule_id: 1,
  rule_name: 'Day',
  window_start: '2026-06-09T12:00:00Z',
  window_end: '2026-06-09T12:15:00Z',
  limit_db: 55,
  leq_db: 52.1,
  covered_s: 600,
  used_percent: 34,
  allowed_db: 57.2,
  seconds_to_breach: null,
};

describe('readBudgets', () => {
  it('puts the tightest first', () => {
    const budgets = readBudgets({
      budgets: [raw, { ...raw, rule_id: 2, used_percent: 90 }, { ...raw, rule_id: 3, used_percent: null }],
    });
    expect(budgets.map(({ ruleId }) => ruleId)).toEqual([2, 1, 3]);
    expect(budgets[1]).toMatchObject({
      limit: 55,
      leq: 52.1,
      allowed: 57.2,
      to: Date.UTC(2026, 5, 9, 12, 15),
    });
  });

  it('makes nothing of what is none', () => {
    expect(readBudgets(null)).toEqual([]);
    expect(readBudgets({ budgets: [{ ...raw, limit_db: null }] })).toEqual([]);
  });
});

describe('stateOf', () => {
  const check = (change: Partial<Budget>, expected: string) =>
    expect(stateOf({ ...readBudgets({ budgets: [raw] })[0]!, ...change })).toBe(expected);

  it('tells how things stand', () => {
    check({}, 'fine');
    check({ used: 85 }, 'close');
    check({ breachInS: 120 }, 'close');
    check({ used: 100 }, 'broken');
    check({ used: null }, 'unknown');
  });
});
