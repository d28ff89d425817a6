import { getContext, setContext } from 'svelte';
import { isAbort, toProblem, type ApiClient, type ApiProblem, type Schema } from '$lib/api';
import { Operations } from '$lib/components/operations/operations.svelte';
import { frameOfStatus } from '$lib/components/readings/data';
import type { Weightings } from '$lib/weightings.svelte';
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
  /** Time weighting of the main channel, as the meter told; null until it did. */
  timeWeighting = $state<string | null>(null);
  /** The server knows no such unit. */
  isMissing = $state(false);
  problem = $state.raw<ApiProblem | null>(null);

  private asking = false;

  constructor(
    private readonly api: ApiClient,
    feed: LiveFeed,
    private readonly weightings: Weightings,
    id: string,
  ) {
    this.id = id;
    this.live = feed.unit(id);
    this.operations = new Operations(api, id);
  }

  /** Frequency weighting of the main channel; null while it is not known. */
  get weighting(): string | null {
    return this.weightings.of(this.id);
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

  /** Asks the meter for its weightings, once; what it does not tell stays unknown. */
  async askWeighting(): Promise<void> {
    if (this.asking || this.timeWeighting !== null) return;
    this.asking = true;
    const path = { unit_id: this.id };
    try {
      const frequency = await this.api.get('/api/nl43/{unit_id}/frequency-weighting', { path });
      this.weightings.set(this.id, frequency.frequency_weighting);
      this.timeWeighting = (
        await this.api.get('/api/nl43/{unit_id}/time-weighting', { path })
      ).time_weighting;
    } catch {
      // Shown without weighting; asked again when the meter is reached again.
    } finally {
      this.asking = false;
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
