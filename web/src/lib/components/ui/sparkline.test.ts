import { expect, it } from 'vitest';
import { sparkArea, sparkPath, sparkRange } from './sparkline';

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

it('fills only under the line', () => {
  const values = [null, 40, 50, null, 50, null, 40, 50];
  expect(sparkArea(values, { low: 40, high: 50 }, 70, 10)).toBe(
    'M10.0 10.0L20.0 0.0L20.0 10L10.0 10ZM60.0 10.0L70.0 0.0L70.0 10L60.0 10Z',
  );
});
