import { Backoff } from './backoff';
import type { Clock } from './clock';
import type {
  AlertFrame,
  CampaignFrame,
  Frame,
  GapFrame,
  HelloFrame,
  OperationFrame,
  UnitFrame,
} from './frames';
import { parseFrame } from './frames';
import type { OpenSocket, Socket } from './socket';
import { LiveUnit } from './unit.svelte';

/** `stale`: the connection is open, but nothing comes. `offline`: there is none, and another attempt is due. */
export type FeedState = 'connecting' | 'live' | 'stale' | 'offline';

/** What listeners can be told of. */
export interface FeedEvents {
  alert: AlertFrame;
  operation: OperationFrame;
  campaign: CampaignFrame;
  gap: GapFrame;
  /** Connected, and told where the feeds stand. */
  hello: HelloFrame;
  /** Connected again after a pause whose frames are lost: what was read before may be out of date. */
  resumed: { awayMs: number };
}

/** What sparklines show, s. */
const BACKFILL_S = 900;
const STEP_S = 10;
/** Seconds of all units together that the server looks back over for one connection, with some to spare. */
const BACKFILL_IN_ALL_S = 450_000;
/** Each unit has a heartbeat every 25 s, so after this time something is wrong. */
const SILENCE_MS = 35_000;
/** After this time of silence the connection is taken for dead. */
const DEAD_MS = 60_000;
const TICK_MS = 1000;
/**
 * Ticks further apart than this mean that the machine slept, or that the browser wakes a hidden page seldom. It slept when
 * not even a heartbeat was heard either.
 */
const SLEPT_MS = 15_000;
const HEARTBEAT_MS = 27_000;
/** How long an attempt to connect may take. */
const CONNECT_MS = 15_000;

/** The live values of all units over one connection. */
export class LiveFeed {
  state = $state<FeedState>('connecting');
  /** Time of the server as of the last tick, ms; ages are reckoned from it. */
  now = $state(0);
  /** When the next attempt is made, ms of this machine; null while there is none. */
  retryAt = $state<number | null>(null);
  /** The server's version, once connected. */
  version = $state<string | null>(null);
  /** Not reactive: the roster says which units there are. */
  readonly units = new Map<string, LiveUnit>();

