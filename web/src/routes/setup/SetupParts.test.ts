import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { show, unitAnswers, violations, type Answers } from '$lib/testing/app';
import GroupsPart from './GroupsPart.svelte';
import LinksPart from './LinksPart.svelte';
import NewUnitPart from './NewUnitPart.svelte';
import UnitPart from './UnitPart.svelte';

const unreached = {
  reachable: false,
  held_by: null,
  steps: [
    { name: 'Address', ok: true, detail: '192.0.2.9', advice: null },
    { name: 'Connection', ok: false, detail: 'no answer within 5 s', advice: 'Check that the meter is on.' },
  ],
  instrument: null,
};
const answers: Answers = {
  ...unitAnswers('gate'),
  'POST /api/nl43/_connection-test': unreached,
  'POST /api/nl43/roster': { unit: {} },
  'PUT /api/nl43/{unit}/profile': { unit: {} },
  'DELETE /api/nl43/{unit}/config': {},
};

test('the connection is tried while a unit is entered, and what is wrong is explained', async () => {
  const user = userEvent.setup();
  const { server, container } = await show(NewUnitPart, answers);
  await user.type(screen.getByLabelText(/^Host/), '192.0.2.9');
  await user.type(screen.getByLabelText(/^Name/), 'North gate');
  expect(await screen.findByText('Check that the meter is on.', {}, { timeout: 5000 })).toBeInTheDocument();
  expect(server.to('POST /api/nl43/_connection-test').at(-1)?.body).toMatchObject({
    host: '192.0.2.9',
    tcp_port: 2255,
  });
  expect(screen.getByLabelText(/^Id/)).toHaveValue('north-gate');
  expect(await violations(container)).toEqual([]);

  // A meter that does not answer can be added all the same, but not by mistake.
  await user.click(screen.getByRole('button', { name: 'Add unit' }));
  expect(server.to('POST /api/nl43/roster')).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Add all the same' }));
  await waitFor(() => expect(server.to('PUT /api/nl43/{unit}/profile')).toHaveLength(1));
  expect(server.to('POST /api/nl43/roster')[0]?.body).toMatchObject({
    unit_id: 'north-gate',
    host: '192.0.2.9',
  });
  expect(server.to('PUT /api/nl43/{unit}/profile')[0]?.body).toMatchObject({ name: 'North gate' });
});

test('deleting a unit takes its id, and says what goes and what stays', async () => {
  const user = userEvent.setup();
  const { server, container } = await show(UnitPart, answers, { params: { id: 'gate' } });
  await user.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = screen.getByRole('dialog');
  const button = within(dialog).getByRole('button', { name: 'Delete' });
  expect(button).toBeDisabled();
  expect(within(dialog).getByText(/levels that were recorded/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
  await user.type(within(dialog).getByLabelText('Type gate to confirm'), 'gate');
  await user.click(button);
  await waitFor(() => expect(server.to('DELETE /api/nl43/{unit}/config')).toHaveLength(1));
});

test('a rest keeps what was entered and is not saved yet', async () => {
  const user = userEvent.setup();
  await show(UnitPart, { ...answers, 'POST /api/nl43/{unit}/deactivate': {} }, { params: { id: 'gate' } });
  const name = await screen.findByLabelText(/^Name/);
  await user.type(name, 'North gate');
  await user.click(screen.getByRole('button', { name: 'Take out of service' }));
  expect(await screen.findByText('gate is out of service.')).toBeInTheDocument();
  expect(screen.getByLabelText(/^Name/)).toHaveValue('North gate');
});

test('a unit that there is not is said to be missing', async () => {
  await show(UnitPart, answers, { params: { id: 'nowhere' } });
  expect(await screen.findByText('There is no unit nowhere')).toBeInTheDocument();
});

test('a group is made by putting units into it', async () => {
  const user = userEvent.setup();
  const { server, container } = await show(GroupsPart, answers);
  await user.click(await screen.findByRole('button', { name: 'New group' }));
  await waitFor(() => expect(screen.getByRole('dialog')).toBeInTheDocument());
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Choose a unit at least.')).toBeInTheDocument();
  await user.type(screen.getByLabelText('Name of the group'), 'North');
  await user.click(screen.getByRole('checkbox', { name: 'gate' }));
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.to('PUT /api/nl43/{unit}/profile')).toHaveLength(1));
  expect(server.to('PUT /api/nl43/{unit}/profile')[0]).toMatchObject({
    path: '/api/nl43/gate/profile',
    body: { name: null, groups: ['North'], latitude: null, longitude: null },
  });
});

test('a group is changed on what its units are now, not on what the page has read', async () => {
  const user = userEvent.setup();
  const { server } = await show(GroupsPart, answers);
  await user.click(await screen.findByRole('button', { name: 'New group' }));
  const [unit] = (unitAnswers('gate')['GET /api/nl43/_units'] as { units: object[] }).units;
  // A colleague names and places it meanwhile.
  server.answers['GET /api/nl43/_units'] = {
    units: [{ ...unit, name: 'North gate', groups: ['City'], latitude: 53.5, longitude: 10 }],
  };
  await user.type(screen.getByLabelText('Name of the group'), 'North');
  await user.click(screen.getByRole('checkbox', { name: 'gate' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(server.to('PUT /api/nl43/{unit}/profile')[0]?.body).toEqual({
      name: 'North gate',
      groups: ['City', 'North'],
      latitude: 53.5,
      longitude: 10,
    }),
  );
});

test('where links are switched off, the page says why and how to switch them on', async () => {
  const { container } = await show(LinksPart, answers);
  expect(await screen.findByText('Links for clients are switched off')).toBeInTheDocument();
  expect(screen.getByText(/CLIENT_LINKS=true/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

test('a link is made for a unit, and revoking one asks', async () => {
  const user = userEvent.setup();
  const link = {
    id: 4,
    token: 'abc',
    name: 'Client A',
    unit_id: 'gate',
    group: null,
    created_at: '2026-06-09T10:00:00Z',
    path: '/view/abc',
  };
  const { server, container } = await show(LinksPart, {
    ...answers,
    'GET /api/nl43/_links': { links: [link] },
    'POST /api/nl43/_links': { link },
    'DELETE /api/nl43/_links/{id}': { deleted: 4 },
  });
  expect(await screen.findByText(/\/view\/abc$/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
  await user.type(screen.getByLabelText('For whom'), 'Neighbours');
  await user.selectOptions(screen.getByLabelText('Shows', { selector: 'select' }), 'gate');
  await user.click(screen.getByRole('button', { name: 'Make the link' }));
  await waitFor(() =>
    expect(server.to('POST /api/nl43/_links')[0]?.body).toEqual({ name: 'Neighbours', unit_id: 'gate' }),
  );
  await user.click(screen.getByRole('button', { name: /^Revoke the link of/ }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke' }));
  await waitFor(() => expect(server.to('DELETE /api/nl43/_links/{id}')).toHaveLength(1));
});
