import { t } from '$lib/i18n';
import type { components } from './types';

type FieldProblem = components['schemas']['FieldProblem'];

/** Why a request brought nothing. */
export type ProblemKind =
  /** The server was not reached. */
  | 'offline'
  /** It did not answer in time. */
  | 'timeout'
  /** There is no such thing, or no such route. */
  | 'missing'
  /** Fields that cannot be taken. */
  | 'invalid'
  /** It does not fit what is going on. */
  | 'conflict'
  /** The meter did not do it. */
  | 'meter'
  /** The line is busy. */
  | 'busy'
  /** Not allowed. */
  | 'forbidden'
  /** The server failed. */
  | 'server'
  /** Anything else that was refused. */
  | 'refused';

interface ProblemInit {
  kind: ProblemKind;
  status?: number;
  detail?: string;
  error?: string;
  fields?: Record<string, string>;
  /** The whole body, for who knows more of it. */
  body?: unknown;
}

/** A failure that can be shown: what happened (`message`) and what to do (`advice`). */
export class ApiProblem extends Error {
  readonly kind: ProblemKind;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Short name of the device's failure, for instance `timed_out`. */
  readonly error: string | undefined;
  /** What to do about it. */
  readonly advice: string;
  /** Messages by field, `body.tcp_port` as `tcp_port`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: unknown;

  constructor(init: ProblemInit) {
    super(init.detail || t(`problem.${init.kind}`));
    this.name = 'ApiProblem';
    this.kind = init.kind;
    this.status = init.status ?? 0;
    this.error = init.error;
    this.fields = init.fields ?? {};
    this.advice = adviceFor(init);
    this.body = init.body;
  }
}

/** Any thrown thing as a problem that can be shown. */
export function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem({ kind: 'refused', detail });
}

/** Reads the body of a failed answer. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const kind = kindOf(status);
  const parts = isRecord(body) ? body : {};
  const fields = Array.isArray(parts['detail'])
    ? fieldMessages(parts['detail'] as FieldProblem[])
    : undefined;
  if (fields) {
    return new ApiProblem({ kind: 'invalid', status, detail: t('problem.invalid'), fields, body });
  }
  const detail = text(parts['reason']) ?? text(parts['detail']) ?? t(`problem.${kind}`);
  const error = text(parts['error']);
  return new ApiProblem({ kind, status, detail, body, ...(error ? { error } : {}) });
}

/** Messages of wrong fields by their place, without the part of the request they stand in. */
export function fieldMessages(problems: readonly FieldProblem[]): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const problem of problems) {
    const place = problem.loc.slice(1).join('.') || String(problem.loc[0] ?? '');
    messages[place] ??= problem.msg.replace(/^Value error, /, '');
  }
  return messages;
}

function kindOf(status: number): ProblemKind {
  if (status === 404) return 'missing';
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 409) return 'conflict';
  if (status === 422 || status === 400) return 'invalid';
  if (status === 502) return 'meter';
  if (status === 503) return 'busy';
  if (status === 504 || status === 408) return 'timeout';
  return status >= 500 ? 'server' : 'refused';
}

function adviceFor({ kind, error }: ProblemInit): string {
  switch (error) {
    case 'refused':
      return t('advice.meter.refused');
    case 'timed_out':
      return t('advice.meter.timed_out');
    case 'wedged':
      return t('advice.meter.wedged');
    default:
      return t(`advice.${kind}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
