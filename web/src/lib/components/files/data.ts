/** Files of a meter's card: where one is, and in what order they are shown. */
import type { Schema } from '$lib/api';
import { parseTime } from '$lib/format';

export type CardFile = Schema<'CardFile'>;

export const ROOT = '/';

/** The folder that everything measured lies in. */
export const MEASUREMENTS = '/NL-43';

/** The folders on the way to a path, each with its whole path. */
export function crumbs(path: string): { name: string; path: string }[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((name, i) => ({ name, path: `/${parts.slice(0, i + 1).join('/')}` }));
}

export function parentOf(path: string): string {
  return crumbs(path).at(-2)?.path ?? ROOT;
}

export function nameOf(path: string): string {
  return crumbs(path).at(-1)?.name ?? ROOT;
}

/** Folders first, then newest first. */
export function inOrder(files: readonly CardFile[]): CardFile[] {
  const time = (file: CardFile) => parseTime(file.modified_timestamp) ?? 0;
  return [...files].sort(
    (a, b) => Number(b.is_dir) - Number(a.is_dir) || time(b) - time(a) || a.name.localeCompare(b.name),
  );
}

export function filesNamed(files: readonly CardFile[], words: string): CardFile[] {
  const wanted = words.trim().toLowerCase();
  return wanted === '' ? [...files] : files.filter((file) => file.name.toLowerCase().includes(wanted));
}

/** The name that a download gets: the server's, or that of what was asked for. */
export function downloadName(disposition: string | null, path: string, folder: boolean): string {
  const given = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (given) {
    try {
      return clean(decodeURIComponent(given));
    } catch {
      // Falls through to the plain name.
    }
  }
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  return plain ? clean(plain) : `${nameOf(path)}${folder ? '.zip' : ''}`;
}

function clean(name: string): string {
  return name.replace(/[/\\]/g, '_');
}

/** What a folder can be as far as its name tells. */
export function folderKind(name: string): 'auto' | 'manual' | 'screenshot' | 'other' {
  if (/^Auto_\d{4}$/.test(name)) return 'auto';
  if (/^Manual_\d{4}$/.test(name)) return 'manual';
  return name === 'Screenshot' ? 'screenshot' : 'other';
}

/** Whether a failure means that the meter's file server is off, so that switching it on may help. */
export function isFtpOff(status: string | null | undefined): boolean {
  return status === 'Off';
}
