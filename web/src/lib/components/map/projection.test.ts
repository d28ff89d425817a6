import { describe, expect, it } from 'vitest';
import {
  declutter,
  degreesText,
  fit,
  fromScreen,
  graticule,
  metersPerPx,
  parsePosition,
  project,
  scaleBar,
  tileAddress,
  tilesFor,
  toScreen,
  unproject,
  zoomedAt,
} from './projection';

const BERLIN = { latitude: 52.52, longitude: 13.405 };
const SIZE = { width: 800, height: 600 };

describe('a map', () => {
  it('finds its way to the world and back', () => {
    const back = unproject(project(BERLIN));
    expect(back.latitude).toBeCloseTo(BERLIN.latitude, 9);
    expect(back.longitude).toBeCloseTo(BERLIN.longitude, 9);
    expect(project({ latitude: 0, longitude: 0 })).toEqual({ x: 0.5, y: 0.5 });
    const view = { ...project(BERLIN), zoom: 12.3 };
    const pixel = { x: 17, y: 555 };
    const there = toScreen(fromScreen(pixel, view, SIZE), view, SIZE);
    expect([there.x, there.y].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([17, 555]);
  });

  it('keeps what is under the pointer when it zooms', () => {
    const view = { ...project(BERLIN), zoom: 10 };
    const pixel = { x: 100, y: 500 };
    const before = fromScreen(pixel, view, SIZE);
    const after = fromScreen(pixel, zoomedAt(view, 13.5, pixel, SIZE), SIZE);
    expect(after.x).toBeCloseTo(before.x, 12);
    expect(after.y).toBeCloseTo(before.y, 12);
  });

  it('shows all units, and one not closer than a street', () => {
    const munich = { latitude: 48.137, longitude: 11.575 };
    const view = fit([BERLIN, munich], SIZE)!;
    for (const place of [BERLIN, munich]) {
      const { x, y } = toScreen(project(place), view, SIZE);
      expect(x).toBeGreaterThanOrEqual(71);
      expect(y).toBeGreaterThanOrEqual(71);
      expect(x).toBeLessThanOrEqual(729);
      expect(y).toBeLessThanOrEqual(529);
    }
    expect(fit([BERLIN], SIZE)?.zoom).toBe(17);
    expect(fit([], SIZE)).toBeNull();
  });

  it('asks for the tiles that cover the picture', () => {
    const view = { ...project(BERLIN), zoom: 12 };
    const tiles = tilesFor(view, SIZE);
    expect(tiles.some(({ x, y, z }) => z === 12 && x === 2200 && y === 1343)).toBe(true);
    expect(Math.min(...tiles.map(({ left }) => left))).toBeLessThanOrEqual(0);
    expect(Math.max(...tiles.map(({ left, side }) => left + side))).toBeGreaterThanOrEqual(800);
    expect(tileAddress('https://t/{z}/{x}/{y}.png', tiles[0]!)).toMatch(/^https:\/\/t\/12\/\d+\/\d+\.png$/);
  });

  it('has a scale of round lengths', () => {
    const view = { ...project(BERLIN), zoom: 15 };
    expect(metersPerPx(view)).toBeCloseTo(2.906, 2);
    const { meters, px } = scaleBar(view);
    expect(meters).toBe(200);
    expect(px).toBeCloseTo(200 / metersPerPx(view), 6);
  });

  it('has lines at round degrees', () => {
    const { meridians, step } = graticule({ ...project(BERLIN), zoom: 10 }, SIZE);
    expect(step).toBe(0.5);
    expect(meridians.map(({ degrees }) => degrees)).toEqual([13, 13.5]);
    expect(degreesText(-13.5, 0.5, ['E', 'W'])).toBe('13.5° W');
    expect(degreesText(52, 1, ['N', 'S'])).toBe('52° N');
  });

  it('reads positions that were typed or pasted', () => {
    expect(parsePosition(' 52.52, 13.405 ')).toEqual(BERLIN);
    expect(parsePosition('52.52;13.405')).toEqual(BERLIN);
    expect(parsePosition('52.52 13.405')).toEqual(BERLIN);
    expect(['', '52', '91, 0', '1, 2, 3', 'a, b', '0, 181'].map(parsePosition)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('does not lay labels on each other', () => {
    expect(
      declutter([
        { x: 0, y: 0 },
        { x: 50, y: 10 },
        { x: 50, y: 60 },
        { x: 120, y: 0 },
      ]),
    ).toEqual([true, false, true, true]);
  });
});
