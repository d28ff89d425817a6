import { afterEach, expect, test } from 'vitest';
import { guardUnsaved } from './unsaved';

let end: (() => void) | null = null;

afterEach(() => {
  end?.();
  document.body.innerHTML = '';
});

/** Whether a click on a link was let through. */
function follow(ctrlKey = false): boolean {
  document.body.innerHTML = '<a href="#there"><b>there</b></a>';
  let isLetThrough = false;
  const passed = (event: Event): void => {
    isLetThrough = true;
    event.preventDefault();
  };
  document.body.addEventListener('click', passed);
  document
    .querySelector('b')
    ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey }));
  document.body.removeEventListener('click', passed);
  return isLetThrough;
}

test('a link is followed at once while nothing was changed', () => {
  end = guardUnsaved(
    () => false,
    '?',
    () => false,
  );
  expect(follow()).toBe(true);
});

test('what was changed is lost only when people say so', () => {
  const asked: string[] = [];
  let answer = false;
  end = guardUnsaved(
    () => true,
    'Leave?',
    (question) => {
      asked.push(question);
      return answer;
    },
  );
  expect(follow()).toBe(false);
  answer = true;
  expect(follow()).toBe(true);
  // A tab of its own loses nothing.
  expect(follow(true)).toBe(true);
  expect(asked).toEqual(['Leave?', 'Leave?']);
});
