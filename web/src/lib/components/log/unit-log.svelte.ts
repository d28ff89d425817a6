import { isAbort, toProblem, type ApiClient, type ApiProblem, type Schema } from '$lib/api';
import { joinFresh, joinOlder, type Category, type Level, type LogEntry } from './data';

const PAGE = 200;
const FRESH = 50;
/** The feed does not tell of log entries: they are asked for so often. */
const TAIL_MS = 3000;

/** The log of one unit, filtered, with its live end. */
export class UnitLog {
  entries = $state.raw<readonly LogEntry[]>([]);
  stats = $state.raw<Schema<'UnitLogStats'> | null>(null);
  level = $state<Level | null>(null);
  category = $state<Category | null>(null);
  /** There may be older ones. */
  hasMore = $state(false);
  loading = $state(true);
  problem = $state.raw<ApiProblem | null>(null);
  private abort: AbortController | null = null;
  private asking = false;

  constructor(
    private readonly api: ApiClient,
    private readonly unit: string,
  ) {}

  /** Shows entries of a level or category only; null is all. */
  async filter(level: Level | null, category: Category | null): Promise<void> {
    this.level = level;
    this.category = category;
    this.abort?.abort();
    this.abort = new AbortController();
    this.loading = true;
    this.problem = null;
    try {
      const { logs } = await this.ask(PAGE, 0);
      this.entries = logs;
      this.hasMore = logs.length === PAGE;
      this.loading = false;
    } catch (thrown) {
      this.failed(thrown);
    }
  }

  async older(): Promise<void> {
    this.loading = true;
    try {
      const { logs } = await this.ask(PAGE, this.entries.length);
      this.entries = joinOlder(this.entries, logs);
      this.hasMore = logs.length === PAGE;
    } catch (thrown) {
      this.failed(thrown);
    } finally {
      this.loading = false;
    }
  }

  /** Keeps the newest coming until the returned function is called. */
  follow(): () => void {
    const timer = setInterval(() => void this.refresh(), TAIL_MS);
    return () => clearInterval(timer);
  }

  async refresh(): Promise<void> {
    if (this.loading || this.asking || document.hidden) return;
    this.asking = true;
    try {
      const { logs } = await this.ask(FRESH, 0);
      const known = this.entries[0]?.id ?? 0;
      // More than a page came since: what lies between would be a hole.
      if (known > 0 && logs.length === FRESH && (logs.at(-1)?.id ?? 0) > known)
        await this.filter(this.level, this.category);
      else this.entries = joinFresh(this.entries, logs);
      this.problem = null;
    } catch (thrown) {
      this.failed(thrown);
    } finally {
      this.asking = false;
    }
  }

  /** Empties the log at the server. */
  async clear(): Promise<void> {
    await this.api.delete('/api/nl43/{unit_id}/logs', { path: { unit_id: this.unit } });
    await this.filter(this.level, this.category);
  }

  private async ask(limit: number, offset: number) {
    const query = {
      limit,
      offset,
      ...(this.level ? { level: this.level } : {}),
      ...(this.category ? { category: this.category } : {}),
    };
    const signal = this.abort?.signal;
    const answer = await this.api.get('/api/nl43/{unit_id}/logs', {
      path: { unit_id: this.unit },
      query,
      ...(signal ? { signal } : {}),
    });
    this.stats = answer.stats;
    return answer;
  }

  private failed(thrown: unknown): void {
    if (isAbort(thrown)) return;
    this.problem = toProblem(thrown);
    this.loading = false;
  }
}
