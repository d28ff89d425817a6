import type { ApiClient } from '$lib/api';
import type { LiveFeed } from '$lib/live';
import { isRunning, withOperation, type Operation } from './data';

/** While something runs and the feed does not tell, the list is asked for so often, ms. */
const ASK_MS = 3000;

/** The long work of one unit: asked for once, then as the feed tells. */
export class Operations {
  list = $state.raw<readonly Operation[]>([]);
  readonly running = $derived(this.list.filter(isRunning));

  constructor(
    private readonly api: ApiClient,
    private readonly unit: string,
  ) {}

  /** Keeps up to date until the returned function is called. */
  follow(feed: LiveFeed): () => void {
    void this.refresh();
    const ends = [
      feed.on('operation', ({ unit, operation }) => {
        if (unit === this.unit) this.take(operation as Operation);
      }),
      feed.on('hello', () => void this.refresh()),
    ];
    const timer = setInterval(() => {
      if (this.running.length > 0 && feed.state !== 'live') void this.refresh();
    }, ASK_MS);
    return () => {
      clearInterval(timer);
      for (const end of ends) end();
    };
  }

  /** An operation as it is now. */
  take(operation: Operation): void {
    this.list = withOperation(this.list, operation);
    // The last frame has no result; the list has.
    if (!isRunning(operation)) void this.refresh();
  }

  async refresh(): Promise<void> {
    try {
      const answer = await this.api.get('/api/nl43/{unit_id}/operations', { path: { unit_id: this.unit } });
      this.list = answer.operations;
    } catch {
      // What is known stays; whoever waits for an operation sees the problem of its own request.
    }
  }

  async find(id: string): Promise<Operation> {
    const answer = await this.api.get('/api/nl43/{unit_id}/operations/{operation_id}', {
      path: { unit_id: this.unit, operation_id: id },
    });
    const operation: Operation = answer.data;
    this.list = withOperation(this.list, operation);
    return operation;
  }

  /** Asks an operation to end; it does so after the command in flight. */
  async cancel(id: string): Promise<void> {
    await this.api.delete('/api/nl43/{unit_id}/operations/{operation_id}', {
      path: { unit_id: this.unit, operation_id: id },
    });
    await this.refresh();
  }

  /** Goes on with one that ended early. */
  async restart(id: string): Promise<void> {
    await this.api.post('/api/nl43/{unit_id}/operations/{operation_id}/restart', {
      path: { unit_id: this.unit, operation_id: id },
      query: { background: true },
    });
    await this.refresh();
  }
}
