import { beforeEach, expect, test } from 'vitest';
import { setLocale, setZone } from '$lib/format';
import {
  columnsOf,
  coverageText,
  hasLevels,
  outlook,
  stateHint,
  stateNow,
  verdict,
  withNews,
  type ClientData,
  type ClientLimit,
  type ClientUnit,
} from './data';

beforeEach(() => {
  setLocale('en-GB');
  setZone('UTC');
});

const now = Date.parse('2026-06-09T10:00:00Z');

const unit: ClientUnit = {
  key: 'a',
  name: 'Rose street 4',
  state: 'live',
  last_seen: '2026-06-09T09:59:59Z',
  weighting: 'A',
  now: { at: '2026-06-09T09:59:59Z', lp: 52.4, leq: 50, stale_after_s: 3.6 },
  today: null,
  limits: [],
  last_24h: {
    period_s: 900,
    columns: ['at', 'lmax', 'leq'],
    rows: [
      [0, 60, 50],
      [900, null, null],
    ],
  },
};

const limit: ClientLimit = {
  name: 'Day',
  metric_text: 'Leq,1h',
  limit_db: 65,
  window_start: '2026-06-09T09:30:00Z',
  window_end: '2026-06-09T10:30:00Z',
  level_db: 60,
  used_percent: 40,
  allowed_db: 66.04,
  seconds_to_breach: null,
  breached: false,
};

test('a value that is old is not shown as current, whatever the server said', () => {
  expect(stateNow(unit, now)).toBe('live');
  expect(stateNow(unit, now + 2000)).toBe('live');
  expect(stateNow(unit, now + 3000)).toBe('stale');
  // Of what age a value without a time is, nobody knows.
  expect(stateNow({ ...unit, now: { ...unit.now!, at: null } }, now)).toBe('stale');
  expect(stateHint(unit, now + 120_000)).toBe('The value is of 09:59 (2 min ago).');
  expect(stateHint({ ...unit, state: 'unreachable' }, now + 3_600_000 * 2)).toBe(
    'Last value of 09:59 (2 h ago).',
  );
  expect(stateHint({ ...unit, state: 'waiting', now: null, last_seen: null }, now)).toBe(
    'There was no value yet.',
  );
});

test('a limit says how it stands and what may still be emitted', () => {
  expect([verdict(limit), outlook(limit)]).toEqual([
    'kept',
    'Until 10:30 it may be up to 66.0 dB on average.',
  ]);
  expect(verdict({ ...limit, used_percent: 85 })).toBe('near');
  const near = { ...limit, seconds_to_breach: 140 };
  expect([verdict(near), outlook(near)]).toEqual([
    'near',
    'At the present level the limit is reached in 2 min.',
  ]);
  const broken = { ...limit, breached: true };
  expect([verdict(broken), outlook(broken)]).toEqual(['broken', null]);
  expect(outlook({ ...limit, allowed_db: null, used_percent: 100 })).toBe(
    'Nothing more may be emitted until 10:30.',
  );
  expect(outlook({ ...limit, allowed_db: null })).toBeNull();
});

test('what is missing of the day is never rounded away', () => {
  expect([
    coverageText(1),
    coverageText(0.9999),
    coverageText(0),
    coverageText(0.004),
    coverageText(null),
  ]).toEqual([
    '100% of the time was measured',
    '99% of the time was measured',
    '0% of the time was measured',
    'Less than a hundredth of the time was measured',
    null,
  ]);
});

test('columns are found by name, gaps stay gaps', () => {
  expect(columnsOf(unit.last_24h)).toEqual({ at: [0, 900], leq: [50, null], lmax: [60, null] });
  expect(hasLevels(unit.last_24h)).toBe(true);
  expect(hasLevels({ ...unit.last_24h, rows: [[0, null, null]] })).toBe(false);
});

test('news of a unit change that unit and nothing else of it', () => {
  const data: ClientData = {
    status: 'ok',
    name: 'x',
    zone: 'UTC',
    now: '',
    units: [unit, { ...unit, key: 'b' }],
  };
  const news = { key: 'b', state: 'stale' as const, last_seen: null, weighting: null, now: null };
  const [first, second] = withNews(data, news).units;
  expect(first).toBe(unit);
  expect(second).toMatchObject({ key: 'b', state: 'stale', now: null, name: 'Rose street 4' });
});
