/** How the states of incidents and the kinds of entries look; colour is never alone. */
import type { IncidentState, TimelineEntry } from '$lib/api/alarms';
import type { IconName } from '$lib/components/ui';

export const STATE_SIGNS: Readonly<
  Record<IncidentState, { tone: 'crit' | 'info' | 'idle'; icon: IconName }>
> = {
  open: { tone: 'crit', icon: 'bell' },
  acknowledged: { tone: 'info', icon: 'check' },
  closed: { tone: 'idle', icon: 'circle' },
};

export const ENTRY_ICONS: Readonly<Record<TimelineEntry['kind'], IconName>> = {
  raised: 'alert',
  peak: 'arrow-up',
  reminded: 'bell',
  acknowledged: 'check',
  shelved: 'bell-off',
  unshelved: 'bell',
  cleared: 'check',
  closed: 'close',
};
