import { expect, test } from 'vitest';
import { inUnit, unitOf } from './duration';

test('a length is shown in the largest unit in which it is whole', () => {
  const units = ['s', 'min', 'h'] as const;
  expect([900, 90, 7200, 0, null].map((seconds) => unitOf(seconds, units))).toEqual([
    'min',
    's',
    'h',
    's',
    's',
  ]);
  expect(unitOf(90, ['min', 'h'])).toBe('min');
  expect([inUnit(5400, 'h'), inUnit(null, 's')]).toEqual([1.5, null]);
});
