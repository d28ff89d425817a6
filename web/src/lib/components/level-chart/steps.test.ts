import { describe, expect, it } from 'vitest';
import { extend, readSeries, replaceFrom, stepAt, type Heard } from './steps';

const T0 = Date.UTC(2026, 5, 9, 12);
const COLUMNS = ['time', 'leq', 'lmax', 'l10', 'coverage', 'over', 'under', 'sampled', 'uncertainty'];

/** An answer of 10 s steps; a level of null is a step of which nothing was measured. */
function answer(levels: (number | null)[], untilS = levels.length * 10) {
  const rows = levels.map((level, i) => [
    T0 / 1000 + i * 10,
    level,
    level,
    null,
    level === null ? 0 : 1,
    0,
    0,
    level === null ? null : true,
    level === null ? null : 0.3,
  ]);
  return readSeries(
    {
      status: 'ok',
      unit_id: 'gate',
      from: new Date(T0).toISOString(),
      to: new Date(T0 + untilS * 1000).toISOString(),
      zone: 'UTC',
      period: '10s',
      unit: 'dB',
      columns: COLUMNS,
      rows,
    },
    10_000,
  );
}

const heard = (second: number, lp: number | null): Heard => ({ at: T0 + second * 1000, lp });

describe('readSeries', () => {
  it('keeps steps without measurements as gaps', () => {
    const steps = answer([60, null, 62]);
    expect(steps.levels['leq']).toEqual([60, null, 62]);
    expect(steps.coverage).toEqual([1, 0, 1]);
    expect(Object.keys(steps.levels)).toEqual(['leq', 'lmax', 'l10']);
  });
});

describe('extend', () => {
  it('goes on within the step that was not over', () => {
    const steps = extend(answer([60, 60], 15), [heard(15, 60), heard(16, 70), heard(20, 60)], 5000);
    // 5 s and 4 s of 60 dB, 1 s of 70 dB.
    const mean = 10 * Math.log10((9 * 1e6 + 1e7) / 10);
    expect(steps.levels['leq']![1]).toBeCloseTo(mean, 5);
    expect(steps.levels['lmax']![1]).toBe(70);
    expect(steps.coverage[1]).toBeCloseTo(1);
  });

  it('divides a reading between the steps it stands for', () => {
    const steps = extend(answer([60]), [heard(10, 60), heard(14, 66), heard(24, 72)], 12_000);
    expect(steps.at.map((at) => (at - T0) / 1000)).toEqual([0, 10, 20]);
    expect(steps.levels['leq']![2]).toBeCloseTo(72);
    expect(steps.levels['leq']![1]).toBeCloseTo(10 * Math.log10((4 * 10 ** 6.6 + 6 * 10 ** 7.2) / 10), 5);
  });

  it('leaves a gap where readings are too far apart', () => {
    const steps = extend(answer([60]), [heard(9, 60), heard(45, 80)], 5000);
    expect(steps.at).toHaveLength(5);
    expect(steps.levels['leq']!.slice(1, 4)).toEqual([null, null, null]);
    expect(steps.levels['leq']![4]).toBeCloseTo(80);
    expect(steps.coverage[4]).toBeLessThan(0.01);
  });

  it('leaves a gap after a reading that says so', () => {
    const steps = extend(answer([60]), [heard(10, 60), heard(11, null), heard(14, 80)], 60_000);
    expect(steps.coverage[1]).toBeLessThan(0.01);
  });

  it('invents no percentiles', () => {
    const steps = extend(answer([60]), [heard(10, 60), heard(14, 66)], 5000);
    expect(steps.levels['l10']).toEqual([null, null]);
  });

  it('changes nothing of what it was given', () => {
    const steps = answer([60]);
    extend(steps, [heard(10, 60), heard(14, 66)], 5000);
    expect(steps.at).toHaveLength(1);
  });
});

describe('replaceFrom', () => {
  it('puts the newer answer in place of what it covers', () => {
    const older = answer([50, 51, 52]);
    const newer = { ...answer([61, 62]), at: [T0 + 20_000, T0 + 30_000] };
    const both = replaceFrom(older, newer);
    expect(both.levels['leq']).toEqual([50, 51, 61, 62]);
    expect(both.at.map((at) => (at - T0) / 1000)).toEqual([0, 10, 20, 30]);
  });
});

describe('stepAt', () => {
  it('finds the step that holds a time', () => {
    const steps = answer([1, 2, 3]);
    expect(stepAt(steps, T0 + 12_000)).toBe(1);
    expect(stepAt(steps, T0 - 1)).toBe(-1);
    expect(stepAt(steps, T0 + 60_000)).toBe(-1);
  });
});
