import { getContext, setContext } from 'svelte';
import { isAbort, toProblem, type ApiClient, type ApiProblem, type Schema } from '$lib/api';
import { Operations } from '$lib/components/operations/operations.svelte';
import { frameOfStatus } from '$lib/components/readings/data';
import type { DataFrame, LiveFeed, LiveUnit } from '$lib/live';

/** What all parts of a unit's page share. */
export class UnitContext {
  readonly id: string;
  readonly live: LiveUnit;
  readonly operations: Operations;
  config = $state.raw<Schema<'UnitSettings'> | null>(null);
  profile = $state.raw<Schema<'UnitOverview'> | null>(null);
  /** What was known last, before anything is heard. */
  last = $state.raw<DataFrame | null>(null);
  /** The server knows no such unit. */
  isMissing = $state(false);
  problem = $state.raw<ApiProblem | null>(null);

  constructor(
    private readonly api: ApiClient,
    feed: LiveFeed,
    id: string,
  ) {
    this.id = id;
    this.live = feed.unit(id);
    this.operations = new Operations(api, id);
  }

  /** Frequency weighting of the main channel; null while it is not known. */
  get weighting(): string | null {
    return this.live.latest?.weighting ?? this.profile?.frequency_weighting ?? null;
  }

  /** Time weighting of the main channel, likewise. */
  get timeWeighting(): string | null {
    return this.live.latest?.timeWeighting ?? null;
  }

  /** An operator took it out of service. */
  get isDeactivated(): boolean {
    return this.profile?.deactivated ?? false;
  }

  /** What people call it. */
  get name(): string {
    return this.profile?.name ?? this.id;
  }

  async load(signal: AbortSignal): Promise<void> {
    this.problem = null;
    try {
      const answer = await this.api.find('/api/nl43/{unit_id}/config', {
        path: { unit_id: this.id },
        signal,
      });
      this.isMissing = answer === null;
      this.config = answer?.data ?? null;
      if (answer === null) return;
      const status = await this.api.find('/api/nl43/{unit_id}/status', {
        path: { unit_id: this.id },
        signal,
      });
      this.last = status === null ? null : frameOfStatus(status.data);
      const units = await this.api.find('/api/nl43/_units', { signal });
      this.profile = units?.units.find(({ unit_id }) => unit_id === this.id) ?? null;
    } catch (thrown) {
      if (!isAbort(thrown)) this.problem = toProblem(thrown);
    }
  }
}

const KEY = Symbol('unit');

export function provideUnit(unit: UnitContext): UnitContext {
  return setContext(KEY, unit);
}

export function useUnit(): UnitContext {
  return getContext<UnitContext>(KEY);
}
