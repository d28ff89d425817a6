/** What is known of units besides their levels. Pure. */
import type { Schema } from '$lib/api';

export interface UnitInfo {
  id: string;
  /** What people call it; its id unless it was given a name. */
  name: string;
  groups: readonly string[];
  position: { latitude: number; longitude: number } | null;
  host: string;
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
    enabled: device.tcp_enabled && !(profile?.deactivated ?? false),
  };
}

type Readings = Pick<
  Schema<'CachedStatus'>,
  'battery_level' | 'power_source' | 'sd_remaining_mb' | 'sd_free_ratio'
>;

export function housekeepingOf(status: Readings): Housekeeping {
  const word = status.battery_level?.trim() || null;
  return {
    battery: batteryState(word),
    batteryWord: word,
    powered: /usb|ext|ac|dc/i.test(status.power_source ?? ''),
    cardFreeMb: figure(status.sd_remaining_mb),
    cardFreePercent: figure(status.sd_free_ratio),
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

export function isMeasuring(state: string | null | undefined): boolean | null {
  if (state === 'Start' || state === 'Measure') return true;
  return state === 'Stop' ? false : null;
}

function figure(text: string | null | undefined): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : null;
}
