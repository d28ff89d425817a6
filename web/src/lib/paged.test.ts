import { expect, test } from 'vitest';
import { Paged, type Page } from './paged.svelte';

const range = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, i) => ({ id: from - i }));

/** A list on a server, of which the highest numbers are the newest. */
function server(highest: number) {
  const state = { highest, asked: [] as Page[], fails: false };
  const ask = async (page: Page) => {
    state.asked.push(page);
    if (state.fails) throw new Error('the server failed');
    const from = Math.min(state.highest, (page.before ?? Infinity) - 1);
    return range(from, Math.max(1, from - page.limit + 1));
  };
  return { state, list: new Paged(ask, 10) };
}

const ids = (list: Paged<{ id: number }>) => list.items?.map(({ id }) => id);

test('what was opened below stays without a hole when newer ones come', async () => {
  const { state, list } = server(40);
  await list.load('all');
  expect([ids(list), list.hasMore]).toEqual([range(40, 31).map(({ id }) => id), true]);
  await list.more();
  expect(ids(list)).toEqual(range(40, 21).map(({ id }) => id));
  state.highest = 45;
  await list.load();
  expect(ids(list)).toEqual(range(45, 21).map(({ id }) => id));
  expect(list.hasMore).toBe(true);
});

test('the last page is known to be the last', async () => {
  const { list } = server(14);
  await list.load('all');
  await list.more();
  expect([ids(list)?.length, list.hasMore]).toEqual([14, false]);
  await list.load();
  expect([ids(list)?.length, list.hasMore]).toEqual([14, false]);
});

test('another question shows nothing of the former one, for good when it fails', async () => {
  const { state, list } = server(14);
  await list.load('open');
  state.fails = true;
  const asked = list.load('closed');
  expect(list.items).toBeNull();
  await asked;
  expect(list.items).toBeNull();
  expect(list.problem?.message).toBeTruthy();
  // The same question, asked again in vain, keeps what was known.
  state.fails = false;
  await list.load('closed');
  state.fails = true;
  await list.load();
  expect([ids(list)?.length, list.problem !== null]).toEqual([10, true]);
});

test('what comes late for a former question is dropped', async () => {
  const answers: ((items: { id: number }[]) => void)[] = [];
  const list = new Paged<{ id: number }>(() => new Promise((resolve) => answers.push(resolve)), 2);
  const first = list.load('open');
  answers[0]?.([{ id: 9 }, { id: 8 }]);
  await first;
  const more = list.more();
  const other = list.load('closed');
  answers[2]?.([{ id: 5 }]);
  await other;
  answers[1]?.([{ id: 7 }]);
  await more;
  expect(ids(list)).toEqual([5]);
});
