import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { alertEvent, rule, ruleBody } from '$lib/testing/alarms';
import { show, unitAnswers, violations, type Answers } from '$lib/testing/app';
import RulePart from './RulePart.svelte';

// Charts draw on a canvas, which only browsers have.
vi.mock('$lib/components/chart/TimeChart.svelte', async () => import('$lib/testing/NoChart.svelte'));

const old = rule({
  compatible: true,
  name: 'Alert',
  metric: 'lp',
  window: null,
  window_s: null,
  required_coverage: null,
  applies_to: 'unit:gate',
});
const tried = {
  unit_id: 'gate',
  from: '2026-06-08T10:00:00Z',
  to: '2026-06-09T10:00:00Z',
  readings: 86_000,
  more: false,
};
const answers: Answers = {
  ...unitAnswers('gate'),
  'GET /api/nl43/_alerts/rules/{id}': { rule: old },
  'POST /api/nl43/_alerts/rules': { rule: rule() },
  'DELETE /api/nl43/_alerts/rules/{id}': {},
  'GET /api/nl43/_delivery/recipients': { recipients: [] },
  'GET /api/nl43/_delivery/channels': { channels: [] },
  'GET /api/nl43/{unit}/series': {
    unit_id: 'gate',
    columns: ['time', 'leq'],
    rows: [
      [0, 50],
      [60, 51],
    ],
  },
  'POST /api/nl43/{unit}/alerts/rules/try': {
    ...tried,
    events: [alertEvent({ ended_at: '2026-06-09T10:20:00Z' })],
  },
};
const isNew = { params: { id: 'new' } };

test('a new rule begins as a sentence, and is tried on the record', async () => {
  const { server, container } = await show(RulePart, answers, isNew);
  expect(await screen.findByText('Leq,15min rolling over 70 dB, at all units')).toBeInTheDocument();
  expect(await screen.findByText('It would have fired once.')).toBeInTheDocument();
  const [asked] = server.to('POST /api/nl43/{unit}/alerts/rules/try');
  expect(asked?.body).toMatchObject({ rule: { applies_to: 'unit:gate', metric: 'leq_t', enabled: true } });
  expect(await violations(container)).toEqual([]);
});

test('edits are tried once they rest', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulePart, answers, isNew);
  await screen.findByText('It would have fired once.');
  const limit = screen.getByLabelText('Limit (dB)');
  await user.clear(limit);
  await user.type(limit, '81');
  await waitFor(() => expect(server.to('POST /api/nl43/{unit}/alerts/rules/try')).toHaveLength(2), {
    timeout: 3000,
  });
  expect(server.to('POST /api/nl43/{unit}/alerts/rules/try')[1]?.body).toMatchObject({
    rule: { threshold: 81 },
  });
  expect(screen.getByText('Leq,15min rolling over 81 dB, at all units')).toBeInTheDocument();
});

test('without a name nothing is sent, and the field says so', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulePart, answers, isNew);
  await user.click(await screen.findByRole('button', { name: 'Create rule' }));
  expect(screen.getByLabelText(/^Name/)).toHaveAccessibleDescription(/Give the rule a name/);
  expect(server.to('POST /api/nl43/_alerts/rules')).toHaveLength(0);
});

test("the server's objections stand at their fields, also in a part that was closed", async () => {
  const user = userEvent.setup();
  const detail = [
    { loc: ['body', 'on_delay_s'], msg: 'expected 0 or more seconds', type: 'value_error' },
    { loc: ['body', 'name'], msg: 'expected at most 200 characters', type: 'value_error' },
  ];
  const refusing = {
    ...answers,
    'POST /api/nl43/_alerts/rules': () => ({ httpStatus: 422, body: { detail } }),
  };
  await show(RulePart, refusing, isNew);
  await user.type(await screen.findByLabelText(/^Name/), 'Day');
  await user.click(screen.getByRole('button', { name: 'Create rule' }));
  expect(await screen.findByText('2 fields have to be corrected.')).toBeInTheDocument();
  expect(screen.getByLabelText(/^Name/)).toHaveAccessibleDescription(/at most 200/);
  const delay = screen.getByLabelText('Begins after');
  expect(delay).toHaveAccessibleDescription(/0 or more seconds/);
  expect(delay.closest('details')).toHaveAttribute('open');
});

test('a rule of the compatible API is converted: a full one is made, then the old one deleted', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulePart, answers, { params: { id: '3' } });
  expect(await screen.findByText(/made over a unit’s own route/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Save rule' }));
  await waitFor(() => expect(server.to('DELETE /api/nl43/_alerts/rules/{id}')).toHaveLength(1));
  const saved = server.to('POST /api/nl43/_alerts/rules')[0]?.body;
  expect(saved).toEqual(
    ruleBody({
      name: 'Alert',
      metric: 'lp',
      window: null,
      window_s: null,
      required_coverage: null,
      applies_to: 'unit:gate',
    }),
  );
  const order = server.asked
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/try'))
    .map(({ method }) => method);
  expect(order).toEqual(['POST', 'DELETE']);
});
