import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { flushSync } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import type { App } from '$lib/app';
import { parseFrame } from '$lib/live/frames';
import { router } from '$lib/router';
import { show, unitAnswers, violations } from '$lib/testing/app';
import FleetPage from './FleetPage.svelte';

const answers = {
  ...unitAnswers('gate', 'yard'),
};

beforeEach(() => {
  localStorage.clear();
  router.go('/');
});

let seq = 0;

/** Hands a frame to a unit, as the feed does, and draws. */
function hear(app: App, unit: string, frame: object): void {
  seq += 1;
  const at = new Date(app.live.serverNow()).toISOString();
  const read = parseFrame(JSON.stringify({ unit_id: unit, timestamp: at, epoch: 'e', seq, ...frame }));
  const known = app.live.unit(unit);
  if (read?.kind === 'data') known.takeData(read);
  if (read?.kind === 'unreachable') known.takeUnreachable(read);
  known.publish(app.live.serverNow());
  flushSync();
}

const card = (name: string) => screen.getByRole('link', { name }).closest('article') as HTMLElement;

test('a card shows the level as it comes, with its weighting and percentages', async () => {
  const { app, container } = await show(FleetPage, answers);
  expect(within(card('gate')).getByText('Waiting')).toBeInTheDocument();
  const levels = { lp: 61.74, leq: 58, lmax: 80.2, ln1: 66, ln4: null, ln_percent: [5, 10, 50, 90, 95] };
  hear(app, 'gate', { feed_status: 'ok', measurement_state: 'Start', frequency_weighting: 'C', ...levels });
  const gate = within(card('gate'));
  expect(gate.getByText('61.7')).toBeInTheDocument();
  expect(gate.getByText('Live')).toBeInTheDocument();
  expect(gate.getByText('Measuring')).toBeInTheDocument();
  expect(gate.getByText('L5').parentElement).toHaveTextContent('66.0');
  // What the meter does not show is no zero.
  expect(gate.getByText('L90').parentElement).toHaveTextContent('–');
  expect(gate.getByText('dB(C)')).toBeInTheDocument();
  hear(app, 'gate', { feed_status: 'ok', lp: 40.1, over: true });
  expect(gate.getByText('40.1')).toBeInTheDocument();
  expect(gate.getByTitle(/Overload/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

test('a meter that does not answer keeps its last level, and says why', async () => {
  const { app } = await show(FleetPage, answers);
  hear(app, 'yard', { feed_status: 'ok', lp: 50 });
  hear(app, 'yard', { feed_status: 'unreachable', reason: 'connection refused' });
  const yard = within(card('yard'));
  expect(yard.getByText('Offline')).toHaveAttribute('title', 'connection refused');
  expect(yard.getByText('50.0')).toBeInTheDocument();
  expect(yard.getByText(/^Offline for/)).toBeInTheDocument();
});

test('open alarms are told on the card and can be filtered by', async () => {
  const user = userEvent.setup();
  const summary = {
    open_events: 2,
    unacknowledged: 1,
    incidents_open: 1,
    units: [{ unit_id: 'yard', open_events: 2, unacknowledged: 1, worst_severity: 'critical', since: null }],
  };
  const { app } = await show(FleetPage, { ...answers, 'GET /api/nl43/_alerts/summary': summary });
  hear(app, 'yard', { feed_status: 'ok', lp: 50 });
  await app.alarms.refresh();
  expect(await within(card('yard')).findByText('2 alarms')).toBeInTheDocument();
  // The range of the last minutes is wanted then most of all.
  expect(within(card('yard')).getByText('15 min: 50–50 dB')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /In alarm/ }));
  expect(screen.queryByRole('link', { name: 'gate' })).toBeNull();
  expect(router.query.get('state')).toBe('alarms');
});

test('alarms that somebody takes care of are told calmly, and no longer counted as open', async () => {
  const unit = (unit_id: string, unacknowledged: number) => ({
    unit_id,
    open_events: 2,
    unacknowledged,
    worst_severity: 'critical',
    since: null,
  });
  const summary = {
    open_events: 4,
    unacknowledged: 2,
    incidents_open: 2,
    units: [unit('gate', 2), unit('yard', 0)],
  };
  const { app, container } = await show(FleetPage, { ...answers, 'GET /api/nl43/_alerts/summary': summary });
  await app.alarms.refresh();
  expect(await within(card('yard')).findByText('2 alarms, all acknowledged')).toBeInTheDocument();
  expect(card('yard')).toHaveClass('idle');
  expect(card('gate')).toHaveClass('crit');
  // Two alarms of one unit are one incident.
  expect(app.alarms.open).toBe(1);
  expect(await violations(container)).toEqual([]);
});

test('a search without a find says so, and is undone', async () => {
  const user = userEvent.setup();
  await show(FleetPage, answers);
  await user.type(screen.getByRole('searchbox'), 'bridge');
  expect(screen.getByText('No unit fits')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show all units' }));
  expect(card('gate')).toBeInTheDocument();
});

test('the table is sorted by a press on a head', async () => {
  const user = userEvent.setup();
  router.go('/?view=table');
  const { app, container } = await show(FleetPage, answers);
  hear(app, 'gate', { feed_status: 'ok', lp: 50 });
  hear(app, 'yard', { feed_status: 'ok', lp: 70 });
  // Rows change places only every few seconds.
  app.live.now += 5000;
  await user.click(screen.getByRole('button', { name: /^Level/ }));
  const names = screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('link')[0]?.textContent);
  expect(names).toEqual(['yard', 'gate']);
  expect(screen.getByRole('columnheader', { name: /Level/ })).toHaveAttribute('aria-sort', 'descending');
  expect(await violations(container)).toEqual([]);
});

test('a roster without units leads to the set-up', async () => {
  await show(FleetPage, { ...answers, ...unitAnswers() });
  expect(screen.getByRole('link', { name: 'Add a unit' })).toHaveAttribute('href', '/setup/units/new');
});

test('a roster that cannot be read says what to do', async () => {
  const failing = {
    'GET /api/nl43/roster': () => ({ httpStatus: 500, body: { detail: 'The database failed; see the log' } }),
  };
  const { server } = await show(FleetPage, failing);
  expect(screen.getByRole('alert')).toHaveTextContent('The database failed; see the log');
  server.answers = answers;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'gate' })).toBeInTheDocument();
});
