import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import Readings from './Readings.svelte';

function shown() {
  const test = testApp();
  const unit = test.app.live.unit('gate');
  test.show(Readings, { unit, weighting: 'A', timeWeighting: 'F' });
  return test;
}

describe('the big numbers', () => {
  it('show levels with their weighting, and slots by their percentage', async () => {
    const { say } = shown();
    say({ unit_id: 'gate', lp: 61.5, leq: 60.2, ln1: 66, ln_percent: [5, 10, 50, 90, 95] });
    await tick();
    expect(screen.getByText('61.5')).toBeVisible();
    expect(screen.getByText('LAF')).toBeVisible();
    expect(screen.getByText('L95')).toBeVisible();
  });

  it('say when the meter was overloaded', async () => {
    const { say } = shown();
    say({ unit_id: 'gate', lp: 130, over: true });
    await tick();
    expect(screen.getByText('Overload')).toBeVisible();
  });

  it('never pass an old value off as one of now', async () => {
    const { say, clock } = shown();
    say({ unit_id: 'gate', lp: 61.5 });
    clock.pass(60_000);
    await tick();
    expect(screen.getByText(/^Stale: 60 s old/)).toBeVisible();
  });

  it('do not go on counting a measurement of a meter that is not heard', async () => {
    const { say, clock } = shown();
    const began = new Date(clock.now() - 60_000).toISOString();
    say({ unit_id: 'gate', lp: 61.5, measurement_state: 'Start', measurement_start_time: began });
    await tick();
    expect(screen.getByText('Running for 00:01:00')).toBeVisible();
    say({ unit_id: 'gate', feed_status: 'unreachable', reason: 'refused' });
    clock.pass(440_000);
    await tick();
    expect(screen.getByText('Had run for 00:01:00')).toBeVisible();
  });

  it('show a dash where the meter shows nothing', async () => {
    const { say } = shown();
    say({ unit_id: 'gate', lp: 61.5, leq: null });
    await tick();
    expect(screen.getAllByText('–').length).toBeGreaterThan(0);
    expect(screen.queryByText('0.0')).toBeNull();
  });
});
