import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { testApp, type Answer, type Asked } from '$lib/testing/live-app';
import { MeterSettings } from './meter.svelte';
import TemplateBar from './TemplateBar.svelte';

const roster = { devices: [{ unit_id: 'gate' }, { unit_id: 'yard' }] };

function shown(answer: (asked: Asked) => Answer = () => undefined) {
  const test = testApp((asked) => (asked.path.endsWith('/roster') ? roster : answer(asked)));
  const settings = new MeterSettings(test.app.api, 'gate');
  settings.values = { 'Store Mode': 'Auto' };
  test.show(TemplateBar, { settings, template: null });
  return { ...test, settings };
}

beforeEach(() => localStorage.clear());

it('warns before it replaces a template, and brings back one that was removed', async () => {
  shown();
  const user = userEvent.setup();
  const save = async (action: string) => {
    await user.click(screen.getByRole('button', { name: 'Save in this browser…' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: action }));
  };
  await save('Save');
  await user.click(screen.getByRole('button', { name: 'Save in this browser…' }));
  expect(screen.getByText(/It will be replaced/)).toBeVisible();
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel' }));
  await user.click(screen.getByRole('button', { name: 'Remove from this browser' }));
  expect(screen.queryByRole('option', { name: 'In this browser: gate' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Undo' }));
  expect(screen.getByRole('option', { name: 'In this browser: gate' })).toBeInTheDocument();
});
