/** Which units the fleet page shows, and in which order. Pure. */
import type { UnitAlarms } from '$lib/api/alarms';
import type { UnitState } from '$lib/live';
import { compare, type SortValue } from '$lib/components/ui/table';
import { cardIsLow, type Housekeeping, type UnitInfo } from '$lib/units';

/** A unit's state, or that its line is switched off. */
export type FleetState = UnitState | 'disabled';

/** What filters and orders look at; read now and then, not with every value. */
export interface FleetRow {
  info: UnitInfo;
  state: FleetState;
  lp: number | null;
  leq: number | null;
  at: number | null;
  measuring: boolean | null;
  alarms: UnitAlarms | null;
  housekeeping: Housekeeping | null;
}

export type StateFilter = 'all' | 'live' | 'attention' | 'offline' | 'alarms';

export interface Filter {
  search: string;
  state: StateFilter;
  /** Name of a group; '' is all. */
  group: string;
}

export const SORTS = ['name', 'level', 'leq', 'state', 'alarms', 'age'] as const;

export type SortKey = (typeof SORTS)[number];

/** Whether somebody should look: not live, a battery or a card that runs out. */
export function needsAttention(row: FleetRow): boolean {
  if (row.state === 'stale' || row.state === 'unreachable') return true;
  const { housekeeping } = row;
  if (!housekeeping) return false;
  return housekeeping.battery === 'low' || housekeeping.battery === 'empty' || cardIsLow(housekeeping);
}

export function matchesState(row: FleetRow, state: StateFilter): boolean {
  switch (state) {
    case 'all':
      return true;
    case 'live':
      return row.state === 'live';
    case 'attention':
      return needsAttention(row);
    case 'offline':
      return row.state === 'unreachable';
    case 'alarms':
      return (row.alarms?.open_events ?? 0) > 0;
  }
}

export function matches(row: FleetRow, filter: Filter): boolean {
  if (filter.group !== '' && !row.info.groups.includes(filter.group)) return false;
  if (!matchesState(row, filter.state)) return false;
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [row.info.name, row.info.id, row.info.host, ...row.info.groups].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** How many rows each state filter would leave. */
export function countStates(rows: readonly FleetRow[]): Record<StateFilter, number> {
  const count = (state: StateFilter) => rows.filter((row) => matchesState(row, state)).length;
  return {
    all: rows.length,
    live: count('live'),
    attention: count('attention'),
    offline: count('offline'),
    alarms: count('alarms'),
  };
}

const STATE_ORDER: Record<FleetState, number> = {
  unreachable: 0,
  stale: 1,
  waiting: 2,
  live: 3,
  disabled: 4,
};

/** Rows in order; the name decides between equals. Levels and alarms begin with the highest. */
export function sortFleet(rows: readonly FleetRow[], key: SortKey): FleetRow[] {
  const [value, descending] = SORT_BY[key];
  return [...rows].sort(
    (a, b) => compare(value(a), value(b), descending) || compare(a.info.name, b.info.name, false),
  );
}

const SORT_BY: Record<SortKey, [(row: FleetRow) => SortValue, boolean]> = {
  name: [(row) => row.info.name, false],
  level: [(row) => row.lp, true],
  leq: [(row) => row.leq, true],
  state: [(row) => STATE_ORDER[row.state], false],
  alarms: [(row) => row.alarms?.open_events ?? 0, true],
  age: [(row) => row.at, false],
};

export interface Section {
  /** Null for units that are in no group. */
  group: string | null;
  rows: FleetRow[];
}

/** Rows under the names of their groups; a unit of two groups stands under both. */
export function intoGroups(rows: readonly FleetRow[]): Section[] {
  const names = [...new Set(rows.flatMap((row) => row.info.groups))].sort((a, b) => compare(a, b, false));
  const sections: Section[] = names.map((group) => ({
    group,
    rows: rows.filter((row) => row.info.groups.includes(group)),
  }));
  const others = rows.filter((row) => row.info.groups.length === 0);
  if (others.length > 0) sections.push({ group: null, rows: others });
  return sections;
}
