import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import StandbyBanner from './StandbyBanner.svelte';

it('says that the server is in standby, and ends it', async () => {
  let standby = true;
  const { app, show, asked } = testApp(({ path }) => {
    if (path.endsWith('/resume')) standby = false;
    return { zone: 'UTC', standby };
  });
  show(StandbyBanner, {});
  expect(screen.queryByText('Standby.')).toBeNull();
  await app.site.load(app.api);
  expect(await screen.findByText('Standby.')).toBeVisible();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Resume' }));
  expect(await screen.findByText('The server reads the meters again')).toBeVisible();
  expect(screen.queryByText('Standby.')).toBeNull();
  expect(asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
    '/api/nl43/_system/resume',
  ]);
});
