import { describe, expect, it } from 'vitest';
import { bytesPerSecond, currentStep, share, stepText, withOperation, type Operation } from './data';

function operation(change: Partial<Operation> = {}): Operation {
  return {
    operation_id: 'op-1',
    unit_id: 'gate',
    kind: 'stop-cycle',
    state: 'running',
    began: '2026-06-09T12:00:00',
    ended: null,
    steps: [],
    bytes_done: 0,
    bytes_total: null,
    note: null,
    error: null,
    meter_state: null,
    result: null,
    can_cancel: true,
    is_cancelling: false,
    can_restart: false,
    ...change,
  };
}

const step = (name: string, state: string) => ({ name, state, detail: null, began: null, ended: null });
const NOON = Date.UTC(2026, 5, 9, 12);

describe('share', () => {
  it('is not known before there is anything to go by', () => {
    expect(share(operation())).toBeNull();
  });

  it('is that of the bytes for a download', () => {
    expect(share(operation({ bytes_done: 25, bytes_total: 100, steps: [step('transfer', 'running')] }))).toBe(
      0.25,
    );
  });

  it('counts steps of a cycle, and bytes within one', () => {
    const steps = [
      step('stop', 'done'),
      step('ftp_on', 'skipped'),
      step('download', 'running'),
      step('verify', 'pending'),
    ];
    expect(share(operation({ steps }))).toBe(0.5);
    expect(share(operation({ steps, bytes_done: 50, bytes_total: 100 }))).toBe(0.625);
  });

  it('is whole when done, and unknown when it ended early', () => {
    expect(share(operation({ state: 'done' }))).toBe(1);
    expect(share(operation({ state: 'failed' }))).toBeNull();
  });
});

it('tells at which step an operation ended', () => {
  expect(
    currentStep(operation({ state: 'failed', steps: [step('stop', 'done'), step('ftp_on', 'failed')] }))
      ?.name,
  ).toBe('ftp_on');
});

it('calls a step it does not know by its name', () => {
  expect(stepText('polish_lens')).toBe('Work named “polish_lens”');
});

it('reckons speed from what came', () => {
  expect(bytesPerSecond(operation({ bytes_done: 4000 }), NOON + 2000)).toBe(2000);
  expect(bytesPerSecond(operation(), NOON + 2000)).toBeNull();
});

describe('withOperation', () => {
  it('puts a new one first, and a known one in its place', () => {
    const list = [operation({ operation_id: 'b' }), operation({ operation_id: 'a' })];
    expect(withOperation(list, operation({ operation_id: 'c' })).map((o) => o.operation_id)).toEqual([
      'c',
      'b',
      'a',
    ]);
    const changed = withOperation(list, operation({ operation_id: 'a', state: 'done' }));
    expect(changed.map((o) => `${o.operation_id} ${o.state}`)).toEqual(['b running', 'a done']);
  });

  it('keeps a result that a frame does not repeat', () => {
    const list = [operation({ result: { files: 3 } as never })];
    expect(withOperation(list, operation({ state: 'done' }))[0]?.result).toEqual({ files: 3 });
  });
});
