import type { ApiClient } from '$lib/api';
import { ApiProblem } from '$lib/api';
import { readEvent, readRule, type AlarmEvent, type LimitRule } from './marks';

/** The rules and alarms of one unit. A server that has only the unit's own routes is asked there. */
export class UnitAlarmMarks {
  rules = $state.raw<readonly LimitRule[]>([]);
  events = $state.raw<readonly AlarmEvent[]>([]);

  constructor(
    private readonly api: ApiClient,
    private readonly unit: string,
  ) {}

  /** Asks for both; what cannot be had leaves what was there. */
  async refresh(): Promise<void> {
    await Promise.allSettled([this.loadRules(), this.loadEvents()]);
  }

  private async loadRules(): Promise<void> {
    const raw = await this.ask('rules', '/api/nl43/_alerts/rules', {});
    const own = `unit:${this.unit}`;
    this.rules = raw
      .filter((rule) => {
        const units = rule['units'];
        if (Array.isArray(units)) return units.includes(this.unit);
        return rule['applies_to'] === undefined || rule['applies_to'] === own;
      })
      .map(readRule);
  }

  private async loadEvents(): Promise<void> {
    const raw = await this.ask('events', '/api/nl43/_alerts/events', { limit: 500 });
    this.events = raw.map(readEvent).filter((event) => event !== null);
  }

  private async ask(
    what: 'rules' | 'events',
    path: string,
    query: Record<string, unknown>,
  ): Promise<Record<string, unknown>[]> {
    let response: Response;
    try {
      response = await this.api.raw('get', path, { query: { unit: this.unit, ...query } });
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem) || (thrown.status !== 404 && thrown.status !== 405)) throw thrown;
      response = await this.api.raw('get', `/api/nl43/{unit_id}/alerts/${what}`, {
        path: { unit_id: this.unit },
        query,
      });
    }
    const body = (await response.json()) as Record<string, unknown>;
    const list = body[what];
    return Array.isArray(list) ? (list as Record<string, unknown>[]) : [];
  }
}
