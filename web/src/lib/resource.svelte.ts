import { untrack } from 'svelte';
import { toProblem, type ApiProblem } from '$lib/api';

/** Something asked of the server: what is there of it, and why there is no more. A newer question ends an older one. */
export class Resource<T> {
  /** The last answer; it stays while it is asked again, and when that fails. */
  value = $state.raw<T | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  loading = $state(false);
  /** The question that `value` answers. */
  answered = $state('');
  private asking: AbortController | null = null;

  constructor(private readonly ask: (signal: AbortSignal) => Promise<T>) {}

  /** Asks, by a name of the question when there is more than one; true when there was an answer. */
  async load(question = ''): Promise<boolean> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.loading = true;
    try {
      // An effect that asks depends on what it names, not on what the question happens to read.
      const value = await untrack(() => this.ask(asking.signal));
      if (asking.signal.aborted) return false;
      this.value = value;
      this.answered = question;
      this.problem = null;
      return true;
    } catch (thrown) {
      if (!asking.signal.aborted) this.problem = toProblem(thrown);
      return false;
    } finally {
      if (this.asking === asking) this.loading = false;
    }
  }

  /** Ends what is under way; for when the page goes. */
  stop(): void {
    this.asking?.abort();
    this.asking = null;
    this.loading = false;
  }
}
