import { isAbort, toProblem, type ApiClient } from '$lib/api';
import { SETTINGS, without, type Setting, type Template, type Values } from './data';

/** How a change of a setting went. */
export type Outcome =
  | { state: 'waiting' | 'running' | 'done' }
  /** The meter took it, and says another value. */
  | { state: 'differs'; says: string }
  | { state: 'failed'; reason: string };

export interface Change {
  setting: Setting;
  value: string;
}

/** The settings of one meter as they were read, and how reading or changing them gets on. Questions go one by one. */
export class MeterSettings {
  values = $state.raw<Values>({});
  /** Why a setting could not be read, by command. */
  failures = $state.raw<Readonly<Record<string, string>>>({});
  /** How changes went, by command; of the last time. */
  outcomes = $state.raw<Readonly<Record<string, Outcome>>>({});
  work = $state<'none' | 'reading' | 'changing'>('none');
  /** So many of all questions and changes are over. */
  done = $state(0);
  all = $state(0);
  /** When all of it was read, ms of this machine. */
  readAt = $state<number | null>(null);

  private abort: AbortController | null = null;

  constructor(
    private readonly api: ApiClient,
    readonly unit: string,
  ) {}

  /** Asks for every setting; what the meter does not know keeps its reason. */
  async read(): Promise<void> {
    const signal = this.begin('reading', SETTINGS.length);
    if (!signal) return;
    for (const setting of SETTINGS) {
      if (signal.aborted) break;
      await this.ask(setting.command, signal);
      this.done += 1;
    }
    if (!signal.aborted) this.readAt = Date.now();
    this.work = 'none';
  }

  /** Sets one after the other, and reads each back; a refusal does not keep the others from being tried. */
  async apply(changes: readonly Change[]): Promise<void> {
    const signal = this.begin('changing', changes.length);
    if (!signal) return;
    this.outcomes = Object.fromEntries(
      changes.map(({ setting }) => [setting.command, { state: 'waiting' as const }]),
    );
    for (const { setting, value } of changes) {
      if (signal.aborted) break;
      this.note(setting.command, { state: 'running' });
      this.note(setting.command, await this.change(setting.command, value, signal));
      this.done += 1;
    }
    this.work = 'none';
  }

  /** Ends after the command in flight. */
  stop(): void {
    this.abort?.abort();
  }

  /** What was read, as a template. */
  asTemplate(name: string): Template {
    return { name, values: this.values };
  }

  private begin(work: 'reading' | 'changing', all: number): AbortSignal | null {
    if (this.work !== 'none') return null;
    this.abort = new AbortController();
    this.work = work;
    this.done = 0;
    this.all = all;
    return this.abort.signal;
  }

  private async ask(command: string, signal: AbortSignal): Promise<string | null> {
    try {
      const answer = await this.send(command, undefined, signal);
      this.values = { ...this.values, [command]: answer ?? '' };
      this.failures = without(this.failures, command);
      return answer;
    } catch (thrown) {
      if (isAbort(thrown)) return null;
      this.values = without(this.values, command);
      this.failures = { ...this.failures, [command]: toProblem(thrown).message };
      return null;
    }
  }

  private async change(command: string, value: string, signal: AbortSignal): Promise<Outcome> {
    try {
      await this.send(command, value, signal);
    } catch (thrown) {
      return { state: 'failed', reason: toProblem(thrown).message };
    }
    const says = await this.ask(command, signal);
    return says === null || says === value ? { state: 'done' } : { state: 'differs', says };
  }

  private async send(name: string, value: string | undefined, signal: AbortSignal): Promise<string | null> {
    const body = { name, ...(value === undefined ? {} : { value }), confirm: false };
    const answer = await this.api.post('/api/nl43/{unit_id}/command', {
      path: { unit_id: this.unit },
      body,
      signal,
    });
    return answer.reply?.trim() ?? null;
  }

  private note(command: string, outcome: Outcome): void {
    this.outcomes = { ...this.outcomes, [command]: outcome };
  }
}
