import { expect, test } from 'vitest';
import { alertEvent, incident } from '$lib/testing/alarms';
import { chartColumns, excerptOf, markings } from './excerpt';

const start = Date.parse('2026-06-09T10:00:00Z') / 1000;

test('an incident is shown with some time before and after', () => {
  const ended = excerptOf(incident({ ended_at: '2026-06-09T11:00:00Z' }), (start + 86_400) * 1000);
  expect(ended && [ended.from - start, ended.to - start]).toEqual([-900, 4500]);
  const short = excerptOf(incident({ ended_at: '2026-06-09T10:01:00Z' }), (start + 86_400) * 1000);
  expect(short && [short.from - start, short.to - start]).toEqual([-300, 360]);
});

test('an open one ends now, and one of a month shows its last week', () => {
  const open = excerptOf(incident(), (start + 1200) * 1000);
  expect(open?.to).toBe(start + 1200);
  const long = excerptOf(incident(), (start + 30 * 86_400) * 1000);
  expect(long && long.to - long.from).toBe(7 * 86_400);
});

test('limits and bands are those of its events, and of levels only', () => {
  const excerpt = excerptOf(
    incident({
      events: [
        alertEvent({ metric: 'Leq,15min', ended_at: '2026-06-09T10:30:00Z' }),
        alertEvent({ metric: 'lpeak', threshold: 100, severity: 'critical' }),
        alertEvent({ metric: 'lp_change', threshold: 15 }),
        alertEvent({ metric: 'battery', unit: '', threshold: 2 }),
      ],
    }),
    (start + 3600) * 1000,
  );
  expect(excerpt?.metrics).toEqual(['leq', 'lpeak']);
  expect(excerpt?.thresholds).toEqual([
    { value: 70, label: '70 dB' },
    { value: 100, label: '100 dB' },
  ]);
  expect(excerpt?.bands).toEqual([{ from: start, to: null, color: '--crit' }]);
});

test('bands of events that overlap are one, in the colour of the gravest', () => {
  const { bands } = markings([
    alertEvent({ onset_at: '2026-06-09T11:00:00Z', ended_at: '2026-06-09T11:10:00Z', severity: 'info' }),
    alertEvent({ ended_at: '2026-06-09T10:20:00Z' }),
    alertEvent({ onset_at: '2026-06-09T10:10:00Z', ended_at: '2026-06-09T10:30:00Z', severity: 'critical' }),
  ]);
  expect(bands.map(({ from, to, color }) => [from - start, to && to - start, color])).toEqual([
    [0, 1800, '--crit'],
    [3600, 4200, '--info'],
  ]);
});

test('a column that was not recorded is a gap', () => {
  expect(chartColumns({ time: [1, 2], values: { leq: [50, null] } }, ['leq', 'l10'])).toEqual([
    [1, 2],
    [50, null],
    [null, null],
  ]);
});
