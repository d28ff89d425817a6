import { describe, expect, it } from 'vitest';
import { Trend } from './trend';

const at = (step: number, ms = 0) => 1_000_000_000 + step * 10_000 + ms;

describe('a trend', () => {
  it('is the energy mean of each step', () => {
    const trend = new Trend(10_000, 3);
    trend.add(at(0), 60);
    trend.add(at(0, 5000), 70);
    trend.add(at(1), 50);
    const [first, second, third] = trend.until(at(2));
    expect(first).toBeCloseTo(67.4, 1);
    expect(second).toBeCloseTo(50, 1);
    expect(third).toBeNull();
  });

  it('goes on from back-filled steps without a jump', () => {
    const trend = new Trend(10_000, 4);
    trend.setStep(at(0), 55, 10);
    trend.setStep(at(1), 57, 10);
    trend.add(at(1, 9000), 57);
    expect(
      trend
        .until(at(1))
        .slice(-2)
        .map((level) => level && Math.round(level)),
    ).toEqual([55, 57]);
  });

  it('forgets what is older than its length', () => {
    const trend = new Trend(10_000, 3);
    trend.add(at(0), 60);
    trend.add(at(5), 70);
    trend.add(at(1), 99);
    expect(trend.until(at(5)).map((level) => level && Math.round(level))).toEqual([null, null, 70]);
    expect(trend.until(at(8))).toEqual([null, null, null]);
  });

  it('takes missing levels for silence of the line, not for silence', () => {
    const trend = new Trend(10_000, 2);
    trend.add(at(0), null);
    expect(trend.until(at(0))).toEqual([null, null]);
  });
});
