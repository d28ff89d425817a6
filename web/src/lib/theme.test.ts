import { expect, test } from 'vitest';
import { ofScheme } from './theme.svelte';

test('a canvas is given the colour of the scheme that is in force', () => {
  expect([
    ofScheme('light-dark(#0b6b7c, #55c3d6)', false),
    ofScheme('light-dark(#0b6b7c,#55c3d6)', true),
  ]).toEqual(['#0b6b7c', '#55c3d6']);
  expect(ofScheme('#dde3e6', true)).toBe('#dde3e6');
});
