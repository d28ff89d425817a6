import type { ApiClient, Schema } from '$lib/api';
import { toProblem, type ApiProblem } from '$lib/api';
import { Bounded } from '$lib/bounded';
import type { LiveFeed } from '$lib/live';
import { housekeepingOf, infoOf, type Housekeeping, type UnitInfo } from '$lib/units';
import { SvelteMap } from 'svelte/reactivity';

const ROSTER_MS = 30_000;
const HOUSEKEEPING_MS = 60_000;

/** Which units there are, what they are called and where they stand, and how their meters are. */
export class Fleet {
  /** Null until the roster was read. */
  units = $state.raw<readonly UnitInfo[] | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  readonly housekeeping = new SvelteMap<string, Housekeeping>();
  private readonly byId = $derived(new Map((this.units ?? []).map((unit) => [unit.id, unit])));
  private readonly reading = new Bounded(3);
  private users = 0;
  private ends: (() => void)[] = [];

  constructor(
    private readonly api: ApiClient,
    private readonly live: LiveFeed,
  ) {}

  /** A unit of the roster. */
  of(id: string): UnitInfo | null {
    return this.byId.get(id) ?? null;
  }

  /** What people call a unit. */
  nameOf(id: string): string {
    return this.of(id)?.name ?? id;
  }

  /** Frequency weighting of a unit's levels, as its last frame or the roster tells; null while it is not known. */
  weightingOf(id: string): string | null {
    return this.live.unit(id).latest?.weighting ?? this.of(id)?.weighting ?? null;
  }

  /** Names of all groups. */
  get groups(): string[] {
    const names = new Set((this.units ?? []).flatMap(({ groups }) => groups));
    return [...names].sort((a, b) => a.localeCompare(b));
  }

  /** Keeps up to date while somebody looks; gives what ends that. */
  follow(): () => void {
    this.users += 1;
    if (this.users === 1) this.begin();
    return () => {
      this.users -= 1;
      if (this.users === 0) this.end();
    };
  }

  /** Reads the roster at once. */
  async refresh(): Promise<void> {
    try {
      const [roster, profiles] = await Promise.all([
        this.api.get('/api/nl43/roster', {}),
        this.api.find('/api/nl43/_units', {}),
      ]);
      this.take(roster.devices, profiles?.units ?? []);
      this.problem = null;
    } catch (thrown) {
      this.problem = toProblem(thrown);
    }
  }

  private begin(): void {
    const roster = setInterval(() => void this.refresh(), ROSTER_MS);
    const meters = setInterval(() => this.readHousekeeping(), HOUSEKEEPING_MS);
    this.ends = [() => clearInterval(roster), () => clearInterval(meters)];
    void this.refresh().then(() => this.readHousekeeping());
  }

  private end(): void {
    for (const end of this.ends) end();
    this.ends = [];
    this.reading.clear();
  }

  private take(devices: readonly Schema<'RosterUnit'>[], profiles: readonly Schema<'UnitOverview'>[]): void {
    const profile = new Map(profiles.map((unit) => [unit.unit_id, unit]));
    this.units = devices.map((device) => infoOf(device, profile.get(device.unit_id)));
    const ids = new Set(this.units.map(({ id }) => id));
    this.live.keepOnly(ids);
    for (const id of this.housekeeping.keys()) if (!ids.has(id)) this.housekeeping.delete(id);
    // The feed follows the units that there were when it connected.
    const isNew = this.units.some(({ id, enabled }) => enabled && !this.live.follows(id));
    if (isNew && this.live.state === 'live') this.live.reconnect();
  }

  private readHousekeeping(): void {
    for (const { id } of this.units ?? []) {
      this.reading.add(id, async () => {
        const answer = await this.api.find('/api/nl43/{unit_id}/status', { path: { unit_id: id } });
        if (answer) this.housekeeping.set(id, housekeepingOf(answer.data));
      });
    }
  }
}
