import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import FindingsCard from './FindingsCard.svelte';

it('says that nothing is known when the tests failed, and does not wait for ever', () => {
  render(FindingsCard, { report: null, testing: false });
  expect(screen.getByText(/the tests did not end/)).toBeVisible();
});
