import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer';

const ring = (capacity = 4) => new RingBuffer(['lp', 'leq'], capacity);

describe('a ring buffer', () => {
  it('keeps the newest rows in order', () => {
    const rows = ring(3);
    for (let i = 1; i <= 5; i += 1) rows.push(i * 1000, { lp: 40 + i, leq: 50 + i });
    expect(rows.length).toBe(3);
    expect(rows.toColumns()).toEqual([
      [3, 4, 5],
      [43, 44, 45],
      [53, 54, 55],
    ]);
    expect([rows.first, rows.last]).toEqual([3000, 5000]);
  });

  it('shows a missing value as null, never as zero', () => {
    const rows = ring();
    rows.push(1000, { lp: null, leq: 50 });
    rows.push(2000, { leq: 51 });
    rows.pushGap(3000);
    expect(rows.toColumns()).toEqual([
      [1, 2, 3],
      [null, null, null],
      [50, 51, null],
    ]);
  });

  it('leaves out what is not newer', () => {
    const rows = ring();
    expect(rows.push(2000, { lp: 1 })).toBe(true);
    expect(rows.push(2000, { lp: 2 })).toBe(false);
    expect(rows.push(1000, { lp: 3 })).toBe(false);
    expect(rows.toColumns(['lp'])).toEqual([[2], [1]]);
  });

  it('finds rows by time, also after it went round', () => {
    const rows = ring(4);
    for (let i = 0; i < 10; i += 1) rows.push(i * 10, { lp: i });
    expect(rows.indexFrom(0)).toBe(0);
    expect(rows.indexFrom(75)).toBe(2);
    expect(rows.indexFrom(1000)).toBe(4);
    expect(rows.toColumns(['lp'], 80)).toEqual([
      [0.08, 0.09],
      [8, 9],
    ]);
  });

  it('is empty after it was cleared', () => {
    const rows = ring();
    rows.push(1, { lp: 1 });
    rows.clear();
    expect([rows.length, rows.first, rows.last]).toEqual([0, null, null]);
    expect(rows.push(1, { lp: 2 })).toBe(true);
  });
});
