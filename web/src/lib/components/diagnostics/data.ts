/** What a unit's line has been through, and what is wrong with it. */
import type { Schema } from '$lib/api';
import { duration, number, parseTime } from '$lib/format';
import { t } from '$lib/i18n';

export type LogEntry = Schema<'UnitLogEntry'>;
export type Diagnostics = Schema<'Diagnostics'>;

/** State of the link in a stretch of time. */
export type LinkState = 'up' | 'failing' | 'down' | 'wedged' | 'unknown';

export interface Stretch {
  state: LinkState;
  from: number;
  to: number;
  /** Why, in the words of the log. */
  reason: string | null;
}

export type MarkKind = 'opened' | 'closed' | 'taint' | 'restart';

export interface Mark {
  kind: MarkKind;
  at: number;
  text: string;
}

export interface Timeline {
  from: number;
  to: number;
  stretches: Stretch[];
  marks: Mark[];
}

interface Turn {
  at: number;
  state: LinkState;
  reason: string | null;
}

/**
 * The link from the unit's log, oldest first, until now. Before the first entry nothing is known unless the log goes back
 * further; the present state is the line's own.
 */
export function timelineOf(
  entries: readonly LogEntry[],
  from: number,
  now: number,
  isUp: boolean | null,
): Timeline {
  const dated = entries
    .flatMap((entry) => {
      const at = parseTime(entry.timestamp);
      return at === null ? [] : [{ at, entry }];
    })
    .sort((a, b) => a.at - b.at);
  const turns = dated.flatMap(({ at, entry }) => turnOf(at, entry));
  const marks = dated.flatMap(({ at, entry }) => markOf(at, entry)).filter(({ at }) => at >= from);
  const stretches: Stretch[] = [];
  let current: Turn = { at: from, state: 'unknown', reason: null };
  // The first turn for the better or worse tells what was before it.
  const first = turns[0];
  if (first && first.at > from) current = { ...current, state: first.state === 'up' ? 'unknown' : 'up' };
  for (const turn of turns) {
    if (turn.at <= from) current = { ...turn, at: from };
    else if (turn.state !== current.state || turn.reason !== current.reason) {
      push(stretches, current, turn.at);
      current = turn;
    }
  }
  if (turns.length === 0 && isUp !== null) current = { ...current, state: isUp ? 'up' : 'down' };
  push(stretches, current, now);
  return { from, to: now, stretches, marks };
}

function push(stretches: Stretch[], turn: Turn, to: number): void {
  if (to > turn.at) stretches.push({ state: turn.state, from: turn.at, to, reason: turn.reason });
}

function turnOf(at: number, { category, message }: LogEntry): Turn[] {
  if (message.startsWith('Device is unreachable')) return [{ at, state: 'down', reason: rest(message) }];
  if (message.startsWith('Control port wedged')) return [{ at, state: 'wedged', reason: rest(message) }];
  if (message.startsWith('Device answers again')) return [{ at, state: 'up', reason: null }];
  if (category === 'POLL' && message.startsWith('Poll failed'))
    return [{ at, state: 'failing', reason: rest(message) }];
  if (category === 'TCP' && message === 'Connection opened') return [{ at, state: 'up', reason: null }];
  return [];
}

function markOf(at: number, { category, message }: LogEntry): Mark[] {
  const mark = (kind: MarkKind): Mark[] => [{ kind, at, text: message }];
  if (message.startsWith("The unit's task was restarted")) return mark('restart');
  if (category !== 'TCP') return [];
  if (message === 'Connection opened') return mark('opened');
  if (message.startsWith('Connection closed')) return mark('closed');
  return message.startsWith('A late or unfit answer') ? mark('taint') : [];
}

function rest(message: string): string {
  const colon = message.indexOf(': ');
  return colon < 0 ? message : message.slice(colon + 2);
}

/** How much of the time that is known the meter was reached, 0 to 1; null when nothing is known. */
export function availability({ stretches }: Timeline): number | null {
  let known = 0;
  let up = 0;
  for (const { state, from, to } of stretches) {
    if (state === 'unknown') continue;
    known += to - from;
    if (state === 'up' || state === 'failing') up += to - from;
  }
  return known === 0 ? null : up / known;
}

export type TestName = keyof Diagnostics['tests'];

/** The order in which a unit is tested; what comes after a failure was not tried. */
export const TESTS: readonly TestName[] = [
  'config_exists',
  'tcp_enabled',
  'tcp_connection',
  'command_response',
  'ftp_status',
];

/** The tests in their order; null for those that were not reached. */
export function testsOf(diagnostics: Diagnostics): { name: TestName; result: Schema<'TestResult'> | null }[] {
  return TESTS.map((name) => ({ name, result: diagnostics.tests[name] ?? null }));
}

const MODES = ['watched', 'kept', 'background', 'backoff', 'resting'] as const;

/** A figure of a line in words. */
export interface LineFigure {
  label: string;
  value: string;
  hint?: string;
}

/** What is known of a line, as a list reads it. */
export function lineFigures(line: NonNullable<Diagnostics['line']>): LineFigure[] {
  const mode = MODES.find((mode) => mode === line.mode);
  const connected =
    line.connected_for_s == null
      ? t('diagnostics.figure.notConnected')
      : t('diagnostics.figure.connectedFor', { time: duration(line.connected_for_s * 1000) });
  return [
    { label: t('diagnostics.figure.address'), value: line.device_key },
    { label: t('diagnostics.figure.connected'), value: connected },
    { label: t('diagnostics.figure.mode'), value: mode ? t(`diagnostics.mode.${mode}`) : line.mode },
    {
      label: t('diagnostics.figure.turnaround'),
      value: line.turnaround_ms == null ? '–' : `${number(line.turnaround_ms)} ms`,
      hint: t('diagnostics.figure.turnaround.hint'),
    },
    { label: t('diagnostics.figure.polls'), value: number(line.polls) },
    { label: t('diagnostics.figure.poll_failures'), value: number(line.poll_failures) },
    { label: t('diagnostics.figure.failures'), value: number(line.consecutive_failures) },
    { label: t('diagnostics.figure.taints'), value: number(line.taints) },
    { label: t('diagnostics.figure.connects'), value: number(line.connects) },
    { label: t('diagnostics.figure.busy'), value: number(line.busy) },
    { label: t('diagnostics.figure.waiting'), value: number(line.waiting) },
    { label: t('diagnostics.figure.restarts'), value: number(line.restarts) },
    {
      label: t('diagnostics.figure.clock'),
      value:
        line.clock_offset_s == null
          ? '–'
          : `${line.clock_offset_s > 0 ? '+' : ''}${number(line.clock_offset_s, 1)} s`,
    },
    ...(line.last_error ? [{ label: t('diagnostics.figure.lastError'), value: line.last_error }] : []),
  ];
}
