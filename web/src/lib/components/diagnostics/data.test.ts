import { describe, expect, it } from 'vitest';
import { availability, timelineOf, type LogEntry } from './data';

const T0 = Date.UTC(2026, 5, 9, 12);
const MINUTE = 60_000;

const entry = (minute: number, message: string, category = 'TCP'): LogEntry => ({
  id: minute,
  timestamp: new Date(T0 + minute * MINUTE).toISOString(),
  level: 'INFO',
  category,
  message,
});

const shape = (entries: LogEntry[], isUp: boolean | null = true) =>
  timelineOf(entries, T0, T0 + 60 * MINUTE, isUp).stretches.map(({ state, from, to }) => [
    state,
    (from - T0) / MINUTE,
    (to - T0) / MINUTE,
  ]);

describe('timelineOf', () => {
  it('is what the line says when the log tells nothing', () => {
    expect(shape([])).toEqual([['up', 0, 60]]);
    expect(shape([], null)).toEqual([['unknown', 0, 60]]);
  });

  it('follows an outage from the first failed poll to the recovery', () => {
    const log = [
      entry(30, 'Device answers again'),
      entry(11, 'Device is unreachable: refused'),
      entry(10, 'Poll failed: refused', 'POLL'),
    ];
    expect(shape(log)).toEqual([
      ['up', 0, 10],
      ['failing', 10, 11],
      ['down', 11, 30],
      ['up', 30, 60],
    ]);
  });

  it('takes up what was before the time that is shown', () => {
    expect(
      shape([entry(-30, 'Device is unreachable: timed out'), entry(20, 'Device answers again')]),
    ).toEqual([
      ['down', 0, 20],
      ['up', 20, 60],
    ]);
  });

  it('knows nothing of the time before a unit was first connected', () => {
    expect(shape([entry(15, 'Connection opened')])).toEqual([
      ['unknown', 0, 15],
      ['up', 15, 60],
    ]);
  });

  it('marks connections, late answers and restarts', () => {
    const { marks } = timelineOf(
      [
        entry(1, 'Connection opened'),
        entry(2, 'A late or unfit answer was discarded'),
        entry(3, 'Connection closed: reset'),
        entry(4, "The unit's task was restarted: x", 'GENERAL'),
      ],
      T0,
      T0 + 60 * MINUTE,
      true,
    );
    expect(marks.map(({ kind }) => kind)).toEqual(['opened', 'taint', 'closed', 'restart']);
  });
});

it('reckons availability of the time that is known', () => {
  const log = [entry(15, 'Connection opened'), entry(30, 'Device is unreachable: refused')];
  expect(availability(timelineOf(log, T0, T0 + 60 * MINUTE, false))).toBeCloseTo(15 / 45);
  expect(availability(timelineOf([], T0, T0 + MINUTE, null))).toBeNull();
});
