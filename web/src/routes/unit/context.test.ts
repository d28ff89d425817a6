import { expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import { UnitContext } from './context.svelte';

function unit(profile: object) {
  const { app, say } = testApp(({ path }) => {
    if (path.endsWith('/config')) return { data: { unit_id: 'gate', tcp_enabled: true } };
    if (path.endsWith('/_units')) return { units: [{ unit_id: 'gate', name: 'North gate', ...profile }] };
    return undefined;
  });
  return { context: new UnitContext(app.api, app.live, 'gate'), say };
}

it('knows a unit that was taken out of service', async () => {
  const { context } = unit({ deactivated: true });
  expect(context.isDeactivated).toBe(false);
  await context.load(new AbortController().signal);
  expect([context.isDeactivated, context.name]).toEqual([true, 'North gate']);
});

it('names the weighting that the last frame does, before that the one of the roster', async () => {
  const { context, say } = unit({ deactivated: false, frequency_weighting: 'A' });
  await context.load(new AbortController().signal);
  expect([context.weighting, context.timeWeighting]).toEqual(['A', null]);
  say({ unit_id: 'gate', lp: 50, frequency_weighting: 'C', time_weighting: 'S' });
  expect([context.weighting, context.timeWeighting]).toEqual(['C', 'S']);
});
