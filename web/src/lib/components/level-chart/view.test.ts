import { describe, expect, it } from 'vitest';
import * as views from './view';

const NOW = Date.UTC(2026, 5, 9, 12);
const HOUR = 3_600_000;

describe('periodFor', () => {
  const check = (spanMs: number, width: number, expected: string, to = NOW) => {
    expect(views.periodFor({ from: to - spanMs, to, follow: false }, width, NOW).name).toBe(expected);
  };

  it('gives the shortest steps that fit the width', () => {
    check(60_000, 1000, '1s');
    check(15 * 60_000, 1000, '2s');
    check(HOUR, 1000, '10s');
    check(24 * HOUR, 1000, '5min');
    check(365 * 24 * HOUR, 1000, '1d');
    check(24 * HOUR, 340, '10min');
  });

  it('asks for no seconds of a time of which there are only minutes', () => {
    check(60_000, 1000, '1min', NOW - 30 * 24 * HOUR);
  });
});

describe('moving', () => {
  const past: views.View = { from: NOW - 3 * HOUR, to: NOW - 2 * HOUR, follow: false };

  it('keeps the time under the pointer in its place', () => {
    const at = past.from + 0.25 * HOUR;
    const closer = views.zoom(past, 0.5, at, NOW);
    expect((at - closer.from) / (closer.to - closer.from)).toBeCloseTo(0.25);
    expect(closer.to - closer.from).toBe(HOUR / 2);
  });

  it('never shows the future, and follows once it is at now', () => {
    const view = views.pan(past, 5, NOW);
    expect(view).toEqual({ from: NOW - HOUR, to: NOW, follow: true });
    expect(views.pan(view, -0.5, NOW).follow).toBe(false);
  });

  it('takes a following view along, and leaves others', () => {
    const view = views.latest(HOUR, NOW);
    expect(views.advance(view, NOW + 5000).to).toBe(NOW + 5000);
    expect(views.advance(past, NOW + 5000)).toBe(past);
  });

  it('goes from seconds to a year and no further', () => {
    const seconds = views.zoom(past, 1e-9, past.from, NOW);
    expect(seconds.to - seconds.from).toBe(views.MIN_SPAN);
    const years = views.zoom(past, 1e9, past.from, NOW);
    expect(years.to - years.from).toBe(views.MAX_SPAN);
    expect(years.to).toBeLessThanOrEqual(NOW);
  });

  it('stays at now while a following view is zoomed', () => {
    expect(views.zoom(views.latest(HOUR, NOW), 2, NOW - HOUR, NOW)).toEqual(views.latest(2 * HOUR, NOW));
  });
});

describe('addresses', () => {
  it('round-trip', () => {
    for (const view of [views.latest(900_000, NOW), views.select(NOW - 2 * HOUR, NOW - HOUR, NOW)]) {
      expect(views.parseView(views.formatView(view), NOW)).toEqual(view);
    }
  });

  it('of anything else are none', () => {
    expect(views.parseView('yesterday', NOW)).toBeNull();
    expect(views.parseView(null, NOW)).toBeNull();
  });
});
