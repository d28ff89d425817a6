/** Which stretch of time a chart shows, and how it is moved. All times are milliseconds since 1970. */
import { t, tn } from '$lib/i18n';

export interface View {
  from: number;
  to: number;
  /** The right edge stays at now. */
  follow: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Shortest and longest stretch that can be shown. */
export const MIN_SPAN = 10 * SECOND;
export const MAX_SPAN = 366 * DAY;

/** Stretches to choose from, by their name in the catalogue and in addresses. */
export const SPANS = {
  '1min': MINUTE,
  '5min': 5 * MINUTE,
  '15min': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '1y': 365 * DAY,
} as const;

export type SpanName = keyof typeof SPANS;

export const SPAN_NAMES = Object.keys(SPANS) as SpanName[];

/** Lengths of steps that the server knows, with their names there; each divides the next longer unit. */
export const PERIODS: readonly { name: string; ms: number }[] = [
  { name: '1s', ms: SECOND },
  { name: '2s', ms: 2 * SECOND },
  { name: '5s', ms: 5 * SECOND },
  { name: '10s', ms: 10 * SECOND },
  { name: '15s', ms: 15 * SECOND },
  { name: '30s', ms: 30 * SECOND },
  { name: '1min', ms: MINUTE },
  { name: '2min', ms: 2 * MINUTE },
  { name: '5min', ms: 5 * MINUTE },
  { name: '10min', ms: 10 * MINUTE },
  { name: '15min', ms: 15 * MINUTE },
  { name: '30min', ms: 30 * MINUTE },
  { name: '1h', ms: HOUR },
  { name: '2h', ms: 2 * HOUR },
  { name: '3h', ms: 3 * HOUR },
  { name: '6h', ms: 6 * HOUR },
  { name: '12h', ms: 12 * HOUR },
  { name: '1d', ms: DAY },
];

/** A length of steps as people write it: `10 s`, `15 min`, `1 day`. */
export function periodText(name: string): string {
  const [, n = '', unit = ''] = /^(\d+)(s|min|h|d)$/.exec(name) ?? [];
  if (unit === 'd') return tn('time.days', Number(n));
  const key = ({ s: 'time.seconds', min: 'time.minutes', h: 'time.hours' } as const)[unit];
  return key ? t(key, { n }) : name;
}

/** Readings are kept for a week; before that there are minutes and longer steps. */
export const READINGS_KEPT = 7 * DAY;

/** A picture has a step for every so many of its pixels. */
const PIXELS_PER_STEP = 2;

/** The shortest steps that fit the width, and that can still be had of that time. */
export function periodFor(view: View, widthPx: number, now: number): { name: string; ms: number } {
  const steps = Math.max(60, Math.floor(widthPx / PIXELS_PER_STEP));
  const least = Math.max((view.to - view.from) / steps, view.from < now - READINGS_KEPT ? MINUTE : 0);
  const longest = PERIODS[PERIODS.length - 1]!;
  return PERIODS.find((period) => period.ms >= least) ?? longest;
}

/** The last stretch of a length up to now. */
export function latest(span: number, now: number): View {
  return { from: now - span, to: now, follow: true };
}

/** Takes a following view along with time; others stay. */
export function advance(view: View, now: number): View {
  return view.follow ? latest(view.to - view.from, now) : view;
}

/** Shows less (factor below 1) or more around a time that keeps its place. */
export function zoom(view: View, factor: number, around: number, now: number): View {
  const span = clamp((view.to - view.from) * factor, MIN_SPAN, MAX_SPAN);
  if (view.follow) return latest(span, now);
  const place = clamp((around - view.from) / (view.to - view.from), 0, 1);
  const from = around - place * span;
  return settle(from, span, now);
}

/** Moves by a share of the width; to the right ends at now, and follows from there. */
export function pan(view: View, share: number, now: number): View {
  const span = view.to - view.from;
  return settle(view.from + share * span, span, now);
}

/** Shows exactly a stretch that was marked; too short ones are widened. */
export function select(from: number, to: number, now: number): View {
  const [start, end] = from <= to ? [from, to] : [to, from];
  const span = clamp(end - start, MIN_SPAN, MAX_SPAN);
  return settle((start + end - span) / 2, span, now);
}

/** The stretch around an event, with room on both sides. */
export function around(from: number, to: number, now: number): View {
  const room = Math.max(MINUTE, (to - from) / 2);
  return select(from - room, Math.min(to + room, now), now);
}

function settle(from: number, span: number, now: number): View {
  return from + span >= now ? latest(span, now) : { from, to: from + span, follow: false };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The view of an address: `15min`, or `from..to` as seconds since 1970. Null for anything else. */
export function parseView(text: string | null, now: number): View | null {
  if (text === null) return null;
  if (text in SPANS) return latest(SPANS[text as SpanName], now);
  const parts = /^(\d+)\.\.(\d+)$/.exec(text);
  return parts ? select(Number(parts[1]) * 1000, Number(parts[2]) * 1000, now) : null;
}

/** The same as text; null for a following view that has no name. */
export function formatView(view: View): string | null {
  if (!view.follow) return `${Math.round(view.from / 1000)}..${Math.round(view.to / 1000)}`;
  return spanName(view);
}

/** The name of a following view's length, when it has one. */
export function spanName(view: View): SpanName | null {
  if (!view.follow) return null;
  return SPAN_NAMES.find((name) => Math.abs(SPANS[name] - (view.to - view.from)) < SECOND) ?? null;
}
