import { beforeEach, describe, expect, it } from 'vitest';
import { LiveFeed } from './feed.svelte';
import { SimulatedClock } from './simulated-clock';
import type { Socket } from './socket';

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((text: string) => void) | null = null;
  onclose: ((code: number) => void) | null = null;
  closed = false;

  constructor(readonly path: string) {}

  close(): void {
    this.closed = true;
  }

  say(frame: object): void {
    this.onmessage?.(JSON.stringify(frame));
  }
}

let clock: SimulatedClock;
let sockets: FakeSocket[];
let feed: LiveFeed;
let seq: number;

const socket = () => sockets.at(-1)!;
const stamp = (unit: string) => ({
  unit_id: unit,
  timestamp: new Date(clock.now()).toISOString().slice(0, -1),
  epoch: 'e1',
  seq: (seq += 1),
});
const hello = (...units: string[]) =>
  socket().say({
    ...stamp('x'),
    event: 'hello',
    version: '9',
    units: units.map((unit_id) => ({ unit_id, epoch: 'e1', seq })),
    missing: [],
  });
const reading = (unit: string, lp: number | null) =>
  socket().say({ ...stamp(unit), feed_status: 'ok', lp, leq: lp });

const past = (unit: string, rows: number[][] = []) =>
  socket().say({
    ...stamp(unit),
    event: 'backfill',
    period_s: 10,
    columns: ['at', 'leq', 'covered_s'],
    rows,
    until: null,
  });

/** A reading a second for some time. */
function play(unit: string, seconds: number, lp = 50): void {
  for (let i = 0; i < seconds; i += 1) {
    reading(unit, lp);
    clock.pass(1000);
  }
}

beforeEach(() => {
  clock = new SimulatedClock();
  sockets = [];
  seq = 0;
  feed = new LiveFeed(clock, (path) => {
    const made = new FakeSocket(path);
    sockets.push(made);
    return made;
  });
  feed.start();
});

