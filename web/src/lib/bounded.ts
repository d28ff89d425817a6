/** Runs jobs, at most so many at a time; the rest wait in order. A job of a key that waits already is not added again. */
export class Bounded {
  private running = 0;
  private readonly waiting = new Map<string, () => Promise<void>>();

  constructor(private readonly most: number) {}

  add(key: string, job: () => Promise<void>): void {
    if (!this.waiting.has(key)) this.waiting.set(key, job);
    this.next();
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.waiting.clear();
  }

  private next(): void {
    const first = this.waiting.entries().next();
    if (first.done || this.running >= this.most) return;
    const [key, job] = first.value;
    this.waiting.delete(key);
    this.running += 1;
    // A job deals with its own failures.
    void job()
      .catch(() => undefined)
      .finally(() => {
        this.running -= 1;
        this.next();
      });
    this.next();
  }
}
