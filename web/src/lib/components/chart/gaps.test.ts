import { expect, it } from 'vitest';
import { lonelyValues } from './gaps';

it('finds values with a gap on both sides, past times of other lines', () => {
  const values = [1, null, 2, undefined, null, 3, undefined, 4];
  expect(lonelyValues(values, 0, values.length - 1)).toEqual([0, 2]);
});
