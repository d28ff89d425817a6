import { describe, expect, it } from 'vitest';
import type { DataFrame } from '$lib/live';
import { LEVEL_KEYS } from '$lib/levels';
import { elapsed, figuresOf, frameOfStatus, measuringFor } from './data';

const NOW = Date.UTC(2026, 5, 9, 12);

function frame(change: Partial<DataFrame> = {}): DataFrame {
  return {
    kind: 'data',
    unit: 'gate',
    at: NOW,
    epoch: 'e',
    seq: 1,
    levels: Object.fromEntries(LEVEL_KEYS.map((key, i) => [key, 50 + i])) as DataFrame['levels'],
    measuring: 'Start',
    measuringSince: NOW - 90_000,
    percentages: [5, 10, 50, 90, 95],
    weighting: 'A',
    timeWeighting: 'F',
    over: false,
    under: false,
    recovered: false,
    dropped: 0,
    ...change,
  };
}

describe('figuresOf', () => {
  it('names slots after the percentage they are set to', () => {
    expect(figuresOf(frame()).map((figure) => figure.label)).toContain('L90');
  });

  it('names slots by their number where the percentage is not known', () => {
    const labels = figuresOf(frame({ percentages: null })).map((figure) => figure.label);
    expect(labels).toContain('LN4');
    expect(labels).not.toContain('L90');
  });

  it('has no value where there is none, never zero', () => {
    expect(figuresOf(null).every((figure) => figure.value === null)).toBe(true);
  });
});

describe('measuringFor', () => {
  it('counts from the start while it is measured', () => {
    expect(measuringFor(frame(), NOW, true)).toBe(90_000);
    expect(measuringFor(frame({ measuring: 'Stop' }), NOW, true)).toBeNull();
    expect(measuringFor(frame({ measuringSince: null }), NOW, true)).toBeNull();
  });

  it('stops counting with the last that was heard', () => {
    expect(measuringFor(frame(), NOW + 600_000, false)).toBe(90_000);
  });
});

it('writes how long a measurement lasts', () => {
  expect(elapsed(5_000)).toBe('00:00:05');
  expect(elapsed(86_400_000 + 3_661_000)).toBe('1 d 01:01:01');
});

describe('frameOfStatus', () => {
  const status = {
    unit_id: 'gate',
    last_seen: '2026-06-09T12:00:00',
    measurement_state: 'Stop',
    lp: '50.1',
    leq: '-.-',
    is_reachable: false,
    consecutive_failures: 3,
  };

  it('tells what was known last, with its time', () => {
    const last = frameOfStatus(status as never);
    expect(last?.at).toBe(NOW);
    expect(last?.levels).toMatchObject({ lp: 50.1, leq: null, lmax: null });
  });

  it('is nothing for a unit that never told anything', () => {
    expect(frameOfStatus({ ...status, last_seen: null } as never)).toBeNull();
  });
});
