import { describe, expect, it } from 'vitest';
import {
  chosenKeys,
  join,
  keepKeys,
  keyGroups,
  linesOf,
  metricsToAsk,
  rangeOf,
  sourceOf,
  valueAt,
  type ChartKey,
  type Line,
} from './lines';
import { emptySteps, type Steps } from './steps';

const SLOTS = [5, 10, 50, 90, 95];

function steps(periodMs: number, leq: (number | null)[]): Steps {
  const at = leq.map((_, i) => i * periodMs);
  return {
    ...emptySteps(periodMs, leq.length * periodMs),
    at,
    levels: { leq, lmax: leq, l10: leq },
    coverage: leq.map(() => 1),
  };
}

const NOTHING = { times: [], values: {} };
const all = (...keys: ChartKey[]) => ({ keys: new Set(keys), follow: true, percentages: SLOTS });

describe('sourceOf', () => {
  it('shows readings only where steps are short', () => {
    expect(sourceOf('lp', 1000, true)).toBe('readings');
    expect(sourceOf('lp', 60_000, true)).toBe('none');
    expect(sourceOf('leq', 60_000, true)).toBe('steps');
  });

  it('shows percentiles of steps only where there are enough samples', () => {
    expect(sourceOf('ln1', 60_000, true)).toBe('display');
    expect(sourceOf('ln1', 60_000, false)).toBe('none');
    expect(sourceOf('ln1', 300_000, false)).toBe('steps');
  });
});

describe('keyGroups', () => {
  it('sets figures since the begin of the measurement apart from those of each step', () => {
    const groups = Object.fromEntries(keyGroups(2000, true).map(({ source, keys }) => [source, keys]));
    expect(groups['readings']).toEqual(['lp']);
    expect(groups['steps']).toEqual(['lmax', 'lmin', 'lpeak']);
    expect(groups['display']).toEqual(['leq', 'ln1', 'ln2', 'ln3', 'ln4', 'ln5']);
    expect(groups['none']).toBeUndefined();
    expect(keyGroups(300_000, true).map(({ source }) => source)).toEqual(['steps', 'none']);
  });
});

describe('metricsToAsk', () => {
  it('asks for the percentages that the meter is set to', () => {
    expect(metricsToAsk(SLOTS)).toBe('leq,lmax,lmin,lpeak,l5,l10,l50,l90,l95');
  });

  it('asks for no percentage that is not known', () => {
    expect(metricsToAsk([5, null, null, null, null])).toBe('leq,lmax,lmin,lpeak,l5');
    expect(metricsToAsk(null)).toBe('leq,lmax,lmin,lpeak');
  });
});

describe('linesOf', () => {
  it('names percentiles after the percentage', () => {
    const [line] = linesOf(steps(300_000, [60]), NOTHING, all('ln2'));
    expect(line?.label).toBe('L10');
  });

  it('puts what was recorded before what is heard live', () => {
    const recent = { times: [2.5, 3.5], values: { lp: [62, 63] } };
    const [line] = linesOf(steps(1000, [60, null, 61]), recent, all('lp'));
    expect(line?.times).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect(line?.values).toEqual([60, null, 62, 63]);
  });

  it('has a gap where neither was recorded nor heard', () => {
    const recent = { times: [60], values: { lp: [62] } };
    const [line] = linesOf(steps(1000, [60]), recent, all('lp'));
    expect(line?.values).toEqual([60, null, 62]);
  });

  it('fills a time that was slept through with what was recorded', () => {
    const recent = { times: [1.2, 2.2, 6.2], values: { lp: [62, null, 66] } };
    const [line] = linesOf(steps(1000, [60, 61, 62, 63, 64, 65, 66]), recent, all('lp'));
    expect(line?.values).toEqual([60, 62, 62, 63, 64, 65, 66]);
  });

  it('leaves a line out whose percentage is not known', () => {
    const shown = { ...all('ln2'), percentages: null };
    expect(linesOf(steps(300_000, [60]), NOTHING, shown)).toEqual([]);
  });

  it('ends a line where the last step ends', () => {
    const [line] = linesOf({ ...steps(60_000, [60, 61]), until: 90_000 }, NOTHING, all('leq'));
    expect(line?.times.map(Math.round)).toEqual([0, 60, 90]);
    expect(line?.values).toEqual([60, 61, null]);
  });
});

describe('figures of the meter', () => {
  const recent = { times: [600, 601], values: { ln1: [70, 71] } };
  const shown = (times: number[]) => ({
    ...all('ln1'),
    displayed: { times, values: { ln1: times.map(() => 65) } },
  });
  const line = (times: number[]) => linesOf(steps(1000, [60]), recent, shown(times))[0];

  it('go back to what was kept before anything was heard', () => {
    expect(line([480, 540, 601])?.values).toEqual([65, 65, 70, 71]);
  });

  it('fill a time that was slept through', () => {
    const heard = { times: [600, 601, 1000], values: { ln1: [70, null, 72] } };
    const kept = [480, 540, 660, 720, 780, 840, 900, 960];
    const [filled] = linesOf(steps(1000, [60]), heard, shown(kept));
    expect(filled?.values).toEqual([65, 65, 70, 65, 65, 65, 65, 65, 65, 72]);
  });

  it('have a gap where none were kept', () => {
    expect(line([60, 300])?.values).toEqual([65, null, 65, null, 70, 71]);
  });
});

describe('join', () => {
  it('keeps a gap a gap and passes other times by', () => {
    const joined = join([
      { times: [1, 3], values: [10, null] },
      { times: [2, 3], values: [20, 30] },
    ]);
    expect(joined).toEqual([
      [1, 2, 3],
      [10, undefined, null],
      [undefined, 20, 30],
    ]);
  });
});

describe('valueAt', () => {
  const line = (stepped: boolean): Line => ({
    key: 'leq',
    label: 'Leq',
    color: '',
    source: 'steps',
    stepped,
    times: [10, 20, 30],
    values: [60, null, 62],
  });

  it('tells the step that holds the time, and none for a gap', () => {
    expect(valueAt(line(true), 19, 1)).toBe(60);
    expect(valueAt(line(true), 25, 1)).toBeNull();
    expect(valueAt(line(true), 5, 1)).toBeNull();
  });

  it('tells the nearest reading, if it is near', () => {
    expect(valueAt(line(false), 11, 2)).toBe(60);
    expect(valueAt(line(false), 14, 2)).toBeNull();
  });
});

describe('rangeOf', () => {
  const lines = linesOf(steps(60_000, [60, 61, 62]), NOTHING, all('leq'));

  it('takes limits near by into sight, and leaves those far away', () => {
    expect(rangeOf(lines, 0, 200, [])).toEqual([50, 75]);
    expect(rangeOf(lines, 0, 200, [80])[1]).toBeGreaterThan(80);
    expect(rangeOf(lines, 0, 200, [120])).toEqual([50, 75]);
  });

  it('has bounds also where there is nothing', () => {
    expect(rangeOf([], 0, 1, [])).toEqual([30, 90]);
  });
});

describe('the levels chosen', () => {
  it('are those of last time', () => {
    let kept: string | null = null;
    const storage = { getItem: () => kept, setItem: (_: string, text: string) => void (kept = text) };
    const usual = [...chosenKeys(storage)];
    expect(usual).toContain('lp');
    keepKeys(storage, new Set<ChartKey>(['leq', 'ln5']));
    expect([...chosenKeys(storage)]).toEqual(['leq', 'ln5']);
    kept = 'nonsense';
    expect([...chosenKeys(storage)]).toEqual(usual);
  });
});
