import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import MeterCard from './MeterCard.svelte';

it('tells of when battery and card are known once the meter is not heard', async () => {
  const { clock, say, show } = testApp(() => ({
    data: {
      unit_id: 'gate',
      battery_level: 'Full',
      sd_remaining_mb: '900',
      last_success: '2026-06-09T11:59:00',
    },
  }));
  say({ unit_id: 'gate', lp: 50 });
  show(MeterCard, { unit: 'gate' });
  expect(await screen.findByText('Full')).toBeVisible();
  expect(screen.getByText(/asked for every ten minutes/)).toBeVisible();
  clock.pass(600_000);
  await tick();
  expect(screen.getByText(/^As of .*, when the meter answered last/)).toBeVisible();
});