  private socket: Socket | null = null;
  private readonly backoff: Backoff;
  private readonly listeners = new Map<keyof FeedEvents, Set<(event: never) => void>>();
  private readonly dirty = new Set<LiveUnit>();
  private followed: ReadonlySet<string> = new Set();
  private drawing = false;
  private running = false;
  /** Server's time less this machine's. */
  private offset = 0;
  /** When this connection said something last; 0 before it has. */
  private heardAt = 0;
  /** The same of any connection. */
  private lastHeardAt = 0;
  /** When the connection before this one said something last; 0 when there was none, or its loss was told. */
  private awaySince = 0;
  /** The server would not look back over so many units. */
  private pastRefused = false;
  private openedAt = 0;
  private tickedAt = 0;
  private stopTick: (() => void) | null = null;
  private stopRetry: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly open: OpenSocket,
  ) {
    this.backoff = new Backoff(() => clock.random());
    this.now = clock.now();
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.running) return;
    this.running = true;
    this.tickedAt = this.clock.now();
    this.tick();
    this.connect();
  }

  stop(): void {
    this.running = false;
    this.stopTick?.();
    this.drop();
  }

  /** The server's time, ms. */
  serverNow(): number {
    return this.clock.now() + this.offset;
  }

  /** A unit of the feed; made when first asked for, so that a page can wait for it. */
  unit(id: string): LiveUnit {
    let unit = this.units.get(id);
    if (!unit) {
      unit = new LiveUnit(id);
      this.units.set(id, unit);
    }
    return unit;
  }

  /** Whether the present connection brings a unit's frames. */
  follows(id: string): boolean {
    return this.followed.has(id);
  }

  /** Forgets units that are no longer there. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.units.keys()) if (!ids.has(id)) this.units.delete(id);
  }

  /** Calls back on events; gives what ends that. */
  on<K extends keyof FeedEvents>(kind: K, listener: (event: FeedEvents[K]) => void): () => void {
    const set = this.listeners.get(kind) ?? new Set();
    set.add(listener as (event: never) => void);
    this.listeners.set(kind, set);
    return () => set.delete(listener as (event: never) => void);
  }

  /** Connects anew at once: the network is back, the roster has changed, somebody pressed the button. */
  reconnect(): void {
    if (!this.running) return;
    this.backoff.reset();
    this.drop();
    this.connect();
  }

  /** The page is looked at again: a connection that died meanwhile is not waited for. */
  wake(): void {
    if (this.running && this.socket && this.isMute(this.clock.now())) this.reconnect();
  }

  /** Where to connect to: on from what there is, and for units of which that is too old, with their past. */
  address(): string {
    const query = ['values=numbers', 'events=1', 'hello=1'];
    if (!this.pastRefused) {
      const most = Math.floor(BACKFILL_IN_ALL_S / Math.max(1, this.units.size) / STEP_S) * STEP_S;
      query.push(`backfill=${Math.min(BACKFILL_S, most)}`, `backfill_period=${STEP_S}s`);
    }
    const cursors = [...this.units.values()].flatMap(({ id, cursor }) => {
      return cursor ? [`${encodeURIComponent(id)}@${cursor.epoch}:${cursor.seq}`] : [];
    });
    if (cursors.length > 0) query.push(`since=${cursors.join(',')}`);
    return `/api/nl43/_monitor/ws?${query.join('&')}`;
  }

  private connect(): void {
    this.stopRetry?.();
    this.retryAt = null;
    // A change of connections that nobody notices is not shown.
    if (this.state !== 'live') this.state = 'connecting';
    this.awaySince = this.lastHeardAt;
    const socket = this.open(this.address());
    this.socket = socket;
    this.openedAt = this.clock.now();
    this.heardAt = 0;
    socket.onmessage = (text) => {
      if (socket !== this.socket) return;
      this.heardAt = this.clock.now();
      this.lastHeardAt = this.heardAt;
      const frame = parseFrame(text);
      if (frame) this.take(frame);
    };
    socket.onclose = (code) => {
      if (socket === this.socket) this.closed(code);
    };
  }

  private take(frame: Frame): void {
    switch (frame.kind) {
      case 'hello':
        this.greet(frame);
        return;
      case 'error':
        // The server closes after it. What it may refuse is a past of too many units; the present is to be had.
        if (frame.unit === null && this.units.size === 0) this.pastRefused = true;
        return;
      default:
        this.alive();
        this.takeUnit(frame);
    }
  }

  private greet(frame: HelloFrame): void {
    this.offset = frame.at - this.clock.now();
    this.version = frame.version;
    this.pastRefused = false;
    this.followed = new Set(frame.units.map(({ unit }) => unit));
    for (const { unit } of frame.units) this.unit(unit);
    this.alive();
    this.emit('hello', frame);
  }

  private alive(): void {
    this.backoff.reset();
    if (this.state !== 'live') this.state = 'live';
  }

  private takeUnit(frame: UnitFrame): void {
    const unit = this.unit(frame.unit);
    // A frame cannot be of the future: then it is our idea of the server's time that is late.
    if (frame.kind === 'data') this.offset = Math.max(this.offset, frame.at - this.clock.now());
    switch (frame.kind) {
      case 'data':
        unit.takeData(frame);
        break;
      case 'unreachable':
        unit.takeUnreachable(frame);
        break;
      case 'backfill':
        this.noteLoss(unit);
        unit.takeBackfill(frame);
        // No frame of its own follows: the next is that of the next poll.
        if (frame.state) this.takeUnit(frame.state);
        break;
      case 'heartbeat':
        return;
      case 'gap':
        unit.takeGap();
        this.emit('gap', frame);
        break;
      case 'alert':
        unit.move(frame);
        this.emit('alert', frame);
        return;
      case 'operation':
        unit.move(frame);
        this.emit('operation', frame);
        return;
      case 'campaign':
        unit.move(frame);
        this.emit('campaign', frame);
        return;
    }
    this.touch(unit);
  }

  /** A unit that was followed before is only given its past when frames are lost; that is told once a connection. */
  private noteLoss(unit: LiveUnit): void {
    if (unit.cursor === null || this.awaySince === 0) return;
    this.emit('resumed', { awayMs: this.heardAt - this.awaySince });
    this.awaySince = 0;
  }

  /** Says that a unit has something new to be drawn, and draws all of them before the next picture. */
  touch(unit: LiveUnit): void {
    this.dirty.add(unit);
    if (this.drawing) return;
    this.drawing = true;
    this.clock.beforeNextFrame(() => {
      this.drawing = false;
      const now = this.serverNow();
      for (const unit of this.dirty) unit.publish(now);
      this.dirty.clear();
    });
  }

  private closed(code: number): void {
    this.socket = null;
    if (!this.running) return;
    if (code === 1000 && this.units.size === 0) {
      // There is no unit to follow yet: nothing is wrong with the connection.
      this.state = 'live';
      this.stopRetry?.();
      this.stopRetry = this.clock.after(10_000, () => this.connect());
      return;
    }
    this.state = 'offline';
    // 1000: there is no unit to follow; 1013: too many connections. Neither changes within a second.
    const wait = code === 1000 || code === 1013 ? 10_000 : this.backoff.next();
    this.retryAt = this.clock.now() + wait;
    this.stopRetry?.();
    this.stopRetry = this.clock.after(wait, () => this.connect());
  }

  private drop(): void {
    this.stopRetry?.();
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private tick(): void {
    this.stopTick = this.clock.after(TICK_MS, () => this.tick());
    const at = this.clock.now();
    const isLate = at - this.tickedAt > SLEPT_MS;
    this.tickedAt = at;
    if (this.now !== this.serverNow()) this.now = this.serverNow();
    for (const unit of this.units.values()) if (unit.isDirty(this.now)) this.touch(unit);
    if (!this.socket) return;
    if (isLate && this.isMute(at)) this.reconnect();
    else if (this.heardAt === 0) this.giveUpAfter(this.openedAt, CONNECT_MS, at);
    else if (at - this.heardAt > SILENCE_MS) {
      this.state = 'stale';
      this.giveUpAfter(this.heardAt, DEAD_MS, at);
    }
  }

  /** Whether less was heard than a connection that lives would have brought. */
  private isMute(at: number): boolean {
    return at - Math.max(this.heardAt, this.openedAt) > HEARTBEAT_MS;
  }

  private giveUpAfter(since: number, limit: number, now: number): void {
    if (now - since <= limit) return;
    this.drop();
    this.closed(0);
  }

  private emit<K extends keyof FeedEvents>(kind: K, event: FeedEvents[K]): void {
    for (const listener of this.listeners.get(kind) ?? [])
      (listener as (event: FeedEvents[K]) => void)(event);
  }
}
