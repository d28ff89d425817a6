import { isAbort, toProblem, type ApiClient, type ApiProblem } from '$lib/api';
import { readDisplayed } from './displayed';
import type { Recent } from './lines';
import { periodFor, type View } from './view';
import { readSeries, replaceFrom, type Steps } from './steps';

/** What is to be shown. */
export interface Wanted {
  view: View;
  /** Width of the picture, pixels. */
  width: number;
  metrics: string;
  now: number;
}

/** A view that is being moved is asked for once it rests. */
const REST_MS = 150;
/** So much beside what is shown is loaded with it, as a share of the width: the next step of panning is there at once. */
const BESIDE = 0.5;
/** How often the newest steps are asked for again while they are followed, ms. */
const OFTENEST_MS = 5000;
const SELDOMEST_MS = 300_000;
/** How long nothing is asked again after a failure; twice as long after each further one. */
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;

interface Stretch {
  period: string;
  metrics: string;
  from: number;
  to: number;
}

/** The recorded levels of one unit, loaded for the time that is shown in steps that fit its width. */
export class LevelHistory {
  steps = $state.raw<Steps | null>(null);
  /** What the meter showed of its measurement, once a minute, for the last hour. */
  displayed = $state.raw<Recent>({ times: [], values: {} });
  loading = $state(false);
  problem = $state.raw<ApiProblem | null>(null);

  private wanted: Wanted | null = null;
  private loaded: Stretch | null = null;
  /** What is being asked for. */
  private asked: Stretch | null = null;
  /** What could not be had, and when it may be asked for again. */
  private failed: { stretch: Stretch; until: number } | null = null;
  private failures = 0;
  private abort: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private askedAt = -Infinity;

  constructor(
    private readonly api: ApiClient,
    private readonly unit: string,
  ) {}

  /** Shows this from now on; what is there for it stays until better comes. */
  show(wanted: Wanted): void {
    this.wanted = wanted;
    // An answer that takes long is waited for, not asked for again.
    if (covers(this.asked, wanted)) return;
    if (this.failed && wanted.now < this.failed.until && covers(this.failed.stretch, wanted)) return;
    if (covers(this.loaded, wanted)) {
      const { ms } = periodFor(wanted.view, wanted.width, wanted.now);
      if (wanted.view.follow && wanted.now - this.askedAt >= refreshMs(ms)) void this.load();
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.load(), this.steps === null ? 0 : REST_MS);
  }

  /** Forgets what was loaded: frames were lost, or the server knows more by now. */
  reload(): void {
    this.loaded = null;
    this.failed = null;
    void this.load();
    void this.loadDisplayed();
  }

  /** Asks for what the meter showed before anything was heard here; without it those lines begin now. */
  async loadDisplayed(): Promise<void> {
    try {
      const path = { unit_id: this.unit };
      const answer = await this.api.get('/api/nl43/{unit_id}/history', { path, query: { hours: 1 } });
      this.displayed = readDisplayed(answer);
    } catch {
      // The lines that need it begin with what is heard.
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  private async load(): Promise<void> {
    const { wanted } = this;
    if (!wanted) return;
    const { view, width, metrics, now } = wanted;
    const period = periodFor(view, width, now);
    const fresh = view.follow && covers(this.loaded, wanted) ? this.steps : null;
    const room = (view.to - view.from) * BESIDE;
    const from = fresh ? freshFrom(fresh) : view.from - room;
    const to = Math.min(now + 1000, view.to + room);
    const stretch: Stretch = {
      period: period.name,
      metrics,
      from: fresh ? (this.loaded?.from ?? from) : from,
      to,
    };
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.asked = stretch;
    this.askedAt = now;
    this.loading = fresh === null;
    try {
      const answer = await this.api.get('/api/nl43/{unit_id}/series', {
        path: { unit_id: this.unit },
        query: { from: iso(from), to: iso(to), period: period.name, metrics },
        signal: abort.signal,
      });
      if (abort.signal.aborted) return;
      const steps = readSeries(answer, period.ms);
      this.steps = fresh ? trim(replaceFrom(fresh, steps), view) : steps;
      this.loaded = fresh ? { ...stretch, from: this.steps.at[0] ?? from } : stretch;
      this.problem = null;
      this.failed = null;
      this.failures = 0;
    } catch (thrown) {
      if (!isAbort(thrown)) this.fail(thrown, stretch);
    } finally {
      if (this.abort === abort) {
        this.loading = false;
        this.asked = null;
      }
    }
  }

  /** Says what went wrong, and leaves the server alone for a while. */
  private fail(thrown: unknown, stretch: Stretch): void {
    this.problem = toProblem(thrown);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
    this.failed = { stretch, until: (this.wanted?.now ?? this.askedAt) + pause };
  }
}

/** Whether a stretch of steps has all that is to be shown; the end of one that is followed comes live. */
function covers(stretch: Stretch | null, { view, width, metrics, now }: Wanted): boolean {
  if (!stretch || stretch.period !== periodFor(view, width, now).name || stretch.metrics !== metrics)
    return false;
  return stretch.from <= view.from && (view.follow || stretch.to >= view.to);
}

/** From the last step but one on: the last was not over when it was read. */
function freshFrom(steps: Steps): number {
  return steps.at[Math.max(0, steps.at.length - 2)] ?? steps.until;
}

/** A chart that follows for days does not grow. */
function trim(steps: Steps, view: View): Steps {
  const oldest = view.from - 2 * (view.to - view.from);
  const first = steps.at.findIndex((at) => at + steps.periodMs > oldest);
  if (first <= 0) return steps;
  return {
    ...steps,
    at: steps.at.slice(first),
    levels: Object.fromEntries(
      Object.entries(steps.levels).map(([name, column]) => [name, column.slice(first)]),
    ),
    coverage: steps.coverage.slice(first),
    over: steps.over.slice(first),
    under: steps.under.slice(first),
    sampled: steps.sampled.slice(first),
    uncertainty: steps.uncertainty.slice(first),
  };
}

function refreshMs(periodMs: number): number {
  return Math.min(SELDOMEST_MS, Math.max(OFTENEST_MS, periodMs));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
