import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Operations } from '$lib/components/operations/operations.svelte';
import { testApp, type Answer, type Asked } from '$lib/testing/live-app';
import Control from './Control.svelte';

function shown(answer: (asked: Asked) => Answer, state = 'Stop') {
  const test = testApp(answer);
  const { app, say } = test;
  const operations = new Operations(app.api, 'gate');
  test.show(Control, { unit: app.live.unit('gate'), operations });
  say({ unit_id: 'gate', lp: 50, measurement_state: state });
  const told = () =>
    test.asked.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));
  return { ...test, operations, told };
}

const done = { status: 'ok', message: 'done', will_overwrite: true, reply: 'Off', operations: [] };

describe('the control of a measurement', () => {
  it('asks before it starts, and warns of data that are there', async () => {
    const user = userEvent.setup();
    const { told } = shown(() => ({ status: 200, body: done }));
    await tick();
    await user.click(screen.getByRole('button', { name: 'Start' }));
    expect(told()).toEqual([]);
    const dialog = screen.getByRole('dialog');
    expect(await within(dialog).findByText(/There are data already/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Start' }));
    expect(told()).toEqual(['start']);
  });

  it('says what went wrong and what to do, and stays open', async () => {
    const user = userEvent.setup();
    const { told } = shown(({ path }) =>
      path.endsWith('/start')
        ? {
            status: 504,
            body: { detail: 'no answer', error: 'timed_out', reason: 'the meter did not answer' },
          }
        : { status: 200, body: done },
    );
    await tick();
    await user.click(screen.getByRole('button', { name: 'Start' }));
    const dialog = screen.getByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Start' }));
    expect(await within(dialog).findByText('the meter did not answer')).toBeInTheDocument();
    expect(within(dialog).getByText(/check its power/)).toBeInTheDocument();
    expect(told()).toEqual(['start']);
  });

  it('runs a stop cycle in the background with what was chosen', async () => {
    const user = userEvent.setup();
    const { asked } = shown(() => ({ status: 200, body: done }), 'Start');
    await tick();
    await user.click(screen.getByRole('button', { name: 'Stop cycle…' }));
    const dialog = screen.getByRole('dialog');
    await user.click(within(dialog).getByRole('switch', { name: /Fetch the files/ }));
    await user.click(within(dialog).getByRole('button', { name: 'Stop cycle…' }));
    const cycle = asked.find(({ path }) => path.endsWith('/stop-cycle'));
    expect(cycle?.query.get('background')).toBe('true');
    expect(cycle?.body).toEqual({ download: false, toggle_ftp: false });
  });

  it('lets nothing be told to a meter that does not answer', async () => {
    const { say } = shown(() => ({ status: 200, body: done }));
    say({ unit_id: 'gate', feed_status: 'unreachable', reason: 'refused' });
    await tick();
    expect(screen.getByRole('button', { name: 'Start' })).toBeDisabled();
    expect(screen.getByText(/does not answer/)).toBeVisible();
  });
});
