import { LEVEL_KEYS } from '$lib/levels';
import type { BackfillFrame, DataFrame, UnreachableFrame } from './frames';
import { RingBuffer } from './ring-buffer';
import { Trend } from './trend';

/** What is known of a unit's line: never heard of, current, too old, or not answering. */
export type UnitState = 'waiting' | 'live' | 'stale' | 'unreachable';

/** A value older than so many periods is stale. */
const STALE_PERIODS = 3;
/** Bounds of the period that is assumed, ms: polls are a second apart at best. */
const MIN_PERIOD_MS = 1200;
const MAX_PERIOD_MS = 60_000;
/** Until two frames have come; the longest that a unit that is watched can take. */
const FIRST_PERIOD_MS = 5000;
/** What is kept of each frame: its levels, and whether the meter was overloaded or below its range (1 or 0). */
const RECENT_COLUMNS = [...LEVEL_KEYS, 'over', 'under'] as const;
/** Frames kept: a quarter of an hour at one a second. */
const RECENT_ROWS = 1000;

type RecentColumn = (typeof RECENT_COLUMNS)[number];

/**
 * One unit of the feed. Frames are taken as they come; what is drawn (`state`, `latest`, `revision`) changes when
 * `publish` is called, at most once a picture.
 */
export class LiveUnit {
  readonly id: string;
  /** Each frame of the last quarter of an hour. */
  readonly recent = new RingBuffer<RecentColumn>(RECENT_COLUMNS, RECENT_ROWS);
  /** Lp in steps of ten seconds. */
  readonly trend = new Trend();

  /** State to draw. */
  state = $state<UnitState>('waiting');
  /** Last frame with levels, also when it is stale or the unit is unreachable since. */
  latest = $state.raw<DataFrame | null>(null);
  /** Why the unit is unreachable, and since when. */
  outage = $state.raw<{ at: number; reason: string } | null>(null);
  /** Counts up when something new is to be drawn; reading it makes `recent` and `trend` redraw. */
  revision = $state(0);

  /** Position of the last frame, to go on from. */
  cursor: { epoch: string; seq: number } | null = null;
  /** Time of the last frame with levels, ms of the server. */
  lastDataAt: number | null = null;
  private newest: DataFrame | null = null;
  private down: UnreachableFrame | null = null;
  private periodMs = FIRST_PERIOD_MS;
  private touched = false;
  /** Readings until then are in the trend already. */
  private filledUntil = -Infinity;

  constructor(id: string) {
    this.id = id;
  }

  /** Time between two frames as it has been of late, ms. */
  get period(): number {
    return this.periodMs;
  }

  /** When the value there is becomes stale, ms of the server. */
  get staleAt(): number {
    return (this.lastDataAt ?? -Infinity) + STALE_PERIODS * this.periodMs;
  }

  takeData(frame: DataFrame): void {
    const before = this.lastDataAt;
    if (before !== null && frame.at <= before && this.cursor?.epoch === frame.epoch) {
      // The current state, told again to a new connection.
      if (frame.seq <= (this.cursor?.seq ?? 0)) return;
    }
    if (before !== null && frame.at > before) this.learnPeriod(frame, frame.at - before);
    if (before !== null && frame.at - before > STALE_PERIODS * this.periodMs)
      this.recent.pushGap(before + this.periodMs);
    this.move(frame);
    this.newest = frame;
    this.down = null;
    this.lastDataAt = Math.max(before ?? 0, frame.at);
    this.recent.push(frame.at, { ...frame.levels, over: Number(frame.over), under: Number(frame.under) });
    if (frame.at > this.filledUntil) this.trend.add(frame.at, frame.levels.lp);
    this.touched = true;
  }

  takeUnreachable(frame: UnreachableFrame): void {
    this.move(frame);
    if (!this.down && this.lastDataAt !== null)
      this.recent.pushGap(Math.min(frame.at, this.lastDataAt + this.periodMs));
    this.down = frame;
    this.touched = true;
  }

  /** Frames are missing before the next one. */
  takeGap(): void {
    if (this.lastDataAt !== null) this.recent.pushGap(this.lastDataAt + this.periodMs);
    this.touched = true;
  }

  /** Takes what was recorded; the frames that follow go on exactly where it ends. */
  takeBackfill(frame: BackfillFrame): void {
    this.move(frame);
    for (const { at, levels } of frame.rows) {
      const covered = levels['covered_s'] ?? frame.periodMs / 1000;
      this.trend.setStep(at, levels['leq'] ?? null, (covered * 1000) / this.periodMs);
    }
    this.filledUntil = frame.until;
    this.touched = true;
  }

  /** Position of any frame. */
  move({ epoch, seq }: { epoch: string; seq: number }): void {
    if (epoch !== '') this.cursor = { epoch, seq };
  }

  /** State at a time of the server. */
  stateAt(now: number): UnitState {
    if (this.down) return 'unreachable';
    if (this.lastDataAt === null) return 'waiting';
    return now > this.staleAt ? 'stale' : 'live';
  }

  /** Whether there is something that is not drawn yet. */
  isDirty(now: number): boolean {
    return this.touched || this.stateAt(now) !== this.state;
  }

  /** Hands what was taken to the page. */
  publish(now: number): void {
    const state = this.stateAt(now);
    if (state !== this.state) this.state = state;
    if (!this.touched) return;
    this.touched = false;
    this.latest = this.newest;
    this.outage = this.down ? { at: this.down.at, reason: this.down.reason } : null;
    this.revision += 1;
  }

  private learnPeriod(frame: DataFrame, distance: number): void {
    // After an outage or a gap the distance says nothing about the period.
    const follows = this.cursor?.epoch === frame.epoch && frame.seq === this.cursor.seq + 1;
    if (!follows || this.down || frame.recovered) return;
    const seen = Math.min(MAX_PERIOD_MS, Math.max(MIN_PERIOD_MS, distance));
    const share = this.periodMs === FIRST_PERIOD_MS ? 1 : 0.2;
    this.periodMs += share * (seen - this.periodMs);
  }
}
