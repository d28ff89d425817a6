import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { testApp, type Answer, type Asked } from '$lib/testing/live-app';
import Browser from './Browser.svelte';
import { Downloads } from './downloads.svelte';

const file = (name: string, is_dir: boolean) => ({
  name,
  path: `/NL-43/${name}`,
  size: 2000,
  modified: '',
  modified_timestamp: '2026-06-09T12:00:00',
  is_dir,
});

function shown(answer: (asked: Asked) => Answer) {
  const test = testApp(answer);
  const onpath = vi.fn();
  const opened: string[] = [];
  const downloads = new Downloads(test.app.api, test.app.live, (address) => opened.push(address));
  test.show(Browser, { unit: 'gate', path: '/NL-43', downloads, onpath });
  return { ...test, onpath, opened };
}

const list: Answer = {
  status: 200,
  body: { files: [file('b.rnd', false), file('Auto_0001', true)], count: 2 },
};

describe('the files of a card', () => {
  it('lead into folders', async () => {
    const { onpath } = shown(({ path }) => (path.endsWith('/ftp/files') ? list : undefined));
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Auto_0001' }));
    expect(onpath).toHaveBeenCalledWith('/NL-43/Auto_0001');
  });

  it('can be downloaded, folders with all in them', async () => {
    const { opened } = shown(({ path }) => (path.endsWith('/ftp/files') ? list : undefined));
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Download b.rnd' }));
    await user.click(screen.getByRole('button', { name: 'Download Auto_0001 with all in it' }));
    expect(opened.map((address) => address.split('?')[0])).toEqual([
      '/api/nl43/gate/ftp/download',
      '/api/nl43/gate/ftp/download-folder',
    ]);
  });

  it('are explained while the file server is off, and it is asked before switching it on', async () => {
    const { asked } = shown(({ path }) => {
      if (path.endsWith('/ftp/status'))
        return { status: 200, body: { ftp_enabled: false, ftp_status: 'Off' } };
      if (path.endsWith('/ftp/enable')) return { status: 200, body: { message: 'on' } };
      return { status: 502, body: { detail: 'refused', error: 'refused', phase: 'login' } };
    });
    const user = userEvent.setup();
    expect(await screen.findByText('The file server of the meter is off')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Switch it on' }));
    expect(asked.some(({ path }) => path.endsWith('/ftp/enable'))).toBe(false);
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Switch it on' }));
    expect(asked.some(({ path }) => path.endsWith('/ftp/enable'))).toBe(true);
  });
});
