import { expect, it } from 'vitest';
import { sparkPath, sparkRange } from './sparkline';

it('breaks the line where a value is missing', () => {
  const values = [40, 50, null, 50, 40, null, 45];
  expect(sparkPath(values, { low: 40, high: 50 }, 60, 10)).toBe(
    'M0.0 10.0L10.0 0.0M30.0 0.0L40.0 10.0M55.0 5.0h10.0',
  );
});

it('does not blow up a level that hardly changes', () => {
  expect(sparkRange([50, 52], 12)).toEqual({ low: 45, high: 57 });
  expect(sparkRange([40, 70, null], 12)).toEqual({ low: 40, high: 70 });
  expect(sparkRange([null, null])).toBeNull();
});
