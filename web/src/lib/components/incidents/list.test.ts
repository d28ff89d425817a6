import { expect, test } from 'vitest';
import { incident } from '$lib/testing/alarms';
import { inOrder } from './list';

const incidents = [
  incident({ id: 9, severity: 'warning' }),
  incident({ id: 8, severity: 'critical' }),
  incident({ id: 7, severity: 'info' }),
  incident({ id: 6, severity: 'critical' }),
];
const order = (state: 'open' | 'acknowledged' | 'closed' | 'all') =>
  inOrder(incidents, state).map(({ id }) => id);

test('what goes on is listed with the gravest first, what is over by time', () => {
  expect(order('open')).toEqual([8, 6, 9, 7]);
  expect(order('acknowledged')).toEqual([8, 6, 9, 7]);
  expect(order('closed')).toEqual([9, 8, 7, 6]);
  expect(order('all')).toEqual([9, 8, 7, 6]);
});
