import { render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import type { ClientLimit, ClientUnit } from './data';
import ViewedUnit from './ViewedUnit.svelte';

vi.mock('$lib/components/chart/TimeChart.svelte', async () => import('$lib/testing/NoChart.svelte'));

const limit = (level_db: number): ClientLimit => ({
  name: 'Night',
  metric_text: 'Leq,1h',
  limit_db: 45,
  window_start: '2026-06-09T09:00:00Z',
  window_end: '2026-06-09T10:00:00Z',
  level_db,
  used_percent: 40,
  allowed_db: 46,
  seconds_to_breach: null,
  breached: false,
});

it('shows two limits of one name and metric', () => {
  const unit: ClientUnit = {
    key: 'a',
    name: 'Rose street',
    state: 'waiting',
    last_seen: null,
    weighting: 'A',
    now: null,
    today: null,
    limits: [limit(40.1), limit(41.2)],
    last_24h: { period_s: 900, columns: ['at', 'leq'], rows: [] },
  };
  render(ViewedUnit, { unit, now: Date.now(), titled: true });
  expect(screen.getAllByRole('heading', { name: 'Night' })).toHaveLength(2);
  expect([screen.getByText('40.1'), screen.getByText('41.2')]).toHaveLength(2);
});
