/** What a client is shown, read from the answer of the server and put into words. */
import type { Schema } from '$lib/api';
import type { Narrow } from '$lib/api/narrow';
import type { components } from '$lib/api/types';
import { clock, duration, number, parseTime, percent } from '$lib/format';
import { t } from '$lib/i18n';

export type ClientState = Schema<'ViewedState'>;
export type ClientNow = Answered<'ViewedNow'>;
export type ClientToday = Answered<'ViewedDay'>;
export type ClientLimit = Answered<'ViewedLimit'>;
export type ClientSeries = Schema<'ViewedSeries'>;
export type ClientUnit = Narrow<
  Schema<'ViewedUnit'>,
  { now: ClientNow | null; today: ClientToday | null; limits: ClientLimit[] }
>;
export type ClientData = Narrow<Schema<'ClientView'>, { units: ClientUnit[] }>;

/** A schema of which every key is there; what is not known is null. */
type Answered<Name extends keyof components['schemas']> = Narrow<Schema<Name>, object>;

/** What an event of the page's stream brings of one unit. */
export type ClientNews = Pick<ClientUnit, 'key' | 'state' | 'last_seen' | 'weighting' | 'now'>;

/** The page's data with the news of one unit. */
export function withNews(data: ClientData, news: ClientNews): ClientData {
  return {
    ...data,
    units: data.units.map((unit) => (unit.key === news.key ? { ...unit, ...pick(news) } : unit)),
  };
}

function pick({ state, last_seen, weighting, now }: ClientNews): Omit<ClientNews, 'key'> {
  return { state, last_seen, weighting, now };
}

/** News, and when they were heard by the server's time, ms. */
export interface Heard {
  news: ClientNews;
  at: number;
}

/** The page's data, but of units of which something was heard after it was made, what was heard. */
export function withLater(data: ClientData, heard: ReadonlyMap<string, Heard>): ClientData {
  const madeAt = parseTime(data.now) ?? -Infinity;
  return {
    ...data,
    units: data.units.map((unit) => {
      const later = heard.get(unit.key);
      const isLater = later && (later.at >= madeAt || levelAt(later.news) > levelAt(unit));
      return isLater ? { ...unit, ...pick(later.news) } : unit;
    }),
  };
}

function levelAt({ now }: Pick<ClientNews, 'now'>): number {
  return parseTime(now?.at) ?? -Infinity;
}

/** How a unit stands now: a page that has heard nothing for a while says so. */
export function stateNow(unit: Pick<ClientUnit, 'state' | 'now'>, now: number): ClientState {
  if (unit.state !== 'live') return unit.state;
  // A value without a time is of no known age.
  const freshMs = 1000 * (unit.now?.stale_after_s ?? 0);
  return now - levelAt(unit) > freshMs ? 'stale' : 'live';
}

/** What stands below the big level. */
export function stateHint(unit: Pick<ClientUnit, 'state' | 'now' | 'last_seen'>, now: number): string {
  const state = stateNow(unit, now);
  if (state === 'live') return t('view.state.live.hint');
  const at = parseTime(unit.now?.at) ?? parseTime(unit.last_seen);
  if (at === null) return t('view.state.never.hint');
  const time = `${clock(at, false)} (${t('time.ago', { age: duration(now - at) })})`;
  return t(state === 'unreachable' ? 'view.state.unreachable.hint' : 'view.state.stale.hint', { time });
}

export type Verdict = 'kept' | 'near' | 'broken';

/** A share of the energy from which a limit is called close. */
const NEAR_PERCENT = 80;

/** How a limit stands. */
export function verdict(limit: ClientLimit): Verdict {
  if (limit.breached) return 'broken';
  if ((limit.used_percent ?? 0) >= NEAR_PERCENT || limit.seconds_to_breach !== null) return 'near';
  return 'kept';
}

/** What may still be emitted, in words; nothing when that cannot be told. */
export function outlook(limit: ClientLimit): string | null {
  if (limit.breached) return null;
  const end = clock(parseTime(limit.window_end), false);
  if (limit.seconds_to_breach !== null) {
    return t('view.limit.breach', { time: duration(limit.seconds_to_breach * 1000) });
  }
  if (limit.allowed_db === null) {
    return (limit.used_percent ?? 0) >= 100 ? t('view.limit.quiet', { time: end }) : null;
  }
  return t('view.limit.allowed', { time: end, level: number(limit.allowed_db, 1) });
}

/** Share of a limit's energy that is used, for a bar: 0 to 100. */
export function usedShare(limit: ClientLimit): number | null {
  if (limit.used_percent === null) return null;
  return Math.min(100, Math.max(0, limit.used_percent));
}

export function windowText(limit: ClientLimit): string {
  const [from, to] = [limit.window_start, limit.window_end].map((time) => clock(parseTime(time), false));
  return t('view.limit.window', { from: from ?? '', to: to ?? '' });
}

/** `98 % of the time was measured`. */
export function coverageText(coverage: number | null): string | null {
  if (coverage === null) return null;
  if (coverage > 0 && coverage < 0.01) return t('view.coverage.little');
  // A hundredth that is missing is not everything.
  const shown = coverage < 1 ? Math.min(99, Math.floor(coverage * 100)) : 100;
  return t('view.coverage', { share: percent(shown) });
}

/** Columns of a series by name: times in seconds, levels with null for gaps. */
export function columnsOf(series: ClientSeries): {
  at: number[];
  leq: (number | null)[];
  lmax: (number | null)[];
} {
  const place = (name: string): number => series.columns.indexOf(name);
  const column = (name: string): (number | null)[] => {
    const index = place(name);
    return series.rows.map((row) => (index < 0 ? null : (row[index] ?? null)));
  };
  const at = column('at').map((time) => time ?? Number.NaN);
  return { at, leq: column('leq'), lmax: column('lmax') };
}

/** Whether there is any level in a series. */
export function hasLevels(series: ClientSeries): boolean {
  const { leq, lmax } = columnsOf(series);
  return leq.some((level) => level !== null) || lmax.some((level) => level !== null);
}
