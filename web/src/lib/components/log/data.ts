/** A unit's log: which entries are asked for, and how fresh ones join those that are shown. */
import type { Schema } from '$lib/api';

export type LogEntry = Schema<'UnitLogEntry'>;

export const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;
export const CATEGORIES = ['STATE', 'TCP', 'POLL', 'COMMAND', 'FTP', 'SYNC', 'GENERAL'] as const;

export type Level = (typeof LEVELS)[number];
export type Category = (typeof CATEGORIES)[number];

export function isLevel(text: string | null): text is Level {
  return LEVELS.some((level) => level === text);
}

export function isCategory(text: string | null): text is Category {
  return CATEGORIES.some((category) => category === text);
}

/** Entries shown at most; older ones are a page further. */
export const MOST = 2000;

/** Newest first: fresh entries before those that are there, each once. */
export function joinFresh(shown: readonly LogEntry[], fresh: readonly LogEntry[]): LogEntry[] {
  const known = new Set(shown.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !known.has(id));
  return added.length === 0
    ? (shown as LogEntry[])
    : [...added, ...shown].sort((a, b) => b.id - a.id).slice(0, MOST);
}

/** The same at the other end. */
export function joinOlder(shown: readonly LogEntry[], older: readonly LogEntry[]): LogEntry[] {
  const known = new Set(shown.map(({ id }) => id));
  return [...shown, ...older.filter(({ id }) => !known.has(id))];
}

/** Entries with all the words, wherever they stand. */
export function withWords(entries: readonly LogEntry[], words: string): readonly LogEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return entries;
  return entries.filter(({ message }) => {
    const text = message.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

export function toneOf(level: string): 'crit' | 'warn' | 'info' | 'idle' {
  if (level === 'ERROR' || level === 'CRITICAL') return 'crit';
  if (level === 'WARNING') return 'warn';
  return level === 'INFO' ? 'info' : 'idle';
}
