import { ApiProblem, isAbort, toProblem, type ApiClient } from '$lib/api';
import { downloadName, nameOf } from './data';
import { saveFile } from './save';

export interface Wanted {
  path: string;
  isFolder: boolean;
  /** Take an archive that lacks files. */
  partial?: boolean;
}

/** A file of the card that could not be fetched. */
export interface MissingFile {
  path: string;
  reason: string;
}

export interface Download extends Wanted {
  id: number;
  name: string;
  state: 'waiting' | 'receiving' | 'done' | 'failed' | 'cancelled';
  /** The operation at the server, once it is known. */
  operation: string | null;
  received: number;
  /** Size of the answer; null for archives that are packed on the way. */
  size: number | null;
  problem: ApiProblem | null;
  missing: readonly MissingFile[];
}

/** A folder may take hours over a mobile link. */
const LONGEST_MS = 24 * 3_600_000;
const SHOWN = 8;

/** Files on their way from a meter's card through the server to the browser. */
export class Downloads {
  list = $state.raw<readonly Download[]>([]);
  private count = 0;
  private readonly aborts = new Map<number, AbortController>();

  constructor(
    private readonly api: ApiClient,
    private readonly unit: string,
    private readonly save: (content: Blob, name: string) => void = saveFile,
  ) {}

  /** Fetches a file, or a folder as an archive, and hands it to the browser once it is whole. */
  async fetch(wanted: Wanted): Promise<void> {
    this.count += 1;
    const id = this.count;
    const abort = new AbortController();
    this.aborts.set(id, abort);
    const fresh: Download = {
      ...wanted,
      id,
      name: nameOf(wanted.path),
      state: 'waiting',
      operation: null,
      received: 0,
      size: null,
      problem: null,
      missing: [],
    };
    this.list = [fresh, ...this.list].slice(0, SHOWN);
    try {
      await this.receive(id, wanted, abort.signal);
    } catch (thrown) {
      if (isAbort(thrown) || abort.signal.aborted) this.change(id, { state: 'cancelled' });
      else this.fail(id, thrown);
    } finally {
      this.aborts.delete(id);
    }
  }

  /** Leaves it; the server ends its work when nobody takes the answer. */
  cancel(id: number): void {
    this.aborts.get(id)?.abort();
  }

  forget(id: number): void {
    this.list = this.list.filter((download) => download.id !== id);
  }

  stop(): void {
    for (const abort of this.aborts.values()) abort.abort();
  }

  private async receive(id: number, { path, isFolder, partial }: Wanted, signal: AbortSignal): Promise<void> {
    const route = `/api/nl43/{unit_id}/ftp/${isFolder ? 'download-folder' : 'download'}`;
    const response = await this.api.raw('post', route, {
      path: { unit_id: this.unit },
      body: { remote_path: path, ...(partial ? { partial: true } : {}) },
      signal,
      timeoutMs: LONGEST_MS,
    });
    const name = downloadName(response.headers.get('content-disposition'), path, isFolder);
    const size = Number(response.headers.get('content-length')) || null;
    this.change(id, { state: 'receiving', name, size, operation: response.headers.get('x-operation-id') });
    this.save(await this.read(id, response), name);
    this.change(id, { state: 'done' });
  }

  private async read(id: number, response: Response): Promise<Blob> {
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    const reader = response.body?.getReader();
    if (!reader) return response.blob();
    const parts: BlobPart[] = [];
    let received = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value as BlobPart);
      received += value.byteLength;
      this.change(id, { received });
    }
    return new Blob(parts, { type });
  }

  private fail(id: number, thrown: unknown): void {
    const cut = thrown instanceof TypeError;
    // An answer that was begun and does not end well is one that the server could not finish.
    const problem = cut ? new ApiProblem({ kind: 'meter', error: 'incomplete' }) : toProblem(thrown);
    this.change(id, { state: 'failed', problem, missing: missingOf(problem.body) });
  }

  private change(id: number, change: Partial<Download>): void {
    this.list = this.list.map((download) => (download.id === id ? { ...download, ...change } : download));
  }
}

function missingOf(body: unknown): MissingFile[] {
  const files = typeof body === 'object' && body !== null ? (body as { files?: unknown }).files : undefined;
  return Array.isArray(files) ? (files as MissingFile[]) : [];
}
