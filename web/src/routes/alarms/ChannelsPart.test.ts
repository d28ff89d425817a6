import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { show, unitAnswers, violations, type Answers } from '$lib/testing/app';
import ChannelsPart from './ChannelsPart.svelte';

const mail = {
  id: 1,
  name: 'Office mail',
  kind: 'email',
  enabled: true,
  settings: { host: 'smtp.example.org', sender: 'slm@example.org', username: 'slm', password: '***' },
  problems: [],
};
const office = {
  id: 2,
  name: 'Site office',
  channel_id: 1,
  address: 'office@example.org',
  minimum_severity: 'warning',
  quiet_hours: null,
  digest_after: 10,
  digest_window_s: 600,
  enabled: true,
};
const answers: Answers = {
  ...unitAnswers('gate'),
  'GET /api/nl43/_delivery/channels': { channels: [mail] },
  'GET /api/nl43/_delivery/recipients': { recipients: [office] },
  'PUT /api/nl43/_delivery/channels/{id}': { channel: mail },
  'POST /api/nl43/_delivery/channels/{id}/test': {
    outcome: 'give_up',
    detail: '535 authentication failed',
    duration_ms: 812,
  },
  'DELETE /api/nl43/_delivery/recipients/{id}': { deleted: 2 },
};

test('channels and recipients are listed, secrets are not', async () => {
  const { container } = await show(ChannelsPart, answers);
  expect(await screen.findByText(/slm@example.org · smtp.example.org/)).toBeInTheDocument();
  expect(screen.getByText(/warnings and worse/)).toBeInTheDocument();
  expect(container.textContent).not.toContain('***');
  expect(await violations(container)).toEqual([]);
});

test('a secret that is not touched is given back as it is hidden', async () => {
  const user = userEvent.setup();
  const { server, container } = await show(ChannelsPart, answers);
  await user.click(await screen.findByRole('button', { name: 'Edit Office mail' }));
  const host = screen.getByLabelText(/^Host/);
  await user.clear(host);
  await user.type(host, 'mail.example.org');
  expect(await violations(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(server.to('PUT /api/nl43/_delivery/channels/{id}')).toHaveLength(1));
  expect(server.to('PUT /api/nl43/_delivery/channels/{id}')[0]?.body).toMatchObject({
    kind: 'email',
    settings: { host: 'mail.example.org', password: '***' },
  });
});

test('a test says in words what became of it', async () => {
  const user = userEvent.setup();
  const { server } = await show(ChannelsPart, answers);
  await user.click((await screen.findAllByRole('button', { name: 'Send a test' }))[0] as HTMLElement);
  const dialog = screen.getByRole('dialog');
  await user.type(within(dialog).getByLabelText('E-mail address'), 'me@example.org');
  await user.click(within(dialog).getByRole('button', { name: 'Send a test' }));
  expect(await within(dialog).findByText(/It did not arrive: 535 authentication failed/)).toBeInTheDocument();
  expect(server.to('POST /api/nl43/_delivery/channels/{id}/test')[0]?.body).toEqual({
    address: 'me@example.org',
  });
});

test('a wrong setting is named at its field', async () => {
  const user = userEvent.setup();
  const detail = [
    { loc: ['body', 'settings', 'sender'], msg: 'expected an e-mail address', type: 'value_error' },
  ];
  await show(ChannelsPart, {
    ...answers,
    'PUT /api/nl43/_delivery/channels/{id}': () => ({ httpStatus: 422, body: { detail } }),
  });
  await user.click(await screen.findByRole('button', { name: 'Edit Office mail' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(screen.getByLabelText(/^Sender/)).toHaveAccessibleDescription(/expected an e-mail address/),
  );
});

test('deleting a recipient asks and says what is kept', async () => {
  const user = userEvent.setup();
  const { server } = await show(ChannelsPart, answers);
  await user.click(await screen.findByRole('button', { name: 'Delete: Site office' }));
  const dialog = screen.getByRole('dialog');
  expect(within(dialog).getByText(/delivery log keeps/)).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(server.to('DELETE /api/nl43/_delivery/recipients/{id}')).toHaveLength(1));
});
