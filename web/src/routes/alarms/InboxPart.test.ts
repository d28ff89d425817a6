import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { incident, alertEvent } from '$lib/testing/alarms';
import { router } from '$lib/router';
import { show, unitAnswers, violations, type Answers } from '$lib/testing/app';
import InboxPart from './InboxPart.svelte';

const answers: Answers = {
  ...unitAnswers('gate'),
  'GET /api/nl43/_alerts/incidents': {
    incidents: [
      incident({ severity: 'critical' }),
      incident({
        id: 10,
        title: 'gate does not answer',
        state: 'acknowledged',
        events: [alertEvent({ threshold: null, peak_value: null, unit: '' })],
      }),
    ],
  },
  'POST /api/nl43/_alerts/incidents/{id}/ack': {},
};

test('incidents are listed with severity and state in words', async () => {
  const { container } = await show(InboxPart, answers);
  const row = (await screen.findByText('Leq,15min over 70 dB')).closest('article') as HTMLElement;
  expect(within(row).getByText('Critical')).toBeInTheDocument();
  expect(within(row).getByText('Open', { exact: true })).toBeInTheDocument();
  expect(within(row).getByText('peak 78.2 dB, limit 70 dB')).toBeInTheDocument();
  expect(screen.getAllByRole('button', { name: 'Acknowledge' })).toHaveLength(1);
  expect(await violations(container)).toEqual([]);
});

test('a severity is asked of the server, and what was listed before is gone at once', async () => {
  router.go('/alarms');
  const user = userEvent.setup();
  let fails = false;
  const { server } = await show(InboxPart, {
    ...answers,
    'GET /api/nl43/_alerts/incidents': (asked) => {
      if (fails) return { httpStatus: 500, body: { detail: 'The database failed' } };
      const all = [incident({ id: 12, title: 'Warned' }), incident({ severity: 'critical' })];
      const severity = asked.query.get('severity');
      return { incidents: all.filter((each) => !severity || each.severity === severity) };
    },
  });
  // The gravest first.
  await screen.findByText('Warned');
  expect(screen.getAllByRole('heading', { level: 3 }).map((head) => head.textContent)).toEqual([
    'Leq,15min over 70 dB',
    'Warned',
  ]);
  await user.selectOptions(screen.getByLabelText('Severity'), 'critical');
  await waitFor(() => expect(screen.queryByText('Warned')).toBeNull());
  expect(await screen.findByText('Leq,15min over 70 dB')).toBeInTheDocument();
  expect(server.to('GET /api/nl43/_alerts/incidents').at(-1)?.query.get('severity')).toBe('critical');
  fails = true;
  await user.click(screen.getByRole('radio', { name: 'Closed' }));
  expect(await screen.findByText('The database failed')).toBeInTheDocument();
  expect(screen.queryByText('Leq,15min over 70 dB')).toBeNull();
  router.go('/');
});

test('acknowledging takes a name, which is remembered, and a note', async () => {
  localStorage.clear();
  const user = userEvent.setup();
  const { server, container } = await show(InboxPart, answers);
  await user.click(await screen.findByRole('button', { name: 'Acknowledge' }));
  await user.type(screen.getByLabelText('Your name'), 'Dana');
  await user.type(screen.getByLabelText(/^Note/), 'known works');
  expect(await violations(container)).toEqual([]);
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Acknowledge' }));
  await waitFor(() => expect(server.to('POST /api/nl43/_alerts/incidents/{id}/ack')).toHaveLength(1));
  const [asked] = server.to('POST /api/nl43/_alerts/incidents/{id}/ack');
  expect(asked).toMatchObject({
    path: '/api/nl43/_alerts/incidents/11/ack',
    body: { by: 'Dana', note: 'known works' },
  });
  expect(localStorage.getItem('slmm.operator')).toBe('Dana');
  // What is listed is what is so afterwards.
  await waitFor(() => expect(server.to('GET /api/nl43/_alerts/incidents').length).toBeGreaterThan(1));
});

test('when it fails, the dialog stays and says why', async () => {
  const user = userEvent.setup();
  const failing = {
    ...answers,
    'POST /api/nl43/_alerts/incidents/{id}/ack': () => ({
      httpStatus: 409,
      body: { detail: 'It is closed already' },
    }),
  };
  await show(InboxPart, failing);
  await user.click(await screen.findByRole('button', { name: 'Acknowledge' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Acknowledge' }));
  expect(await within(dialog).findByText('It is closed already')).toBeInTheDocument();
});
