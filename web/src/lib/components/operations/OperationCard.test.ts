import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import type { Operation } from './data';
import OperationCard from './OperationCard.svelte';
import { Operations } from './operations.svelte';

const operation: Operation = {
  operation_id: 'op-1',
  unit_id: 'gate',
  kind: 'stop-cycle',
  state: 'running',
  began: '2026-06-09T12:00:00',
  ended: null,
  steps: ['stop', 'ftp_on', 'download', 'verify'].map((name, i) => ({
    name,
    state: ['done', 'done', 'running', 'pending'][i]!,
    detail: null,
    began: null,
    ended: null,
  })),
  bytes_done: 500_000,
  bytes_total: 1_000_000,
  note: null,
  error: null,
  meter_state: null,
  result: null,
  can_cancel: true,
  is_cancelling: false,
  can_restart: false,
};

function shown(change: Partial<Operation> = {}) {
  const test = testApp(() => ({ status: 200, body: { status: 'ok', operations: [] } }));
  const operations = new Operations(test.app.api, 'gate');
  test.show(OperationCard, { operation: { ...operation, ...change }, operations, open: true });
  return test;
}

describe('long work', () => {
  it('shows how far it is, and with what', () => {
    shown();
    expect(screen.getByRole('progressbar', { name: 'Fetch the folder' })).toHaveAttribute(
      'aria-valuenow',
      '63',
    );
    expect(screen.getByText(/500 kB \/ 1 MB/)).toBeVisible();
    expect(screen.getAllByRole('listitem')).toHaveLength(4);
  });

  it('can be ended', async () => {
    const { asked } = shown();
    await userEvent.setup().click(screen.getByRole('button', { name: 'End it' }));
    expect(asked.map(({ method, path }) => `${method} ${path}`)[0]).toBe(
      'DELETE /api/nl43/gate/operations/op-1',
    );
  });

  it('says at which step it failed, why, and what state the meter is in', () => {
    const steps = operation.steps.map((step) =>
      step.state === 'running' ? { ...step, state: 'failed' } : step,
    );
    const meter_state = 'The meter does not measure.';
    shown({
      state: 'failed',
      error: 'login refused',
      meter_state,
      steps,
      can_cancel: false,
      can_restart: true,
    });
    expect(screen.getByText(/Fetch the folder: login refused/)).toBeVisible();
    expect(screen.getByText(meter_state)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Go on' })).toBeEnabled();
  });
});
