import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { rule, ruleBody } from '$lib/testing/alarms';
import { show, unitAnswers, violations, type Answers } from '$lib/testing/app';
import RulesPart from './RulesPart.svelte';

const rules = [
  rule(),
  rule({ id: 4, name: 'Night limit', open_events: 1, applies_to: 'unit:gate', threshold: 45 }),
  rule({
    id: 5,
    name: 'Off',
    enabled: false,
    shelves: [{ unit_id: 'gate', until: '2126-06-09T10:00:00Z', by: 'Dana', note: null }],
  }),
];
const answers: Answers = {
  ...unitAnswers('gate'),
  'GET /api/nl43/_alerts/rules': { rules },
  'PUT /api/nl43/_alerts/rules/{id}': { rule: rules[0] },
  'POST /api/nl43/_alerts/rules': { rule: rules[0] },
  'DELETE /api/nl43/_alerts/rules/{id}': {},
  'DELETE /api/nl43/_alerts/rules/{id}/shelve': {},
};

test('each rule says in words what it watches, where and how it stands', async () => {
  const { container } = await show(RulesPart, answers);
  expect(await screen.findByText('Leq,15min rolling over 45 dB, at gate')).toBeInTheDocument();
  expect(screen.getByText('1 alarm open')).toBeInTheDocument();
  expect(screen.getByText(/Shelved at gate until 9 Jun 2126/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

test('switching a rule off sends the whole rule', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulesPart, answers);
  await user.click(await screen.findByRole('switch', { name: 'Switch on Day limit' }));
  await waitFor(() => expect(server.to('PUT /api/nl43/_alerts/rules/{id}')).toHaveLength(1));
  expect(server.to('PUT /api/nl43/_alerts/rules/{id}')[0]).toMatchObject({
    path: '/api/nl43/_alerts/rules/3',
    body: ruleBody({ enabled: false }),
  });
});

test('a rule without open alarms is deleted at once, and can be put back', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulesPart, answers);
  await user.click(await screen.findByRole('button', { name: 'Delete: Day limit' }));
  await user.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(server.to('POST /api/nl43/_alerts/rules')).toHaveLength(1));
  expect(server.to('DELETE /api/nl43/_alerts/rules/{id}')[0]?.path).toBe('/api/nl43/_alerts/rules/3');
  expect(server.to('POST /api/nl43/_alerts/rules')[0]?.body).toEqual(ruleBody());
});

test('one with an open alarm is asked for', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulesPart, answers);
  await user.click(await screen.findByRole('button', { name: 'Delete: Night limit' }));
  expect(server.to('DELETE /api/nl43/_alerts/rules/{id}')).toHaveLength(0);
  const dialog = screen.getByRole('dialog');
  expect(within(dialog).getByText(/open alarms are closed/)).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(server.to('DELETE /api/nl43/_alerts/rules/{id}')).toHaveLength(1));
});

test('shelving can be ended where it is', async () => {
  const user = userEvent.setup();
  const { server } = await show(RulesPart, answers);
  await user.click(await screen.findByRole('button', { name: 'End shelving' }));
  await waitFor(() => expect(server.to('DELETE /api/nl43/_alerts/rules/{id}/shelve')).toHaveLength(1));
  expect(server.to('DELETE /api/nl43/_alerts/rules/{id}/shelve')[0]?.query.get('unit_id')).toBe('gate');
});
