/** Campaigns: what is filled in, what is sent, and how it reads. */
import type { Schema } from '$lib/api';

export type Campaign = Schema<'CampaignDetails'>;
export type CampaignBody = Schema<'CampaignUpdate'>;

/** What the form holds; times as the inputs of browsers give them. */
export interface Draft {
  name: string;
  enabled: boolean;
  /** Empty for the site's. */
  zone: string;
  /** 0 is Monday. */
  days: number[];
  start: string;
  stop: string;
  validFrom: string;
  validUntil: string;
  graceMinutes: number;
  syncClock: boolean;
  download: boolean;
  toggleFtp: boolean;
}

export const ALL_DAYS = [0, 1, 2, 3, 4, 5, 6];

export function newDraft(): Draft {
  return {
    name: '',
    enabled: true,
    zone: '',
    days: [...ALL_DAYS],
    start: '22:00',
    stop: '06:00',
    validFrom: '',
    validUntil: '',
    graceMinutes: 15,
    syncClock: true,
    download: true,
    toggleFtp: false,
  };
}

export function draftOf(campaign: Campaign): Draft {
  return {
    name: campaign.name,
    enabled: campaign.enabled,
    zone: campaign.zone ?? '',
    days: [...campaign.days],
    start: withoutSeconds(campaign.start),
    stop: withoutSeconds(campaign.stop),
    validFrom: campaign.valid_from ?? '',
    validUntil: campaign.valid_until ?? '',
    graceMinutes: Math.round(campaign.grace_s / 60),
    syncClock: campaign.sync_clock,
    download: campaign.download,
    toggleFtp: campaign.toggle_ftp,
  };
}

export function bodyOf(draft: Draft): CampaignBody {
  const name = draft.name.trim();
  return {
    ...(name === '' ? {} : { name }),
    enabled: draft.enabled,
    zone: draft.zone.trim() || null,
    days: [...draft.days].sort((a, b) => a - b),
    start: draft.start,
    stop: draft.stop,
    valid_from: draft.validFrom || null,
    valid_until: draft.validUntil || null,
    grace_s: draft.graceMinutes * 60,
    sync_clock: draft.syncClock,
    download: draft.download,
    toggle_ftp: draft.toggleFtp,
  };
}

/** Fields that need another look, by the names of the API. The server checks the rest. */
export type DraftFault = 'days' | 'start' | 'stop' | 'same' | 'valid_until' | 'grace_s';

export function faultsOf(draft: Draft): DraftFault[] {
  const faults: DraftFault[] = [];
  if (draft.days.length === 0) faults.push('days');
  if (!isTime(draft.start)) faults.push('start');
  if (!isTime(draft.stop)) faults.push('stop');
  if (isTime(draft.start) && draft.start === draft.stop) faults.push('same');
  if (draft.validFrom && draft.validUntil && draft.validUntil < draft.validFrom) faults.push('valid_until');
  if (!Number.isFinite(draft.graceMinutes) || draft.graceMinutes < 0 || draft.graceMinutes > 1440)
    faults.push('grace_s');
  return faults;
}

/** Whether a window ends on the day after the one on which it begins. */
export function isOverMidnight(start: string, stop: string): boolean {
  return stop <= start;
}

/** Length of a window, minutes. */
export function windowMinutes(start: string, stop: string): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const length = minutes(stop) - minutes(start);
  return length > 0 ? length : length + 1440;
}

/** Runs of neighbouring days, as `Mon–Fri, Sun`; `null` for every day. */
export function daysText(days: readonly number[], names: readonly string[]): string | null {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  if (sorted.length === 7) return null;
  const runs: number[][] = [];
  for (const day of sorted) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => names[day ?? 0] ?? '';
  return runs
    .map((run) => (run.length < 3 ? run.map(name).join(', ') : `${name(run[0])}–${name(run.at(-1))}`))
    .join(', ');
}

/** Short names of the days from Monday on, in a language. */
export function dayNames(locale: string | undefined): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  // The 1st of January 2024 was a Monday.
  return ALL_DAYS.map((day) => format.format(Date.UTC(2024, 0, 1 + day)));
}

/** A local time of the API with its offset, `2026-06-09T22:00:00+02:00[Europe/Berlin]`, as `Tue 9 Jun, 22:00 (+02:00)`. */
export function localText(local: string, locale: string | undefined): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?([+-]\d\d:?\d\d|Z)?/.exec(local);
  if (!parts) return local;
  const at = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  const day = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const offset = parts[5] === undefined ? '' : ` (${parts[5] === 'Z' ? 'UTC' : `UTC${parts[5]}`})`;
  return `${day.format(at)}, ${parts[4]}${offset}`;
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text);
}

function withoutSeconds(time: string): string {
  return time.replace(/^(\d\d:\d\d):00$/, '$1');
}
