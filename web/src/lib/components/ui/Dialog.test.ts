import { act, cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import DialogHarness from '$lib/testing/DialogHarness.svelte';

const confirm = vi.fn(() => false);

beforeEach(() => {
  confirm.mockClear().mockReturnValue(false);
  vi.stubGlobal('confirm', confirm);
  render(DialogHarness);
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A press that begins and one that ends on these. */
async function drag(from: Element, to: Element): Promise<void> {
  await fireEvent.pointerDown(from);
  await fireEvent.click(to);
}

test('a press beside it closes it while nothing was entered', async () => {
  const dialog = screen.getByRole('dialog');
  await userEvent.type(screen.getByLabelText('Search'), 'x');
  await drag(dialog, dialog);
  expect(await screen.findByText('is closed')).toBeInTheDocument();
  expect(confirm).not.toHaveBeenCalled();
});

test('a text that is marked beyond its edge closes nothing', async () => {
  const dialog = screen.getByRole('dialog');
  await drag(screen.getByLabelText('Words'), dialog);
  expect(screen.getByText('is open')).toBeInTheDocument();
});

test('what was entered is dropped only when people say so, however it is closed', async () => {
  const dialog = screen.getByRole('dialog');
  await userEvent.type(screen.getByLabelText('Words'), 'an hour of work');
  await drag(dialog, dialog);
  await fireEvent.keyDown(screen.getByLabelText('Words'), { key: 'Escape' });
  await fireEvent.keyDown(screen.getByLabelText('Words'), { key: 'Escape' });
  await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(confirm).toHaveBeenCalledTimes(4);
  expect(screen.getByText('is open')).toBeInTheDocument();
  confirm.mockReturnValue(true);
  await fireEvent.keyDown(screen.getByLabelText('Words'), { key: 'Escape' });
  expect(await screen.findByText('is closed')).toBeInTheDocument();
});

test('one that is opened again before its end is told stays open', async () => {
  const dialog = screen.getByRole<HTMLDialogElement>('dialog');
  const told: (() => void)[] = [];
  // As Chromium does it: the end is told with the next picture.
  vi.spyOn(dialog, 'close').mockImplementation(() => {
    dialog.open = false;
    told.push(() => dialog.dispatchEvent(new Event('close')));
  });
  await userEvent.click(screen.getByText('Outside: close'));
  await userEvent.click(screen.getByText('Outside: open'));
  expect(told).toHaveLength(1);
  await act(() => told[0]?.());
  expect(screen.getByText('is open')).toBeInTheDocument();
  expect(dialog.open).toBe(true);
});
