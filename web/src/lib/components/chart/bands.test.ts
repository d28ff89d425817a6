import { expect, it } from 'vitest';
import { mergedBands } from './bands';

it('shades each time once, as the gravest of what was open', () => {
  expect(
    mergedBands([
      { from: 30, to: null, severity: 'info' },
      { from: 10, to: 20, severity: 'warning' },
      { from: 12, to: 25, severity: 'critical' },
      { from: 40, to: 50, severity: 'warning' },
    ]),
  ).toEqual([
    { from: 10, to: 25, color: '--crit' },
    { from: 30, to: null, color: '--warn' },
  ]);
});
