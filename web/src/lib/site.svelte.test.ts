import { flushSync } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import { clock, currentZone, setZone } from '$lib/format';
import { testApp } from '$lib/testing/live-app';

const before = currentZone();
afterEach(() => void setZone(before));

const at = Date.UTC(2026, 5, 9, 12);

it('asks for the zone again after each new connection, and texts follow it', async () => {
  let isUp = false;
  const { app, say, asked } = testApp(() =>
    isUp ? { zone: 'Asia/Tokyo', standby: false } : { status: 503, body: { detail: 'not yet' } },
  );
  setZone('UTC');
  const end = app.site.follow(app.api, app.live);
  const shown: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void shown.push(clock(at, false)));
  });
  flushSync();
  await new Promise((resolve) => setTimeout(resolve));
  expect(app.site.info).toBeNull();
  isUp = true;
  say({ unit_id: 'x', event: 'hello', version: '9', units: [], missing: [] });
  await new Promise((resolve) => setTimeout(resolve));
  await new Promise((resolve) => setTimeout(resolve));
  flushSync();
  expect([app.site.zone, shown]).toEqual(['Asia/Tokyo', ['12:00', '21:00']]);
  expect(asked).toHaveLength(2);
  stop();
  end();
});
