import { describe, expect, it } from 'vitest';
import { bestGrid, drift, pageAt } from './data';

describe('a wall display', () => {
  it('fills its screen', () => {
    expect(bestGrid(1, 1920, 1080)).toEqual({ columns: 1, rows: 1 });
    expect(bestGrid(4, 1920, 1080)).toEqual({ columns: 2, rows: 2 });
    expect(bestGrid(12, 1920, 1080)).toEqual({ columns: 4, rows: 3 });
    expect(bestGrid(4, 400, 1600)).toEqual({ columns: 1, rows: 4 });
    expect(bestGrid(0, 1920, 1080)).toEqual({ columns: 1, rows: 1 });
  });

  it('shows many units in turns of equal length', () => {
    const units = Array.from({ length: 50 }, (_, i) => i);
    const turns = [0, 1, 2].map((turn) => pageAt(units, 40, turn));
    expect(turns.map(({ items, page, pages }) => [items.length, page, pages])).toEqual([
      [25, 1, 2],
      [25, 2, 2],
      [25, 1, 2],
    ]);
    expect(pageAt([], 40, 3)).toEqual({ items: [], page: 1, pages: 1 });
  });

  it('shows alarms on every page', () => {
    const units = Array.from({ length: 50 }, (_, i) => i);
    const shown = [0, 1].map((turn) => pageAt(units, 40, turn, (unit) => unit === 7).items);
    expect(shown.map(([first]) => first)).toEqual([7, 7]);
    expect(new Set(shown.flat()).size).toBe(50);
  });

  it('moves a little each minute, and comes back', () => {
    const places = Array.from({ length: 12 }, (_, minute) => drift(minute));
    expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(12);
    expect(drift(12)).toEqual(drift(0));
    expect(Math.max(...places.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]))).toBeLessThanOrEqual(9);
  });
});
