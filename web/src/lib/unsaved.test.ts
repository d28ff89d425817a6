import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { router } from './router';
import { guardUnsaved } from './unsaved';

let end: (() => void) | null = null;

beforeEach(() => router.go('/form'));

afterEach(() => {
  end?.();
  document.body.innerHTML = '';
});

function follow(address: string, init: MouseEventInit = {}): void {
  document.body.innerHTML = `<a href="${address}"><b>there</b></a>`;
  const click = new MouseEvent('click', { bubbles: true, cancelable: true, ...init });
  document.querySelector('b')?.dispatchEvent(click);
}

test('a link is followed at once while nothing was changed', () => {
  const ask = vi.fn(() => false);
  end = guardUnsaved(() => false, '?', ask);
  follow('/there');
  expect([router.path, ask.mock.calls]).toEqual(['/there', []]);
});

test('what was changed is lost only when people say so', () => {
  let answer = false;
  const ask = vi.fn((question: string) => question === 'Leave?' && answer);
  end = guardUnsaved(() => true, 'Leave?', ask);
  follow('/there');
  router.go('/there');
  expect(router.path).toBe('/form');
  expect(ask).toHaveBeenCalledTimes(2);
  answer = true;
  follow('/there');
  expect(router.path).toBe('/there');
});

test('filters in the address lose nothing', () => {
  const ask = vi.fn(() => false);
  end = guardUnsaved(() => true, 'Leave?', ask);
  router.go('/form?q=x');
  expect([router.query.get('q'), ask.mock.calls]).toEqual(['x', []]);
});

test('back in the history asks as well, and stays where it was', () => {
  router.go('/list');
  router.go('/list/1');
  let answer = false;
  end = guardUnsaved(
    () => true,
    'Leave?',
    () => answer,
  );
  const go = vi.spyOn(history, 'go').mockImplementation(() => undefined);
  const place = (history.state as { place: number }).place;
  const back = (to: string, state: object): void => {
    history.replaceState(state, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state }));
  };
  back('/list', { place: place - 1 });
  expect(router.path).toBe('/list/1');
  expect(go).toHaveBeenCalledWith(1);
  // Its own way back is not asked about.
  back('/list/1', { place });
  expect(go).toHaveBeenCalledTimes(1);
  answer = true;
  back('/list', { place: place - 1 });
  expect(router.path).toBe('/list');
  go.mockRestore();
});
