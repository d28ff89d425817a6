export * from './number.svelte';
export * from './time.svelte';
