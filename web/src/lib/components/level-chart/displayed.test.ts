import { expect, it } from 'vitest';
import { readDisplayed } from './displayed';

it('reads levels as the meter printed them, and none where it printed none', () => {
  const reading = {
    timestamp: '2026-06-09T12:00:00',
    lp: '50.1',
    leq: '52.0',
    lmax: '-.-',
    ln1: '',
    ln2: null,
  };
  expect(readDisplayed({ readings: [reading] })).toEqual({
    times: [Date.UTC(2026, 5, 9, 12) / 1000],
    values: { leq: [52], lmax: [null], ln1: [null], ln2: [null] },
  });
});
