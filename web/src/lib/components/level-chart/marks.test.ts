import { describe, expect, it } from 'vitest';
import { bandsOf, limitsOf, outagesOf, readEvent, readRule } from './marks';

const NOW = Date.UTC(2026, 5, 9, 12);

const ours = {
  id: 1,
  name: 'Night',
  metric: 'leq_t',
  metric_text: 'Leq,15min',
  threshold: 45,
  unit: 'dB',
  severity: 'critical',
};
const compatible = {
  id: 2,
  name: 'Peak',
  metric: 'lp',
  threshold_db: 70,
  schedule_start: '22:00',
  schedule_end: '06:00',
};

describe('limitsOf', () => {
  it('reads rules of both routes', () => {
    expect(limitsOf([ours, compatible].map(readRule)).map(({ value, label }) => `${value} ${label}`)).toEqual(
      ['70 Peak · Lp · 22:00–06:00', '45 Night · Leq,15min'],
    );
  });

  it('calls a level by its usual name, however the server spells it', () => {
    const [limit] = limitsOf([readRule({ ...ours, metric: 'lp', metric_text: 'LP' })]);
    expect(limit?.label).toBe('Night · Lp');
  });

  it('shows no line for what is no level, or not in force', () => {
    const battery = { ...ours, metric: 'battery', unit: '%' };
    expect(
      limitsOf([battery, { ...ours, enabled: false }, { ...ours, threshold: null }].map(readRule)),
    ).toEqual([]);
  });
});

describe('bandsOf', () => {
  const event = (onset: number, end: number | null, rest = {}) =>
    readEvent({
      id: 1,
      rule_id: 1,
      rule_name: 'Night',
      onset_at: new Date(onset).toISOString(),
      ended_at: end === null ? null : new Date(end).toISOString(),
      ...rest,
    })!;

  it('lets an open event reach to now', () => {
    const [band] = bandsOf([event(NOW - 60_000, null)], NOW - 3_600_000, NOW, NOW);
    expect(band).toMatchObject({ to: NOW, open: true });
  });

  it('leaves out what is out of sight, and lost connections', () => {
    const old = event(NOW - 7_200_000, NOW - 7_000_000);
    const connection = event(NOW - 60_000, null, { rule_id: 0 });
    expect(bandsOf([old, connection], NOW - 3_600_000, NOW, NOW)).toEqual([]);
  });

  it('shows past outages, and the present one once', () => {
    const lost = (id: number, onset: number, end: number | null) => event(onset, end, { id, rule_id: 0 });
    const events = [
      lost(1, NOW - 9_000_000, NOW - 8_000_000),
      lost(2, NOW - 600_000, NOW - 300_000),
      lost(3, NOW - 60_000, null),
      event(NOW - 500_000, NOW - 400_000),
    ];
    const outages = outagesOf(events, NOW - 3_600_000, NOW, { since: NOW - 61_000 });
    expect(outages).toEqual([
      { from: NOW - 600_000, to: NOW - 300_000 },
      { from: NOW - 61_000, to: null },
    ]);
    expect(outagesOf(events, NOW - 3_600_000, NOW, null)).toHaveLength(1);
  });

  it('reads the end of a compatible event', () => {
    const read = readEvent({
      id: 3,
      rule_id: 2,
      onset_at: '2026-06-09T11:00:00',
      clear_at: '2026-06-09T11:10:00',
    });
    expect(read?.end).toBe(Date.UTC(2026, 5, 9, 11, 10));
  });
});
