export { LiveFeed, type FeedEvents, type FeedState } from './feed.svelte';
export { LiveUnit, type UnitState } from './unit.svelte';
export { RingBuffer } from './ring-buffer';
export { Trend } from './trend';
export { browserClock, type Clock } from './clock';
export { openWebSocket } from './socket';
export type * from './frames';
