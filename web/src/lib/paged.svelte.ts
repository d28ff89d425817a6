import { untrack } from 'svelte';
import { toProblem, type ApiProblem } from '$lib/api';

/** Which of a list the server is asked for: so many, of smaller numbers than `before`. */
export interface Page {
  limit: number;
  before?: number;
}

/** Items of one answer. */
const LENGTH = 50;
/** No answer has more. */
const MOST = 200;

/** A list of falling numbers that is given page by page, and asked for again while people look at it. */
export class Paged<T extends { readonly id: number }> {
  /** What is loaded of the question that was asked last; null until it was answered. */
  items = $state.raw<readonly T[] | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  /** Whether there may be older ones. */
  hasMore = $state(false);
  loading = $state(false);
  loadingMore = $state(false);
  private question = '';
  private asking: AbortController | null = null;

  constructor(
    private readonly ask: (page: Page, signal: AbortSignal) => Promise<readonly T[]>,
    private readonly length = LENGTH,
  ) {}

  /** Asks for the newest. What was opened below them stays, unless it is another question than before: that begins anew. */
  async load(question = this.question): Promise<boolean> {
    if (question !== this.question) this.begin(question);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.loading = true;
    const limit = Math.min(MOST, Math.max(this.length, untrack(() => this.items)?.length ?? 0));
    try {
      const newest = await untrack(() => this.ask({ limit }, asking.signal));
      if (asking.signal.aborted) return false;
      this.take(newest, limit);
      this.problem = null;
      return true;
    } catch (thrown) {
      if (!asking.signal.aborted) this.problem = toProblem(thrown);
      return false;
    } finally {
      if (this.asking === asking) this.loading = false;
    }
  }

  /** Asks for what is below; throws when that fails. */
  async more(): Promise<void> {
    const { question } = this;
    const last = this.items?.at(-1);
    if (!last || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const { signal } = new AbortController();
      const found = await this.ask({ limit: this.length, before: last.id }, signal);
      if (question !== this.question) return;
      const items = this.items ?? [];
      const lowest = items.at(-1)?.id ?? last.id;
      this.items = [...items, ...found.filter(({ id }) => id < lowest)];
      this.hasMore = found.length >= this.length;
    } finally {
      this.loadingMore = false;
    }
  }

  /** Ends what is under way; for when the page goes. */
  stop(): void {
    this.asking?.abort();
    this.asking = null;
    this.loading = false;
  }

  private begin(question: string): void {
    this.question = question;
    this.items = null;
    this.problem = null;
    this.hasMore = false;
  }

  private take(newest: readonly T[], limit: number): void {
    const isAll = newest.length < limit;
    const lowest = newest.at(-1)?.id ?? 0;
    // Also those that newer ones have pushed off the first page.
    const older = isAll ? [] : (this.items ?? []).filter(({ id }) => id < lowest);
    if (isAll) this.hasMore = false;
    else if (older.length === 0 && this.items?.at(-1)?.id !== lowest) this.hasMore = true;
    this.items = [...newest, ...older];
  }
}
