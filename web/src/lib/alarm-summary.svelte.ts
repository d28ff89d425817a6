import type { ApiClient } from '$lib/api';
import type { AlertSummary, UnitAlarms } from '$lib/api/alarms';
import type { LiveFeed } from '$lib/live';

/** Open alarms of all units: asked for at the start, every minute, and whenever the feed tells of an alarm. */
export class AlarmSummary {
  value = $state.raw<AlertSummary | null>(null);
  private readonly byUnit = $derived(new Map((this.value?.units ?? []).map((unit) => [unit.unit_id, unit])));
  private asking = false;
  private again = false;

  constructor(private readonly api: ApiClient) {}

  /**
   * Incidents that nobody takes care of; null when the server does not tell. Alarms of one unit that overlap are one incident, and
   * this is what the inbox lists as open.
   */
  get open(): number | null {
    return this.value?.units.filter(({ unacknowledged }) => unacknowledged > 0).length ?? null;
  }

  of(unit: string): UnitAlarms | null {
    return this.byUnit.get(unit) ?? null;
  }

  /** Keeps up to date until the returned function is called. */
  follow(feed: LiveFeed): () => void {
    const refresh = () => void this.refresh();
    const ends = [feed.on('alert', refresh), feed.on('hello', refresh)];
    const timer = setInterval(refresh, 60_000);
    refresh();
    return () => {
      clearInterval(timer);
      for (const end of ends) end();
    };
  }

  /** Asks at once; what comes while one question is under way makes one more. */
  async refresh(): Promise<void> {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    try {
      this.value = (await this.api.find('/api/nl43/_alerts/summary', {})) as AlertSummary | null;
    } catch {
      // The state of the connection is shown elsewhere; the count stays what it was.
    } finally {
      this.asking = false;
    }
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
  }
}
