import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running server. */
const server = process.env['SLMM_URL'] ?? 'http://127.0.0.1:8100';

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  resolve: {
    alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) },
    // Components are tested as a browser runs them.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 400,
    // The budget check reads which chunks the first page needs.
    manifest: true,
  },
  server: {
    proxy: {
      '/api': { target: server, ws: true },
      '/view': { target: server, bypass: (request) => (isPage(request.url) ? '/index.html' : undefined) },
      '/docs': server,
      '/openapi.json': server,
      '/health': server,
      '/metrics': server,
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./src/test-setup.ts'],
    // Looking at a whole page for accessibility takes seconds on a busy machine.
    testTimeout: 30_000,
  },
}));

/** `/view/TOKEN` is a page of ours; what is below it is the server's. */
function isPage(url: string | undefined): boolean {
  return /^\/view\/[^/?]+\/?(\?|$)/.test(url ?? '');
}
