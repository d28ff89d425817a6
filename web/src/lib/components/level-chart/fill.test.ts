import { describe, expect, it } from 'vitest';
import { fill } from './fill';

/** Steps of a second from a time on. */
const steps = (from: number, values: (number | null)[]) =>
  values.map((value, i) => ({ from: from + i, to: from + i + 1, value }));

describe('fill', () => {
  it('draws what was recorded in the time that was slept through', () => {
    const line = fill(
      [1, 2, 3, 10, 11],
      [60, 61, null, 68, 69],
      steps(0, [50, 50, 52, 53, 54, 55, 56, 57, 58, 59]),
      3,
    );
    expect(line.times).toEqual([0.5, 1, 2, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10, 11]);
    expect(line.values).toEqual([50, 60, 61, 52, 53, 54, 55, 56, 57, 58, 59, 68, 69]);
  });

  it('keeps a gap of which nothing was recorded', () => {
    expect(fill([1, 2, 9], [60, null, 61], [], 30).values).toEqual([60, null, 61]);
    expect(fill([1, 2, 9], [60, null, 61], steps(2, [null, null, null]), 30).values).toEqual([
      60,
      null,
      null,
      null,
      61,
    ]);
  });

  it('is broken where what was recorded ends before the next is heard', () => {
    const line = fill([1, 2, 60], [60, null, 61], steps(2, [50, 51]), 25);
    expect(line.values).toEqual([60, 50, 51, null, 61]);
  });

  it('takes nothing recorded of a time that was heard', () => {
    expect(fill([1, 2, 3, 4], [60, 61, 62, 63], steps(1, [50, 50, 50, 50]), 25).values).toEqual([
      60, 61, 62, 63,
    ]);
  });

  it('goes on with what was recorded while nothing is heard any more', () => {
    expect(fill([1, 2], [60, null], steps(1, [50, 51, 52]), 25).values).toEqual([60, 50, 51, 52]);
  });
});
