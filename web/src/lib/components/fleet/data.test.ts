import { describe, expect, it } from 'vitest';
import { countStates, intoGroups, matches, needsAttention, sortFleet, type FleetRow } from './data';

function row(name: string, change: Partial<FleetRow> & { groups?: string[] } = {}): FleetRow {
  const { groups = [], ...rest } = change;
  return {
    info: {
      id: name.toLowerCase(),
      name,
      groups,
      position: null,
      host: '10.0.0.1',
      weighting: null,
      enabled: true,
    },
    state: 'live',
    lp: null,
    leq: null,
    at: null,
    measuring: null,
    alarms: null,
    housekeeping: null,
    ...rest,
  };
}

const alarms = (open_events: number) => ({
  unit_id: '',
  open_events,
  unacknowledged: 0,
  worst_severity: 'warning' as const,
  since: '2026-06-09T10:00:00Z',
});
const names = (rows: FleetRow[]) => rows.map(({ info }) => info.name);
const all = { search: '', state: 'all', group: '' } as const;

describe('the fleet', () => {
  it('is searched by every word, in name, address and group', () => {
    const gate = row('North gate', { groups: ['Site A'] });
    expect(matches(gate, { ...all, search: 'gate site' })).toBe(true);
    expect(matches(gate, { ...all, search: '10.0' })).toBe(true);
    expect(matches(gate, { ...all, search: 'gate south' })).toBe(false);
    expect(matches(gate, { ...all, group: 'Site B' })).toBe(false);
  });

  it('says how many units each filter leaves', () => {
    const rows = [
      row('a'),
      row('b', { state: 'unreachable' }),
      row('c', { state: 'stale', alarms: alarms(2) }),
    ];
    expect(countStates(rows)).toEqual({ all: 3, live: 1, attention: 2, offline: 1, alarms: 1 });
  });

  it('wants attention for a battery or a card that runs out', () => {
    const well = {
      battery: 'full',
      batteryWord: 'Full',
      powered: false,
      cardFreeMb: 9000,
      cardFreePercent: 80,
      answeredAt: null,
    } as const;
    expect(needsAttention(row('a', { housekeeping: well }))).toBe(false);
    expect(needsAttention(row('a', { housekeeping: { ...well, battery: 'low' } }))).toBe(true);
    expect(needsAttention(row('a', { housekeeping: { ...well, cardFreePercent: 3 } }))).toBe(true);
  });

  it('begins with the loudest, and ends with those that have no level', () => {
    const rows = [row('a'), row('b', { lp: 50 }), row('c', { lp: 80 }), row('d', { lp: 50 })];
    expect(names(sortFleet(rows, 'level'))).toEqual(['c', 'b', 'd', 'a']);
  });

  it('begins with what does not answer, and with open alarms', () => {
    const rows = [
      row('a'),
      row('b', { state: 'disabled' }),
      row('c', { state: 'unreachable' }),
      row('d', { alarms: alarms(1) }),
    ];
    expect(names(sortFleet(rows, 'state'))).toEqual(['c', 'a', 'd', 'b']);
    expect(names(sortFleet(rows, 'alarms'))).toEqual(['d', 'a', 'b', 'c']);
  });

  it('stands in groups, also in two', () => {
    const rows = [row('a', { groups: ['x', 'y'] }), row('b'), row('c', { groups: ['y'] })];
    expect(intoGroups(rows).map(({ group, rows }) => [group, names(rows)])).toEqual([
      ['x', ['a']],
      ['y', ['a', 'c']],
      [null, ['b']],
    ]);
  });
});
