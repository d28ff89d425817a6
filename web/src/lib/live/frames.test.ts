import { describe, expect, it } from 'vitest';
import { parseFrame } from './frames';

const stamp = { unit_id: 'north gate', timestamp: '2026-06-09T17:13:21.500000', epoch: 'e1', seq: 42 };
const at = Date.UTC(2026, 5, 9, 17, 13, 21, 500);
const parse = (frame: object) => parseFrame(JSON.stringify(frame));

describe('frames', () => {
  it('have levels as numbers, and null where the meter shows none', () => {
    const frame = parse({
      ...stamp,
      feed_status: 'ok',
      lp: 46.2,
      leq: null,
      ln_percent: [5, 10, 50, 90, 95],
      over: true,
    });
    expect(frame).toMatchObject({ kind: 'data', unit: 'north gate', at, seq: 42, over: true, under: false });
    if (frame?.kind !== 'data') throw new Error('data');
    expect([frame.levels.lp, frame.levels.leq, frame.levels.ln5]).toEqual([46.2, null, null]);
    expect(frame.percentages).toEqual([5, 10, 50, 90, 95]);
  });

  it('say why a unit is unreachable', () => {
    const frame = parse({ ...stamp, feed_status: 'unreachable', reason: 'connection refused' });
    expect(frame).toEqual({
      kind: 'unreachable',
      unit: 'north gate',
      at,
      epoch: 'e1',
      seq: 42,
      reason: 'connection refused',
    });
  });

  it('tell a heartbeat from a reading', () => {
    expect(parse({ ...stamp, feed_status: 'ok', heartbeat: true })).toMatchObject({
      kind: 'heartbeat',
      reachable: true,
    });
  });

  it('bring the past as steps', () => {
    const frame = parse({
      ...stamp,
      event: 'backfill',
      period_s: 10,
      columns: ['at', 'leq', 'lmax'],
      rows: [
        ['2026-06-09T17:13:00Z', 50.5, 60],
        [1781025190, null, null],
      ],
      until: '2026-06-09T17:13:20Z',
    });
    expect(frame).toMatchObject({
      kind: 'backfill',
      periodMs: 10_000,
      rows: [
        { at: Date.UTC(2026, 5, 9, 17, 13, 0), levels: { leq: 50.5, lmax: 60 } },
        { at: 1_781_025_190_000, levels: { leq: null } },
      ],
      until: Date.UTC(2026, 5, 9, 17, 13, 20),
    });
  });

  it('say where the feeds stand', () => {
    const frame = parse({
      event: 'hello',
      version: '1',
      timestamp: stamp.timestamp,
      units: [stamp],
      missing: ['x'],
    });
    expect(frame).toEqual({
      kind: 'hello',
      at,
      version: '1',
      units: [{ unit: 'north gate', epoch: 'e1', seq: 42 }],
      missing: ['x'],
    });
  });

  it('pass by what is not known', () => {
    expect(parse({ ...stamp, event: 'weather' })).toBeNull();
    expect(parse({ hello: 1 })).toBeNull();
    expect(parseFrame('[1]')).toBeNull();
    expect(parseFrame('no json')).toBeNull();
  });
});
