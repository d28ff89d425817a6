/** Times on the clock of the site. */
import { t, tn } from '$lib/i18n';
import { currentLocale, NO_VALUE } from './number.svelte';

/** Read where texts are made, so that they are made anew when it changes. */
let zone = $state(Intl.DateTimeFormat().resolvedOptions().timeZone);
const formats = new Map<string, Intl.DateTimeFormat>();

/** Shows times in this IANA zone from here on; an unknown one changes nothing. */
export function setZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: name });
  } catch {
    return false;
  }
  formats.clear();
  zone = name;
  return true;
}

export function currentZone(): string {
  return zone;
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${currentLocale() ?? ''} ${zone} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(currentLocale(), { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, known);
  }
  return known;
}

/** Milliseconds since 1970 of a time of the API. One without an offset is UTC, as the feed writes them. */
export function parseTime(text: string | null | undefined): number | null {
  if (!text) return null;
  const withOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const at = Date.parse(withOffset);
  return Number.isNaN(at) ? null : at;
}

/** `14:05:09`. */
export function clock(at: number | null | undefined, seconds = true): string {
  if (at == null) return NO_VALUE;
  return format({ hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(at);
}

/** `9 Jun 2026`. */
export function day(at: number | null | undefined): string {
  return at == null ? NO_VALUE : format({ day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** Date and time, to the minute unless told. */
export function dateTime(at: number | null | undefined, seconds = false): string {
  return at == null ? NO_VALUE : `${day(at)}, ${clock(at, seconds)}`;
}

/** Short name of the zone at a time: `CEST`, `GMT+2`. */
export function zoneName(at: number = Date.now()): string {
  const parts = format({ timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** A length of time in its largest unit: `12 s`, `5 min`, `3 h`, `2 days`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return t('time.seconds', { n: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return t('time.minutes', { n: minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 48) return t('time.hours', { n: hours });
  return tn('time.days', Math.round(hours / 24));
}

/** How long ago: `now` as long as a meter that is asked once a second may take. */
export function ago(at: number | null | undefined, now: number): string {
  if (at == null) return t('time.never');
  return now - at < 4000 ? t('time.now') : t('time.ago', { age: duration(now - at) });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clock is ahead of UTC at a time, s; the site's unless another is named. One that is not known is UTC. */
export function zoneOffset(at: number, name: string = zone): number {
  let clock = clocks.get(name);
  try {
    clock ??= new Intl.DateTimeFormat('en-GB', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return 0;
  }
  clocks.set(name, clock);
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Math.round(
    (Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000) / 1000,
  );
}
