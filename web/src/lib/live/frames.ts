/** What arrives on the feed, read into shapes that the rest can trust. */
import type { Schema } from '$lib/api';
import { parseTime } from '$lib/format';
import { LEVEL_KEYS, type LevelKey } from '$lib/levels';
import { figure, words } from '$lib/read';

interface Stamped {
  unit: string;
  /** Milliseconds since 1970, of the server. */
  at: number;
  epoch: string;
  seq: number;
}

export type Levels = Readonly<Record<LevelKey, number | null>>;

export interface DataFrame extends Stamped {
  kind: 'data';
  levels: Levels;
  /** `Start`, `Stop`, `Measure` or `unknown`. */
  measuring: string;
  measuringSince: number | null;
  percentages: readonly (number | null)[] | null;
  /** Frequency and time weighting of the main channel; null until the meter was asked. */
  weighting: string | null;
  timeWeighting: string | null;
  over: boolean;
  under: boolean;
  recovered: boolean;
  /** Frames that were left out before this one because we read too slowly. */
  dropped: number;
}

export interface UnreachableFrame extends Stamped {
  kind: 'unreachable';
  reason: string;
}

export interface HeartbeatFrame extends Stamped {
  kind: 'heartbeat';
  reachable: boolean;
}

export interface GapFrame extends Stamped {
  kind: 'gap';
  reason: string;
}

export interface BackfillFrame extends Stamped {
  kind: 'backfill';
  /** Length of a step, ms. */
  periodMs: number;
  /** Begin of each step, ms, and its levels. */
  rows: { at: number; levels: Readonly<Record<string, number | null>> }[];
  until: number;
  /** What is known now, as a frame of its own tells it; null before anything is. */
  state: DataFrame | UnreachableFrame | null;
}

export type AlertFrame = Stamped & { kind: 'alert'; alert: Schema<'AlertFrame'> };
export type OperationFrame = Stamped & {
  kind: 'operation';
  operation: Schema<'OperationFrame'>['operation'];
};
export type CampaignFrame = Stamped & { kind: 'campaign'; campaign: Schema<'CampaignFrame'> };

export interface HelloFrame {
  kind: 'hello';
  at: number;
  version: string;
  units: readonly { unit: string; epoch: string; seq: number }[];
  missing: readonly string[];
}

export interface ErrorFrame {
  kind: 'error';
  error: string;
  detail: string | null;
  unit: string | null;
}

export type UnitFrame =
  | DataFrame
  | UnreachableFrame
  | HeartbeatFrame
  | GapFrame
  | BackfillFrame
  | AlertFrame
  | OperationFrame
  | CampaignFrame;

export type Frame = UnitFrame | HelloFrame | ErrorFrame;

type Raw = Record<string, unknown>;

/** Reads a frame; null for what this version does not know. */
export function parseFrame(text: string): Frame | null {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return null;
  }
  return isRaw(raw) ? readFrame(raw) : null;
}

function readFrame(raw: Raw): Frame | null {
  if (typeof raw['error'] === 'string') {
    return { kind: 'error', error: raw['error'], detail: words(raw['detail']), unit: words(raw['unit_id']) };
  }
  if (raw['event'] === 'hello') return hello(raw);
  const stamp = stampOf(raw);
  if (!stamp) return null;
  if (typeof raw['event'] === 'string') return event(raw['event'], stamp, raw);
  if (raw['heartbeat'] === true) {
    return { kind: 'heartbeat', ...stamp, reachable: raw['feed_status'] === 'ok' };
  }
  if (raw['feed_status'] === 'unreachable') {
    return { kind: 'unreachable', ...stamp, reason: words(raw['reason']) ?? '' };
  }
  return raw['feed_status'] === 'ok' ? data(stamp, raw) : null;
}

function event(name: string, stamp: Stamped, raw: Raw): UnitFrame | null {
  switch (name) {
    case 'gap':
      return { kind: 'gap', ...stamp, reason: words(raw['reason']) ?? '' };
    case 'backfill':
      return backfill(stamp, raw);
    case 'alert':
      return { kind: 'alert', ...stamp, alert: raw as unknown as Schema<'AlertFrame'> };
    case 'operation':
      return { kind: 'operation', ...stamp, operation: raw['operation'] as OperationFrame['operation'] };
    case 'campaign':
      return { kind: 'campaign', ...stamp, campaign: raw as unknown as Schema<'CampaignFrame'> };
    default:
      return null;
  }
}

function data(stamp: Stamped, raw: Raw): DataFrame {
  const levels = {} as Record<LevelKey, number | null>;
  for (const key of LEVEL_KEYS) levels[key] = figure(raw[key]);
  const percentages = raw['ln_percent'];
  return {
    kind: 'data',
    ...stamp,
    levels,
    measuring: words(raw['measurement_state']) ?? 'unknown',
    measuringSince: parseTime(words(raw['measurement_start_time'])),
    percentages: Array.isArray(percentages) ? percentages.map(figure) : null,
    weighting: words(raw['frequency_weighting']),
    timeWeighting: words(raw['time_weighting']),
    over: raw['over'] === true,
    under: raw['under'] === true,
    recovered: raw['recovered'] === true,
    dropped: figure(raw['dropped']) ?? 0,
  };
}

function backfill(stamp: Stamped, raw: Raw): BackfillFrame | null {
  const columns = raw['columns'];
  const rows = raw['rows'];
  const periodS = figure(raw['period_s']);
  if (!Array.isArray(columns) || !Array.isArray(rows) || periodS === null) return null;
  const names = columns.map(String);
  const place = names.findIndex((name) => name === 'at' || name === 'time');
  const read = rows.flatMap((row: unknown) => {
    const at = Array.isArray(row) ? moment(row[place]) : null;
    if (at === null) return [];
    const levels = Object.fromEntries(names.map((name, i) => [name, figure((row as unknown[])[i])]));
    return [{ at, levels }];
  });
  return {
    kind: 'backfill',
    ...stamp,
    periodMs: periodS * 1000,
    rows: read,
    until: moment(raw['until']) ?? stamp.at,
    state: stateOf(raw['state']),
  };
}

function stateOf(raw: unknown): DataFrame | UnreachableFrame | null {
  const frame = isRaw(raw) ? readFrame(raw) : null;
  return frame?.kind === 'data' || frame?.kind === 'unreachable' ? frame : null;
}

function hello(raw: Raw): HelloFrame | null {
  const at = parseTime(words(raw['timestamp']));
  if (at === null) return null;
  const units = Array.isArray(raw['units']) ? raw['units'].filter(isRaw) : [];
  return {
    kind: 'hello',
    at,
    version: words(raw['version']) ?? '',
    units: units.map((unit) => ({
      unit: String(unit['unit_id']),
      epoch: String(unit['epoch']),
      seq: figure(unit['seq']) ?? 0,
    })),
    missing: Array.isArray(raw['missing']) ? raw['missing'].map(String) : [],
  };
}

function stampOf(raw: Raw): Stamped | null {
  const at = parseTime(words(raw['timestamp'])) ?? moment(raw['until']);
  const unit = words(raw['unit_id']);
  if (at === null || unit === null) return null;
  return { unit, at, epoch: words(raw['epoch']) ?? '', seq: figure(raw['seq']) ?? 0 };
}

/** A time as text, or as seconds since 1970. */
function moment(value: unknown): number | null {
  if (typeof value === 'string') return parseTime(value);
  const seconds = figure(value);
  return seconds === null ? null : seconds * 1000;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
