/** How states look: a tone, a sign and a word, never a colour alone. */
import type { UnitAlarms } from '$lib/api/alarms';
import type { IconName } from '$lib/components/ui';
import { ago } from '$lib/format';
import { t } from '$lib/i18n';
import type { BatteryState, Housekeeping, Measuring } from '$lib/units';
import type { FleetState } from './data';

export type Tone = 'ok' | 'info' | 'warn' | 'crit' | 'idle';

export const STATE_LOOK: Readonly<Record<FleetState, { tone: Tone; icon?: IconName }>> = {
  live: { tone: 'ok' },
  stale: { tone: 'warn', icon: 'clock' },
  unreachable: { tone: 'crit', icon: 'link-off' },
  waiting: { tone: 'idle', icon: 'loader' },
  disabled: { tone: 'idle', icon: 'power' },
};

const SEVERITY_TONES = { info: 'info', warning: 'warn', critical: 'crit' } as const;

/** How open alarms of a unit look: calm once somebody takes care of all of them. */
export function alarmLook(alarm: Pick<UnitAlarms, 'unacknowledged' | 'worst_severity'>): {
  tone: Tone;
  icon: IconName;
} {
  if (alarm.unacknowledged === 0) return { tone: 'idle', icon: 'check' };
  return { tone: SEVERITY_TONES[alarm.worst_severity] ?? 'crit', icon: 'bell' };
}

/** Cells of four that are shown full. */
export const BATTERY_CELLS: Readonly<Record<BatteryState, number>> = {
  full: 4,
  middle: 2,
  low: 1,
  empty: 0,
  unknown: 0,
};

export const MEASURING_ICONS: Readonly<Record<Measuring, IconName>> = {
  start: 'play',
  stop: 'stop',
  wasStart: 'clock',
  wasStop: 'clock',
  unknown: 'minus',
};

/** How old what a meter told of itself is, in words. */
export function ageOf({ answeredAt }: Pick<Housekeeping, 'answeredAt'>, now: number): string {
  return t('meter.asOf', { age: ago(answeredAt, now) });
}
