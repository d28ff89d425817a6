/** Long work in words and shares. */
import type { Schema } from '$lib/api';
import { parseTime } from '$lib/format';
import { t, type TextKey } from '$lib/i18n';

export type Operation = Schema<'OperationDetails'>;
export type OperationStep = Schema<'OperationStep'>;
export type OperationTone = 'info' | 'ok' | 'warn' | 'crit' | 'idle';

export function isRunning(operation: Operation): boolean {
  return operation.state === 'running';
}

const KINDS: Readonly<Record<string, TextKey>> = {
  'start-cycle': 'operation.kind.start-cycle',
  'stop-cycle': 'operation.kind.stop-cycle',
  download: 'operation.kind.download',
  'download-folder': 'operation.kind.download-folder',
  'sync-start-time': 'operation.kind.sync-start-time',
  settings: 'operation.kind.settings',
  other: 'operation.kind.other',
};

/** What is being done; a kind of work that is not known here is told by the server's name of it. */
export function kindText(kind: string): string {
  const key = KINDS[kind];
  return key === undefined ? t('operation.unknown', { name: kind }) : t(key as 'operation.kind.download');
}

const STEPS = [
  'connect',
  'wake',
  'check',
  'clock',
  'store_name',
  'start',
  'confirm',
  'stop',
  'ftp_off',
  'ftp_on',
  'ftp_ready',
  'ftp_login',
  'folder',
  'download',
  'verify',
  'reading',
  'list',
  'transfer',
] as const;

/** A step in words; one that is not known here keeps its name. */
export function stepText(name: string): string {
  const known = STEPS.find((step) => step === name);
  return known ? t(`operation.step.${known}`) : t('operation.unknown', { name });
}

const STATES: Readonly<Record<string, { tone: OperationTone; text: TextKey }>> = {
  running: { tone: 'info', text: 'operation.running' },
  done: { tone: 'ok', text: 'operation.done' },
  failed: { tone: 'crit', text: 'operation.failed' },
  cancelled: { tone: 'idle', text: 'operation.cancelled' },
  interrupted: { tone: 'warn', text: 'operation.interrupted' },
  missed: { tone: 'warn', text: 'operation.missed' },
  skipped: { tone: 'idle', text: 'operation.skipped' },
};

/** A state of an operation or of a campaign's run. */
export function stateOf(state: string): { tone: OperationTone; text: string } {
  const known = STATES[state];
  return known
    ? { tone: known.tone, text: t(known.text as 'operation.done') }
    : { tone: 'idle', text: state };
}

/** How much is done, 0 to 1; null when that cannot be told. Bytes tell more than steps. */
export function share(operation: Operation): number | null {
  if (!isRunning(operation)) return operation.state === 'done' ? 1 : null;
  const { bytes_done, bytes_total, steps } = operation;
  const over = steps.filter((step) => step.state === 'done' || step.state === 'skipped').length;
  const bytes = bytes_total ? Math.min(1, bytes_done / bytes_total) : null;
  if (steps.length < 3) return bytes;
  return (over + (bytes !== null && bytes < 1 ? bytes : 0)) / steps.length;
}

/** The step under way; of one that ended early, the step it ended at. */
export function currentStep(operation: Operation): OperationStep | null {
  const { steps } = operation;
  return (
    steps.find((step) => step.state === 'running') ?? steps.find((step) => step.state === 'failed') ?? null
  );
}

/** How long it takes or took, ms. */
export function tookMs(operation: Operation, now: number): number | null {
  const began = parseTime(operation.began);
  return began === null ? null : (parseTime(operation.ended) ?? now) - began;
}

/** Bytes a second since the transfer began; null before anything came. */
export function bytesPerSecond(operation: Operation, now: number): number | null {
  const step = currentStep(operation);
  const began = parseTime(step?.began ?? operation.began);
  if (!isRunning(operation) || began === null || operation.bytes_done === 0 || now - began < 1000)
    return null;
  return operation.bytes_done / ((now - began) / 1000);
}

/** A list with an operation as it is now, newest first, finished ones only so many. */
export function withOperation(list: readonly Operation[], fresh: Operation, most = 50): Operation[] {
  const known = list.find((operation) => operation.operation_id === fresh.operation_id);
  // Frames have no result; what the list has of it is kept.
  const merged = known ? { ...known, ...fresh, result: fresh.result ?? known.result } : fresh;
  if (known) return list.map((operation) => (operation === known ? merged : operation));
  return [merged, ...list].slice(0, most);
}
