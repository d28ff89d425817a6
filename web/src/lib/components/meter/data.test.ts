import { describe, expect, it } from 'vitest';
import { batteryTone, isShort, resultTable, spaceOf, type Status } from './data';

const status = (sd_remaining_mb: string | null, sd_free_ratio: string | null) =>
  ({ sd_remaining_mb, sd_free_ratio }) as Status;

describe('space on the card', () => {
  it('is read from texts, and not known where there are none', () => {
    expect(spaceOf(status('15000', '93'))).toEqual({ freeMb: 15000, freePercent: 93 });
    expect(spaceOf(status(null, ''))).toEqual({ freeMb: null, freePercent: null });
  });

  it('deserves attention when it is short', () => {
    expect(isShort(spaceOf(status('15000', '93')))).toBe(false);
    expect(isShort(spaceOf(status('400', '40')))).toBe(true);
    expect(isShort(spaceOf(status(null, '5')))).toBe(true);
    expect(isShort(spaceOf(status(null, null)))).toBe(false);
  });
});

it('makes no promise of a battery word it does not know', () => {
  expect(['Full', 'Low', 'Empty', 'Glowing', null].map(batteryTone)).toEqual([
    'ok',
    'warn',
    'crit',
    'idle',
    'idle',
  ]);
});

it('leaves out channels and levels that a meter does not have', () => {
  const channel = (leq: number | null) => ({ leq, lmax: leq, over: false, under: false });
  const table = resultTable({ main: channel(63.3), sub1: channel(null), sub2: null } as never);
  expect(table.channels).toEqual(['Main']);
  expect(table.rows.map(({ key }) => key)).toEqual(['leq', 'lmax']);
});
