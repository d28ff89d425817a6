import { describe, expect, it } from 'vitest';
import { moved } from './touch';

const range = { from: 100, to: 200 };

describe('moved', () => {
  it('takes the chart along with one finger', () => {
    expect(moved(range, [0.5], [0.75], false)).toEqual({ from: 75, to: 175 });
  });

  it('keeps what is under two fingers under them', () => {
    expect(moved(range, [0.4, 0.6], [0.3, 0.7], false)).toEqual({ from: 125, to: 175 });
  });

  it('keeps the end where the chart follows now', () => {
    expect(moved(range, [0.4, 0.6], [0.3, 0.7], true)).toEqual({ from: 150, to: 200 });
  });

  it('does not leap when fingers meet', () => {
    const { from, to } = moved(range, [0.5, 0.52], [0.51, 0.51], false);
    expect(to - from).toBeCloseTo(100);
  });
});
