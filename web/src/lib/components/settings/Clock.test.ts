import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { testApp } from '$lib/testing/live-app';
import Clock from './Clock.svelte';

it('does not call a clock right whose difference was not measured', async () => {
  const test = testApp(({ path }) => {
    if (path.endsWith('/clock/sync'))
      return { clock: '2026/06/09 12:00:00', zone: 'UTC', offset_before_s: 7, offset_after_s: null };
    if (path.endsWith('/clock')) return { clock: '2026/06/09 11:59:53' };
    return { line: { clock_offset_s: -7 } };
  });
  test.show(Clock, { unit: 'gate' });
  expect(await screen.findByText('7 s behind')).toBeVisible();
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Set to the time of the site' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Set to the time of the site' }));
  expect(await screen.findByText('not known yet')).toBeVisible();
  expect(screen.queryByText('right')).toBeNull();
});
