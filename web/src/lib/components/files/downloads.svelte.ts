import type { ApiClient } from '$lib/api';
import { addressOf } from '$lib/api/client';
import { parseTime } from '$lib/format';
import type { LiveFeed } from '$lib/live';
import { t } from '$lib/i18n';
import type { Operation } from '$lib/components/operations/data';
import { nameOf } from './data';
import { openDownload } from './save';

export interface Wanted {
  unit: string;
  path: string;
  isFolder: boolean;
  /** Take an archive that lacks files. */
  partial?: boolean;
}

export interface Download extends Wanted {
  id: number;
  name: string;
  /** When it was asked for, ms of the server. */
  askedAt: number;
  state: 'waiting' | 'receiving' | 'done' | 'failed' | 'cancelled';
  /** The operation at the server, once it is known. */
  operation: string | null;
  received: number;
  /** Bytes in all; null before that is known. */
  size: number | null;
  note: string | null;
  /** Why it failed. */
  error: string | null;
}

const SHOWN = 20;
/** How often the server is asked how they get on, beside what the feed tells. */
const ASK_MS = 3000;
/** What did not begin within this time was refused; the browser's list of downloads says how. */
const BEGINS_WITHIN_MS = 30_000;
/** Clocks of here and there may differ by this much. */
const CLOCKS_MS = 2000;

/**
 * Files on their way from meters' cards. The browser takes each to its disk by itself, so that neither its size nor leaving
 * the page matters; how it gets on is told by the server's operations.
 */
export class Downloads {
  list = $state.raw<readonly Download[]>([]);
  readonly running = $derived(this.list.filter(isUnderWay));
  private count = 0;
  private asking = false;

  constructor(
    private readonly api: ApiClient,
    private readonly live: LiveFeed,
    private readonly open: (address: string) => void = openDownload,
  ) {}

  /** Follows what the server tells until the returned function is called. */
  follow(): () => void {
    const end = this.live.on('operation', ({ operation }) => this.take(operation as Operation));
    const timer = setInterval(() => void this.ask(), ASK_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }

  /** Those of a unit, newest first. */
  of(unit: string): readonly Download[] {
    return this.list.filter((download) => download.unit === unit);
  }

  /** Hands a file, or a folder as an archive, to the browser. */
  fetch({ unit, path, isFolder, partial }: Wanted): void {
    this.count += 1;
    const fresh: Download = {
      unit,
      path,
      isFolder,
      ...(partial ? { partial } : {}),
      id: this.count,
      name: nameOf(path) + (isFolder ? '.zip' : ''),
      askedAt: this.live.serverNow(),
      state: 'waiting',
      operation: null,
      received: 0,
      size: null,
      note: null,
      error: null,
    };
    this.list = [fresh, ...this.list].slice(0, SHOWN);
    const route = `/api/nl43/{unit_id}/ftp/${isFolder ? 'download-folder' : 'download'}`;
    const query = { remote_path: path, ...(partial ? { partial } : {}) };
    this.open(addressOf(route, { path: { unit_id: unit }, query }));
  }

  /** Asks the server to end it; the browser notices. */
  async cancel(id: number): Promise<void> {
    const download = this.list.find((download) => download.id === id);
    if (!download?.operation) return;
    await this.api.delete('/api/nl43/{unit_id}/operations/{operation_id}', {
      path: { unit_id: download.unit, operation_id: download.operation },
    });
    await this.ask();
  }

  forget(id: number): void {
    this.list = this.list.filter((download) => download.id !== id);
  }

  /** Takes an operation as it is now, when it is that of a download of this page. */
  take(operation: Operation): void {
    const download =
      this.list.find((download) => download.operation === operation.operation_id) ?? this.claim(operation);
    if (!download || !isUnderWay(download)) return;
    this.change(download.id, {
      operation: operation.operation_id,
      state: stateOf(operation),
      received: operation.bytes_done,
      size: operation.bytes_total ?? null,
      note: operation.note ?? null,
      error: operation.error ?? null,
    });
  }

  /** The oldest download that an operation may be of, by its kind and when it began. */
  private claim({ operation_id, unit_id, kind, began }: Operation): Download | undefined {
    if (this.list.some((download) => download.operation === operation_id)) return undefined;
    const beganAt = parseTime(began) ?? 0;
    return this.running.findLast(
      (download) =>
        download.operation === null &&
        download.unit === unit_id &&
        kind === (download.isFolder ? 'download-folder' : 'download') &&
        beganAt >= download.askedAt - CLOCKS_MS,
    );
  }

  private async ask(): Promise<void> {
    if (this.asking || this.running.length === 0) return;
    this.asking = true;
    try {
      for (const unit of new Set(this.running.map(({ unit }) => unit))) {
        const answer = await this.api.get('/api/nl43/{unit_id}/operations', { path: { unit_id: unit } });
        // Oldest first, as they were asked for.
        for (const operation of answer.operations.toReversed()) this.take(operation);
      }
      this.giveUp();
    } catch {
      // Asked again; meanwhile the feed tells.
    } finally {
      this.asking = false;
    }
  }

  private giveUp(): void {
    const now = this.live.serverNow();
    for (const { id, operation, askedAt } of this.running) {
      if (operation === null && now - askedAt > BEGINS_WITHIN_MS)
        this.change(id, { state: 'failed', error: t('files.download.notBegun') });
    }
  }

  private change(id: number, change: Partial<Download>): void {
    this.list = this.list.map((download) => (download.id === id ? { ...download, ...change } : download));
  }
}

export function isUnderWay({ state }: Pick<Download, 'state'>): boolean {
  return state === 'waiting' || state === 'receiving';
}

function stateOf({ state, bytes_done }: Operation): Download['state'] {
  switch (state) {
    case 'running':
      return bytes_done > 0 ? 'receiving' : 'waiting';
    case 'done':
    case 'cancelled':
      return state;
    default:
      return 'failed';
  }
}

/** How much of all is done, 0 to 100; null when that cannot be told. */
export function shareOf(downloads: readonly Pick<Download, 'received' | 'size'>[]): number | null {
  let [received, size] = [0, 0];
  for (const download of downloads) {
    if (download.size === null || download.size === 0) return null;
    received += download.received;
    size += download.size;
  }
  return size > 0 ? Math.min(100, (100 * received) / size) : null;
}
