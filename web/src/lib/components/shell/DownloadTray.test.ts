import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import DownloadTray from './DownloadTray.svelte';

it('shows on every page what is on its way, and what failed', async () => {
  const { app, clock, say, show } = testApp(() => ({ operations: [] }));
  const end = app.downloads.follow();
  show(DownloadTray, {});
  expect(screen.queryByRole('link')).toBeNull();
  app.downloads.fetch({ unit: 'gate', path: '/NL-43/Auto_0001', isFolder: true });
  const tell = async (change: object) => {
    const began = new Date(clock.now()).toISOString();
    const operation = { operation_id: 'o', unit_id: 'gate', kind: 'download-folder', began, ...change };
    say({ unit_id: 'gate', event: 'operation', operation });
    await tick();
  };
  await tell({ state: 'running', bytes_done: 50, bytes_total: 200 });
  expect(screen.getByRole('link')).toHaveTextContent('1 download 25%');
  expect(screen.getByRole('link')).toHaveAttribute('href', '/units/gate/files');
  await tell({ state: 'failed', bytes_done: 50, error: 'cut off' });
  expect(screen.getByRole('link')).toHaveTextContent('1 download failed');
  end();
});
