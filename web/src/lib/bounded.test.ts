import { expect, it } from 'vitest';
import { Bounded } from './bounded';

it('runs so many at a time, in order, each key once', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const jobs = new Bounded(2);
  const job = (key: string) => () => {
    begun.push(key);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  for (const key of ['a', 'b', 'c', 'c', 'd']) jobs.add(key, job(key));
  expect(begun).toEqual(['a', 'b']);
  ends[0]!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(begun).toEqual(['a', 'b', 'c']);
});

it('goes on after a job that failed', async () => {
  let ran = false;
  const jobs = new Bounded(1);
  jobs.add('a', () => Promise.reject(new Error('no')));
  jobs.add('b', () => {
    ran = true;
    return Promise.resolve();
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(ran).toBe(true);
});
