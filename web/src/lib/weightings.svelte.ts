import { SvelteMap } from 'svelte/reactivity';
import type { ApiClient } from '$lib/api';
import { Bounded } from '$lib/bounded';

const KEY = 'slmm.weightings';
/** A weighting is a setting that is seldom changed, and asking for it takes a second of the meter's line. */
const FRESH_MS = 12 * 3_600_000;

interface Kept {
  weighting: string;
  at: number;
}

/** Frequency weightings of the units' main channels, asked for once and kept on this machine for half a day. */
export class Weightings {
  private readonly known = new SvelteMap<string, Kept>(stored());
  private readonly asking = new Bounded(2);

  constructor(
    private readonly api: ApiClient,
    private readonly now: () => number = Date.now,
  ) {}

  /** `A`, `C` or `Z`; null while it is not known. */
  of(unit: string): string | null {
    return this.known.get(unit)?.weighting ?? null;
  }

  /** Notes what is known from elsewhere: a setting that was read or changed. */
  set(unit: string, weighting: string): void {
    this.known.set(unit, { weighting, at: this.now() });
    store(this.known);
  }

  /** Asks for what is not known, or no longer sure. A meter that does not answer is not asked again by this page. */
  want(unit: string): void {
    const kept = this.known.get(unit);
    if ((kept && this.now() - kept.at < FRESH_MS) || this.asked.has(unit)) return;
    this.asked.add(unit);
    this.asking.add(unit, async () => {
      const answer = await this.api.get('/api/nl43/{unit_id}/frequency-weighting', {
        path: { unit_id: unit },
      });
      this.set(unit, answer.frequency_weighting);
    });
  }

  private readonly asked = new Set<string>();
}

function stored(): [string, Kept][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return Object.entries(kept as Record<string, Kept>);
  } catch {
    return [];
  }
}

function store(known: ReadonlyMap<string, Kept>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(known)));
  } catch {
    // Then it is asked for again next time.
  }
}