describe('the feed', () => {
  it('connects once for all units, and asks for the past', () => {
    expect(sockets).toHaveLength(1);
    expect(socket().path).toContain('values=numbers&events=1&hello=1&backfill=900&backfill_period=10s');
    expect(feed.state).toBe('connecting');
    hello('a', 'b');
    expect(feed.state).toBe('live');
    expect([...feed.units.keys()]).toEqual(['a', 'b']);
  });

  it('draws the newest of what came since the last picture, once', () => {
    hello('a');
    const unit = feed.unit('a');
    clock.draw();
    const drawn = unit.revision;
    for (let i = 0; i < 20; i += 1) {
      reading('a', 50 + i);
      clock.sleep(10);
    }
    expect(unit.latest).toBeNull();
    clock.draw();
    expect(unit.latest?.levels.lp).toBe(69);
    expect(unit.revision).toBe(drawn + 1);
    expect(unit.recent.length).toBe(20);
  });

  it('goes on taking frames while the page is hidden', () => {
    hello('a');
    clock.visible = false;
    play('a', 60);
    expect(feed.unit('a').latest).toBeNull();
    expect(feed.unit('a').recent.length).toBe(60);
    clock.visible = true;
    clock.draw();
    expect(feed.unit('a').state).toBe('live');
  });

  it('calls a value stale when it is older than three periods', () => {
    hello('a');
    play('a', 10);
    const unit = feed.unit('a');
    expect(unit.state).toBe('live');
    clock.pass(2000);
    expect(unit.state).toBe('live');
    clock.pass(2000);
    expect(unit.state).toBe('stale');
    expect(unit.latest?.levels.lp).toBe(50);
    reading('a', 51);
    clock.pass(16);
    expect(unit.state).toBe('live');
  });

  it('calls a first value stale that was old when it came', () => {
    hello('a');
    socket().say({
      ...stamp('a'),
      timestamp: new Date(clock.now() - 60_000).toISOString(),
      feed_status: 'ok',
      lp: 50,
    });
    clock.draw();
    expect(feed.unit('a').state).toBe('stale');
  });

  it('shows a unit as unreachable with its reason until it answers', () => {
    hello('a');
    play('a', 3);
    socket().say({ ...stamp('a'), feed_status: 'unreachable', reason: 'refused' });
    clock.draw();
    const unit = feed.unit('a');
    expect([unit.state, unit.outage?.reason]).toEqual(['unreachable', 'refused']);
    expect(unit.latest?.levels.lp).toBe(50);
    clock.pass(20_000);
    reading('a', 55);
    clock.draw();
    expect([unit.state, unit.outage]).toEqual(['live', null]);
    const [, lp] = unit.recent.toColumns(['lp']);
    expect(lp).toEqual([50, 50, 50, null, 55]);
  });

  it('goes on from where each unit was after a short break', () => {
    hello('a');
    play('a', 3);
    const last = seq;
    socket().onclose?.(1012);
    expect(feed.state).toBe('offline');
    expect(feed.retryAt).not.toBeNull();
    clock.pass(600);
    expect(sockets).toHaveLength(2);
    // The server brings the past only where frames are lost.
    expect(socket().path).toContain(`backfill=900&backfill_period=10s&since=a@e1:${last}`);
  });

  it('says that frames were lost when it is given the past after a break', () => {
    hello('a');
    play('a', 3);
    let away = 0;
    feed.on('resumed', (event) => (away = event.awayMs));
    socket().onclose?.(1006);
    clock.sleep(3_600_000);
    clock.pass(1000);
    hello('a');
    expect(away).toBe(0);
    past('a');
    expect(away).toBeGreaterThan(3_590_000);
    away = 0;
    past('a');
    expect(away).toBe(0);
  });

  it('waits longer after each failure, up to half a minute', () => {
    const waits: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      socket().onclose?.(1006);
      const wait = feed.retryAt! - clock.now();
      waits.push(wait);
      clock.pass(wait);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    hello('a');
    socket().onclose?.(1006);
    expect(feed.retryAt! - clock.now()).toBe(500);
  });

  it('connects anew when the machine slept', () => {
    hello('a');
    play('a', 3);
    clock.sleep(600_000);
    clock.pass(1000);
    expect(sockets).toHaveLength(2);
    expect(sockets[0]!.closed).toBe(true);
    expect(socket().path).toContain('backfill=900');
  });

  it('keeps a connection that brought something while a hidden page was woken seldom', () => {
    hello('a');
    clock.visible = false;
    for (let minute = 0; minute < 5; minute += 1) {
      for (let i = 0; i < 60; i += 1) {
        reading('a', 50);
        clock.sleep(1000);
      }
      clock.pass(0);
    }
    expect(sockets).toHaveLength(1);
    expect(feed.unit('a').recent.length).toBe(300);
  });

  it('connects anew when it is looked at again and the connection has died', () => {
    hello('a');
    play('a', 3);
    feed.wake();
    expect(sockets).toHaveLength(1);
    clock.sleep(40_000);
    feed.wake();
    expect(sockets).toHaveLength(2);
  });

  it('says that nothing comes, and then gives the connection up', () => {
    hello('a');
    clock.pass(30_000);
    expect(feed.state).toBe('live');
    clock.pass(6000);
    expect(feed.state).toBe('stale');
    clock.pass(26_000);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('gives up an attempt that is not answered', () => {
    clock.pass(17_000);
    expect(sockets[0]!.closed).toBe(true);
    expect(sockets.length).toBeGreaterThan(1);
  });

  it('breaks the line at a gap', () => {
    hello('a');
    play('a', 2);
    clock.pass(5000);
    socket().say({ ...stamp('a'), event: 'gap', reason: 'too_old' });
    reading('a', 60);
    expect(feed.unit('a').recent.toColumns(['lp'])[1]).toEqual([50, 50, null, 60]);
  });

  it('tells listeners of alarms and operations', () => {
    const told: string[] = [];
    const off = feed.on('alert', (frame) => told.push(frame.alert.edge));
    feed.on('operation', (frame) => told.push(frame.operation.operation_id));
    hello('a');
    socket().say({ ...stamp('a'), event: 'alert', edge: 'onset' });
    socket().say({ ...stamp('a'), event: 'operation', operation: { operation_id: 'op-1' } });
    off();
    socket().say({ ...stamp('a'), event: 'alert', edge: 'clear' });
    expect(told).toEqual(['onset', 'op-1']);
  });

  it('goes on from the past without a jump', () => {
    hello('a');
    const begin = Math.floor(clock.now() / 10_000) * 10;
    past('a', [
      [begin - 10, 44, 10],
      [begin, 60, 4],
    ]);
    reading('a', 60);
    const levels = feed.unit('a').trend.until(clock.now());
    expect(levels.slice(-2).map((level) => level && Math.round(level))).toEqual([44, 60]);
  });

  it('looks back less far for many units, and not at all where that was refused', () => {
    hello(...Array.from({ length: 1000 }, (_, i) => `unit-${i}`));
    feed.reconnect();
    expect(socket().path).toContain('backfill=450&');
    const other = new LiveFeed(clock, (path) => {
      const made = new FakeSocket(path);
      sockets.push(made);
      return made;
    });
    other.start();
    socket().say({ error: 'that is too much for 9000 units on one connection' });
    socket().onclose?.(1000);
    clock.pass(11_000);
    expect(socket().path).not.toContain('backfill');
    other.stop();
  });

  it('is well when there is no unit to follow yet', () => {
    socket().say({ error: 'There is no unit to follow' });
    socket().onclose?.(1000);
    expect([feed.state, feed.retryAt]).toEqual(['live', null]);
    clock.pass(11_000);
    expect(sockets).toHaveLength(2);
  });

  it('shows at once what the past ends with', () => {
    hello('a', 'b');
    const past = { event: 'backfill', period_s: 10, columns: ['at', 'leq'], rows: [], until: null };
    socket().say({ ...stamp('a'), ...past, state: { ...stamp('a'), feed_status: 'ok', lp: 61.5 } });
    socket().say({
      ...stamp('b'),
      ...past,
      state: { ...stamp('b'), feed_status: 'unreachable', reason: 'refused' },
    });
    clock.pass(20);
    expect(feed.unit('a').latest?.levels.lp).toBe(61.5);
    expect(feed.unit('b').outage?.reason).toBe('refused');
  });

  it('stays closed when it was stopped', () => {
    hello('a');
    feed.stop();
    clock.pass(120_000);
    expect(sockets).toHaveLength(1);
  });
});
