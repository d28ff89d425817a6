import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  dayNames,
  daysText,
  draftOf,
  faultsOf,
  isOverMidnight,
  localText,
  newDraft,
  windowMinutes,
  type Campaign,
} from './data';

const campaign: Campaign = {
  id: 1,
  unit_id: 'gate',
  name: 'Nights',
  enabled: true,
  reason: null,
  zone: 'Europe/Berlin',
  days: [0, 1, 2],
  start: '22:00:00',
  stop: '06:00:30',
  valid_from: '2026-06-01',
  valid_until: null,
  grace_s: 900,
  sync_clock: true,
  download: false,
  toggle_ftp: false,
  next: null,
};

it('brings back what it was given', () => {
  const body = bodyOf(draftOf(campaign));
  expect(body).toMatchObject({
    name: 'Nights',
    zone: 'Europe/Berlin',
    days: [0, 1, 2],
    start: '22:00',
    stop: '06:00:30',
    valid_from: '2026-06-01',
    valid_until: null,
    grace_s: 900,
    download: false,
  });
});

describe('faultsOf', () => {
  const check = (change: object, expected: string[]) =>
    expect(faultsOf({ ...newDraft(), ...change })).toEqual(expected);

  it('finds what cannot be', () => {
    check({}, []);
    check({ days: [] }, ['days']);
    check({ start: '25:00' }, ['start']);
    check({ stop: '22:00' }, ['same']);
    check({ validFrom: '2026-06-02', validUntil: '2026-06-01' }, ['valid_until']);
    check({ graceMinutes: 1441 }, ['grace_s']);
    check({ graceMinutes: NaN }, ['grace_s']);
  });
});

it('knows windows over midnight', () => {
  expect(isOverMidnight('22:00', '06:00')).toBe(true);
  expect(isOverMidnight('06:00', '22:00')).toBe(false);
  expect(windowMinutes('22:00', '06:00')).toBe(480);
  expect(windowMinutes('07:30', '16:00')).toBe(510);
});

it('puts neighbouring days together', () => {
  const names = dayNames('en');
  const check = (days: number[], expected: string | null) => expect(daysText(days, names)).toBe(expected);
  check([0, 1, 2, 3, 4], 'Mon–Fri');
  check([6, 0, 2], 'Mon, Wed, Sun');
  check([0, 1, 3], 'Mon, Tue, Thu');
  check([0, 1, 2, 3, 4, 5, 6], null);
});

it('shows a time on the clock of its zone, whatever the zone of the browser', () => {
  expect(localText('2026-06-09T22:00:00+02:00', 'en-GB')).toBe('Tue 9 Jun, 22:00 (UTC+02:00)');
  expect(localText('soon', 'en-GB')).toBe('soon');
});
