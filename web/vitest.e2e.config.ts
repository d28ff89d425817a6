import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['e2e/**/*.e2e.ts'],
    setupFiles: ['e2e/on-failure.ts'],
    testTimeout: 180_000,
    hookTimeout: 90_000,
    // One browser, one server at a time: the machine is shared.
    fileParallelism: false,
    passWithNoTests: true,
  },
});
