import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { router } from '$lib/router';
import { show, unitAnswers } from '$lib/testing/app';
import WallPage from './WallPage.svelte';

const alarm = (unit_id: string) => ({
  unit_id,
  open_events: 2,
  unacknowledged: 1,
  worst_severity: 'critical',
  since: null,
});

test('a wall of a group counts the alarms of that group', async () => {
  const answers = unitAnswers('gate', 'yard', 'pump');
  const { units } = answers['GET /api/nl43/_units'] as { units: { unit_id: string; groups: string[] }[] };
  for (const unit of units) unit.groups = unit.unit_id === 'pump' ? ['South'] : ['North'];
  const summary = {
    open_events: 4,
    unacknowledged: 2,
    incidents_open: 2,
    units: [alarm('gate'), alarm('pump')],
  };
  router.go('/wall?group=North');
  const { app } = await show(WallPage, { ...answers, 'GET /api/nl43/_alerts/summary': summary });
  await app.alarms.refresh();
  expect(await screen.findByText('1 unit in alarm')).toBeInTheDocument();
  expect(screen.queryByText('pump')).toBeNull();
});

test('a wall without units says why it is dark', async () => {
  router.go('/wall?group=West');
  await show(WallPage, unitAnswers('gate'));
  expect(screen.getByText('No unit of “West” is switched on')).toBeInTheDocument();
});

test('a wall whose roster cannot be read says so, and can try again', async () => {
  router.go('/wall');
  const { server } = await show(WallPage, {
    'GET /api/nl43/roster': () => ({ httpStatus: 500, body: { detail: 'The database failed' } }),
  });
  expect(screen.getByRole('alert')).toHaveTextContent('The database failed');
  server.answers = unitAnswers('gate');
  screen.getByRole('button', { name: 'Try again' }).click();
  expect(await screen.findByText('gate')).toBeInTheDocument();
  router.go('/');
});
