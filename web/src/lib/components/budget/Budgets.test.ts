import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import Budgets from './Budgets.svelte';

const budget = {
  rule_id: 1,
  rule_name: 'Day',
  window_start: '2026-06-09T12:00:00Z',
  window_end: '2026-06-09T12:15:00Z',
  limit_db: 55,
  leq_db: 53,
  covered_s: 60,
  used_percent: 62,
  allowed_db: 54.1,
  seconds_to_breach: 240,
};

describe('budgets', () => {
  it('say what is left, and when it will be used up', async () => {
    testApp(() => ({ status: 200, body: { status: 'ok', budgets: [budget] } })).show(Budgets, {
      unit: 'gate',
    });
    expect(await screen.findByText('Until 14:15 the Leq may be 54.1 dB.')).toBeVisible();
    expect(screen.getByText(/the limit is reached in 4 min/)).toBeVisible();
    expect(screen.getByRole('meter', { name: /Day/ })).toHaveAttribute('aria-valuenow', '62');
  });

  it('are not shown by a server that does not tell them', async () => {
    const { show, asked } = testApp();
    show(Budgets, { unit: 'gate' });
    await expect.poll(() => asked.length).toBe(1);
    expect(screen.queryByText('What may still be emitted')).toBeNull();
  });
});
