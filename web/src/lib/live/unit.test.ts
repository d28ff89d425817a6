import { expect, it } from 'vitest';
import { LEVEL_KEYS } from '$lib/levels';
import type { DataFrame } from './frames';
import { LiveUnit } from './unit.svelte';

const frame = (seq: number, change: Partial<DataFrame> = {}): DataFrame => ({
  kind: 'data',
  unit: 'gate',
  at: 1_000_000 + seq * 1000,
  epoch: 'e',
  seq,
  levels: Object.fromEntries(LEVEL_KEYS.map((key) => [key, 50])) as DataFrame['levels'],
  measuring: 'Start',
  measuringSince: null,
  percentages: null,
  weighting: 'A',
  timeWeighting: 'F',
  over: false,
  under: false,
  recovered: false,
  dropped: 0,
  ...change,
});

it('keeps whether the meter was overloaded or below its range with each reading', () => {
  const unit = new LiveUnit('gate');
  unit.takeData(frame(1));
  unit.takeData(frame(2, { over: true }));
  unit.takeData(frame(3, { under: true }));
  const [, over, under] = unit.recent.toColumns(['over', 'under']);
  expect([over, under]).toEqual([
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
