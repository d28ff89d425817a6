import { describe, expect, it } from 'vitest';
import {
  ago,
  bytes,
  clock,
  dateTime,
  decibels,
  duration,
  number,
  parseTime,
  percent,
  setLocale,
  setZone,
  zoneOffset,
} from '.';

const at = Date.UTC(2026, 5, 9, 17, 13, 21);

describe('numbers', () => {
  it('are written as the locale does', () => {
    expect(decibels(61.74)).toBe('61.7');
    setLocale('de-DE');
    expect([decibels(61.74), number(1234.5, 1)]).toEqual(['61,7', '1.234,5']);
    setLocale('en-GB');
  });

  it('are a dash where there is none', () => {
    expect([decibels(null), number(NaN), percent(undefined), bytes(null)]).toEqual(['–', '–', '–', '–']);
  });

  it('have the unit that fits', () => {
    expect([bytes(999), bytes(1500), bytes(32_100_000), bytes(5e9)]).toEqual([
      '999B',
      '1.5 kB',
      '32.1 MB',
      '5 GB',
    ]);
    expect(percent(42.4)).toBe('42%');
  });
});

describe('times', () => {
  it('without an offset are UTC, as feeds write them', () => {
    expect(parseTime('2026-06-09T17:13:21')).toBe(at);
    expect(parseTime('2026-06-09T19:13:21+02:00')).toBe(at);
    expect(parseTime('2026-06-09T17:13:21.000Z')).toBe(at);
    expect([parseTime(null), parseTime('soon')]).toEqual([null, null]);
  });

  it('are shown on the clock of the site', () => {
    expect(clock(at)).toBe('19:13:21');
    expect(dateTime(at)).toBe('9 Jun 2026, 19:13');
    expect(setZone('Asia/Tokyo')).toBe(true);
    expect(clock(at, false)).toBe('02:13');
    expect(setZone('Nowhere/At_all')).toBe(false);
    setZone('Europe/Berlin');
  });

  it('differ from UTC as the zone does then', () => {
    const [winter, summer] = [Date.UTC(2026, 0, 9), Date.UTC(2026, 5, 9)];
    expect(zoneOffset(winter, 'Europe/Berlin')).toBe(3600);
    expect(zoneOffset(summer, 'Europe/Berlin')).toBe(7200);
    expect(zoneOffset(summer + 999, 'Asia/Kolkata')).toBe(19_800);
    expect(zoneOffset(summer, 'America/New_York')).toBe(-14_400);
    expect(zoneOffset(summer, 'Nowhere/At_all')).toBe(0);
  });

  it('are told in the largest unit', () => {
    expect([12e3, 95e3, 5 * 60e3, 26 * 3600e3, 49 * 3600e3].map(duration)).toEqual([
      '12 s',
      '95 s',
      '5 min',
      '26 h',
      '2 days',
    ]);
    expect([ago(at, at + 500), ago(at, at + 7000), ago(null, at)]).toEqual(['now', '7 s ago', 'never']);
  });
});
