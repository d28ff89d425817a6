import { getContext, setContext } from 'svelte';
import type { AlarmSummary } from '$lib/alarm-summary.svelte';
import type { ApiClient } from '$lib/api';
import type { Downloads } from '$lib/components/files/downloads.svelte';
import type { Fleet } from '$lib/fleet.svelte';
import type { LiveFeed } from '$lib/live';
import type { Site } from '$lib/site.svelte';

/** What pages work with. */
export interface App {
  api: ApiClient;
  live: LiveFeed;
  site: Site;
  alarms: AlarmSummary;
  downloads: Downloads;
  fleet: Fleet;
}

const KEY = Symbol('app');

export function provideApp(app: App): App {
  return setContext(KEY, app);
}

/** The services of the application, in any component. */
export function useApp(): App {
  return getContext<App>(KEY);
}
