/** What is known of units besides their levels. Pure. */
import type { Schema } from '$lib/api';
import { parseTime } from '$lib/format';
import { printed } from '$lib/read';

export interface UnitInfo {
  id: string;
  /** What people call it; its id unless it was given a name. */
  name: string;
  groups: readonly string[];
  position: { latitude: number; longitude: number } | null;
  host: string;
  /** Frequency weighting of its levels; null until its meter was asked. */
  weighting: string | null;
  /** Whether its line may be used at all. */
  enabled: boolean;
}

export interface Housekeeping {
  battery: BatteryState;
  /** The meter's word for its battery. */
  batteryWord: string | null;
  /** On external power. */
  powered: boolean;
  /** Free space on the card, MB, and as a share of 0 to 100. */
  cardFreeMb: number | null;
  cardFreePercent: number | null;
  /** When the meter answered last, ms; it is asked for these every ten minutes as long as it does. */
  answeredAt: number | null;
}

export type BatteryState = 'full' | 'middle' | 'low' | 'empty' | 'unknown';

export function infoOf(device: Schema<'RosterUnit'>, profile?: Schema<'UnitOverview'>): UnitInfo {
  const { latitude = null, longitude = null } = profile ?? {};
  return {
    id: device.unit_id,
    name: profile?.name || device.unit_id,
    groups: profile?.groups ?? [],
    position: latitude === null || longitude === null ? null : { latitude, longitude },
    host: device.host,
    weighting: profile?.frequency_weighting ?? null,
    enabled: device.tcp_enabled && !(profile?.deactivated ?? false),
  };
}

type Readings = Pick<
  Schema<'CachedStatus'>,
  'battery_level' | 'power_source' | 'sd_remaining_mb' | 'sd_free_ratio' | 'last_success'
>;

export function housekeepingOf(status: Readings): Housekeeping {
  const word = status.battery_level?.trim() || null;
  return {
    battery: batteryState(word),
    batteryWord: word,
    powered: /usb|ext|ac|dc/i.test(status.power_source ?? ''),
    cardFreeMb: printed(status.sd_remaining_mb),
    cardFreePercent: printed(status.sd_free_ratio),
    answeredAt: parseTime(status.last_success),
  };
}

/** The meter tells its battery in a word. One that is not known is shown as it is. */
export function batteryState(word: string | null): BatteryState {
  switch (word?.toLowerCase()) {
    case 'full':
      return 'full';
    case 'middle':
      return 'middle';
    case 'low':
      return 'low';
    case 'dead':
    case 'empty':
      return 'empty';
    default:
      return 'unknown';
  }
}

/** A card that is nearly full wants to be looked at. */
export function cardIsLow({ cardFreePercent, cardFreeMb }: Housekeeping): boolean {
  return (cardFreePercent !== null && cardFreePercent < 10) || (cardFreeMb !== null && cardFreeMb < 500);
}

/** How a measurement stands; of a meter that is not heard now only what was so when it was heard last is known. */
export type Measuring = 'start' | 'stop' | 'wasStart' | 'wasStop' | 'unknown';

/** What is known of a measurement by the meter's word and the state of its line. */
export function measuringOf(word: string | null | undefined, isCurrent: boolean): Measuring {
  const measures = isMeasuring(word);
  if (measures === null) return 'unknown';
  if (measures) return isCurrent ? 'start' : 'wasStart';
  return isCurrent ? 'stop' : 'wasStop';
}

/** Whether the meter's word means that a measurement runs; null when it says neither. */
export function isMeasuring(state: string | null | undefined): boolean | null {
  if (state === 'Start' || state === 'Measure') return true;
  return state === 'Stop' ? false : null;
}
