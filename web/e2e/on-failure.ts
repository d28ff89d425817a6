/** A test that fails on a machine nobody can look at says what was on its pages. */
import { afterEach } from 'vitest';
import { remains } from './harness';

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await remains());
});
