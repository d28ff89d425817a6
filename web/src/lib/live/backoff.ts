/** How long to wait before the next attempt: doubling, with a spread so that viewers do not come back all at once. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly random: () => number,
    private readonly firstMs = 500,
    private readonly longestMs = 30_000,
  ) {}

  next(): number {
    const full = Math.min(this.longestMs, this.firstMs * 2 ** this.attempts);
    this.attempts += 1;
    return full * (0.75 + 0.5 * this.random());
  }

  reset(): void {
    this.attempts = 0;
  }
}
