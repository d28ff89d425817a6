import { describe, expect, it } from 'vitest';
import { levelLabel, levelName, levelUnit, metricLabel } from '.';

describe('levels', () => {
  it('call a percentile slot after its setting', () => {
    const percentages = [5, 10, 50, 90, 95];
    expect(levelLabel('ln1', percentages)).toBe('L5');
    expect(levelName('ln4', percentages)).toBe('Exceeded for 90 % of the time');
    expect([levelLabel('ln1'), levelLabel('ln3', [5, 10, null])]).toEqual(['LN1', 'LN3']);
  });

  it('have labels for what series and rules call them', () => {
    expect(['leq', 'l10', 'lmax', 'ln2', 'loudness'].map((key) => metricLabel(key))).toEqual([
      'Leq',
      'L10',
      'Lmax',
      'LN2',
      'loudness',
    ]);
  });

  it('show the weighting only when it is known', () => {
    expect([levelUnit('A'), levelUnit(null)]).toEqual(['dB(A)', 'dB']);
  });
});
