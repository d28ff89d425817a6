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

  it('asks once whether it pauses, however often the work of the unit is told', async () => {
    const { asked, operations, say } = shown(() => ({ status: 200, body: done }), 'Start');
    await tick();
    const questions = () => asked.filter(({ body }) => (body as { name?: string })?.name === 'Pause').length;
    expect(questions()).toBe(1);
    for (let i = 0; i < 5; i += 1) {
      operations.list = [{ operation_id: 'op', kind: 'download', state: 'running', bytes_done: i } as never];
      say({ unit_id: 'gate', lp: 50 + i, measurement_state: 'Start' });
      await tick();
    }
    expect(questions()).toBe(1);
    say({ unit_id: 'gate', lp: 50, measurement_state: 'Stop' });
    await tick();
    say({ unit_id: 'gate', lp: 50, measurement_state: 'Start' });
    await tick();
    expect(questions()).toBe(2);
  });

  it('takes no warning for a later question that was meant for an earlier one', async () => {
    const user = userEvent.setup();
    let answer: (value: Response) => void = () => undefined;
    const test = shown(() => ({ status: 200, body: done }));
    const { api } = test.app;
    const get = api.get.bind(api);
    api.get = ((path: string, options: never) =>
      path.endsWith('/overwrite-check')
        ? new Promise((resolve) => (answer = resolve as never))
        : get(path as never, options)) as never;
    await tick();
    await user.click(screen.getByRole('button', { name: 'Start' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
    await user.click(screen.getByRole('button', { name: 'Start cycle…' }));
    answer({ will_overwrite: true } as never);
    await tick();
    await tick();
    expect(within(screen.getByRole('dialog')).queryByText(/There are data already/)).toBeNull();
  });

  it('lets nothing be told to a meter that does not answer', async () => {
    const { say } = shown(() => ({ status: 200, body: done }));
    say({ unit_id: 'gate', feed_status: 'unreachable', reason: 'refused' });
    await tick();
    expect(screen.getByRole('button', { name: 'Start' })).toBeDisabled();
    expect(screen.getByText(/does not answer/)).toBeVisible();
  });
});
