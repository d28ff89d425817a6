import { expect, it } from 'vitest';
import { figure, printed, words } from './read';

it('takes nothing for a value that is none', () => {
  expect([figure(0), figure('1'), figure(NaN), figure(null)]).toEqual([0, null, null, null]);
  expect([words('a'), words(''), words(1)]).toEqual(['a', null, null]);
  expect([printed(' 61.5'), printed('-.-'), printed(' '), printed(null), printed('0')]).toEqual([
    61.5,
    null,
    null,
    null,
    0,
  ]);
});
