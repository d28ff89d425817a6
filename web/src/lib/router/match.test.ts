import { expect, it } from 'vitest';
import { matchPath } from './match';

const patterns = ['/', '/units/:id/*', '/view/:token', '/alarms/*'];

it('finds the page of an address', () => {
  expect(matchPath('/', patterns)?.pattern).toBe('/');
  expect(matchPath('/units/north%20gate', patterns)?.params).toEqual({ id: 'north gate', rest: '' });
  expect(matchPath('/units/a%2Fb/files/x', patterns)?.params).toEqual({ id: 'a/b', rest: 'files/x' });
  expect(matchPath('/alarms/', patterns)?.params).toEqual({ rest: '' });
  expect(matchPath('/view/%E0%A4%A', patterns)?.params).toEqual({ token: '%E0%A4%A' });
});

it('finds none for an address that is nobody’s', () => {
  expect(matchPath('/units', patterns)).toBeNull();
  expect(matchPath('/view/a/b', patterns)).toBeNull();
});
