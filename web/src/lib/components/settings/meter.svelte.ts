import { toProblem, type ApiClient } from '$lib/api';
import { SETTINGS, without, type Setting, type Template, type Values } from './data';

/** How a change of a setting went. */
export type Outcome =
  | { state: 'waiting' | 'running' | 'done' }
  /** The meter took it, and says another value. */
  | { state: 'differs'; says: string }
  /** The meter took it, and could not be asked what it says now. */
  | { state: 'unread'; reason: string }
  | { state: 'failed'; reason: string }
  /** Stopped before it was its turn. */
  | { state: 'untried' };

type Answer = { says: string } | { reason: string };

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

  private isStopping = false;

  constructor(
    private readonly api: ApiClient,
    readonly unit: string,
  ) {}

  /** Asks for every setting; what the meter does not know keeps its reason. */
  async read(): Promise<void> {
    if (!this.begin('reading', SETTINGS.length)) return;
    for (const setting of SETTINGS) {
      if (this.isStopping) break;
      await this.ask(setting.command);
      this.done += 1;
    }
    if (!this.isStopping) this.readAt = Date.now();
    this.work = 'none';
  }

  /** Sets one after the other, and reads each back; a refusal does not keep the others from being tried. */
  async apply(changes: readonly Change[]): Promise<void> {
    if (!this.begin('changing', changes.length)) return;
    this.outcomes = Object.fromEntries(
      changes.map(({ setting }) => [setting.command, { state: 'waiting' as const }]),
    );
    for (const { setting, value } of changes) {
      if (this.isStopping) {
        this.note(setting.command, { state: 'untried' });
        continue;
      }
      this.note(setting.command, { state: 'running' });
      this.note(setting.command, await this.change(setting.command, value));
      this.done += 1;
    }
    this.work = 'none';
  }

  /** Ends after the command in flight: it may have reached the meter, so its answer is waited for. */
  stop(): void {
    this.isStopping = true;
  }

  /** What was read, as a template; null when nothing could be. */
  asTemplate(name: string): Template | null {
    const read = Object.keys(this.values).length;
    if (read === 0) return null;
    return { name, values: this.values, ...(read < SETTINGS.length ? { isPart: true } : {}) };
  }

  /** Why something could not be read; null when all was. */
  get failure(): string | null {
    return Object.values(this.failures)[0] ?? null;
  }

  private begin(work: 'reading' | 'changing', all: number): boolean {
    if (this.work !== 'none') return false;
    this.isStopping = false;
    this.work = work;
    this.done = 0;
    this.all = all;
    return true;
  }

  private async ask(command: string): Promise<Answer> {
    try {
      const says = (await this.send(command)) ?? '';
      this.values = { ...this.values, [command]: says };
      this.failures = without(this.failures, command);
      return { says };
    } catch (thrown) {
      const reason = toProblem(thrown).message;
      this.values = without(this.values, command);
      this.failures = { ...this.failures, [command]: reason };
      return { reason };
    }
  }

  private async change(command: string, value: string): Promise<Outcome> {
    try {
      await this.send(command, value);
    } catch (thrown) {
      return { state: 'failed', reason: toProblem(thrown).message };
    }
    const answer = await this.ask(command);
    if ('reason' in answer) return { state: 'unread', reason: answer.reason };
    return answer.says === value ? { state: 'done' } : { state: 'differs', says: answer.says };
  }

  private async send(name: string, value?: string): Promise<string | null> {
    const body = { name, ...(value === undefined ? {} : { value }), confirm: false };
    const answer = await this.api.post('/api/nl43/{unit_id}/command', {
      path: { unit_id: this.unit },
      body,
    });
    return answer.reply?.trim() ?? null;
  }

  private note(command: string, outcome: Outcome): void {
    this.outcomes = { ...this.outcomes, [command]: outcome };
  }
}
