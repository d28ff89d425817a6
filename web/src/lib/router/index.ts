export { router, unitPath, type Guard } from './router.svelte';
export { matchPath, type Match } from './match';
