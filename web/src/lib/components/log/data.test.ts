import { expect, it } from 'vitest';
import { joinFresh, joinOlder, withWords, type LogEntry } from './data';

const entry = (id: number, message = `entry ${id}`): LogEntry => ({
  id,
  timestamp: '2026-06-09T12:00:00Z',
  level: 'INFO',
  category: 'TCP',
  message,
});
const ids = (entries: readonly LogEntry[]) => entries.map(({ id }) => id);

it('shows each entry once, newest first', () => {
  expect(ids(joinFresh([entry(2), entry(1)], [entry(4), entry(3), entry(2)]))).toEqual([4, 3, 2, 1]);
});

it('leaves the list as it is when nothing is fresh', () => {
  const shown = [entry(2), entry(1)];
  expect(joinFresh(shown, [entry(2)])).toBe(shown);
});

it('adds older entries at the end, also when the log moved on meanwhile', () => {
  expect(ids(joinOlder([entry(4), entry(3)], [entry(3), entry(2)]))).toEqual([4, 3, 2]);
});

it('finds entries by words in any order', () => {
  const entries = [entry(1, 'Connection closed: reset'), entry(2, 'Connection opened')];
  expect(ids(withWords(entries, 'RESET connection'))).toEqual([1]);
  expect(ids(withWords(entries, ''))).toEqual([1, 2]);
});
