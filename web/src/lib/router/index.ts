export { router, unitPath } from './router.svelte';
export { matchPath, type Match } from './match';
