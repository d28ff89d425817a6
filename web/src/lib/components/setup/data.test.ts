import { expect, test } from 'vitest';
import {
  checkUnit,
  configBody,
  groupChanges,
  groupsOf,
  isEmptyProfile,
  joining,
  newUnitForm,
  profileBody,
  rosterBody,
  suggestId,
} from './data';
import { linkAddress, linkBody } from './links';
import { glance, parseMetrics } from './metrics';

const form = { ...newUnitForm(), id: ' gate ', host: ' 192.0.2.7 ' };

test('an address is enough to add a unit', () => {
  expect(checkUnit(form)).toEqual({});
  expect(rosterBody(form)).toMatchObject({
    unit_id: 'gate',
    host: '192.0.2.7',
    tcp_port: 2255,
    ftp_username: null,
  });
  expect(isEmptyProfile(profileBody(form))).toBe(true);
});

test('what is wrong is named by its field', () => {
  const wrong = { ...newUnitForm(), id: 'a/b', port: 70_000, ftpPort: null, latitude: 95, longitude: null };
  expect(Object.keys(checkUnit(wrong)).sort()).toEqual([
    'ftp_port',
    'host',
    'latitude',
    'tcp_port',
    'unit_id',
  ]);
  expect(checkUnit({ ...form, ftp: false, ftpPort: null })).toEqual({});
  expect(Object.keys(checkUnit({ ...form, latitude: 10 }))).toEqual(['latitude']);
});

test('an emptied login goes back to the one of the factory', () => {
  expect(configBody(form)).toMatchObject({ ftp_username: '', ftp_password: '' });
  expect(configBody(form)).not.toHaveProperty('unit_id');
});

test('an id is suggested from the name', () => {
  expect(['North gate', ' Ä–Straße 4 ', '…', 'x'.repeat(90)].map(suggestId)).toEqual([
    'north-gate',
    'a-stra-e-4',
    '',
    'x'.repeat(60),
  ]);
});

const unit = (unit_id: string, groups: string[]) => ({
  unit_id,
  name: null,
  groups,
  latitude: 1,
  longitude: 2,
});

test('only units that enter or leave a group are changed, with all else kept', () => {
  const units = [unit('a', ['North']), unit('b', ['North', 'Site']), unit('c', ['Site'])];
  const change = joining(new Set(['a', 'b']), new Set(['b', 'c']));
  expect(groupChanges('North', change, units)).toEqual([
    { unit: 'a', body: { name: null, groups: [], latitude: 1, longitude: 2 } },
    { unit: 'c', body: { name: null, groups: ['North', 'Site'], latitude: 1, longitude: 2 } },
  ]);
  expect(groupsOf(units).map(({ name, members }) => [name, members.length])).toEqual([
    ['North', 2],
    ['Site', 2],
  ]);
});

test('what a colleague did to units meanwhile is kept', () => {
  // Seen: a and b are members; b is taken out, c joins. Meanwhile b was renamed, d joined and a left.
  const change = joining(new Set(['a', 'b']), new Set(['a', 'c']));
  const now = [
    unit('a', []),
    { ...unit('b', ['North']), name: 'New name' },
    { ...unit('c', []), latitude: 50 },
    unit('d', ['North']),
  ];
  expect(groupChanges('North', change, now)).toEqual([
    { unit: 'b', body: { name: 'New name', groups: [], latitude: 1, longitude: 2 } },
    { unit: 'c', body: { name: null, groups: ['North'], latitude: 50, longitude: 2 } },
  ]);
});

test('a link is of a unit or of a group, and is given away whole', () => {
  expect(linkBody(' Client ', 'unit', 'gate', 'North')).toEqual({ name: 'Client', unit_id: 'gate' });
  expect(linkBody('Client', 'group', 'gate', 'North')).toEqual({ name: 'Client', group: 'North' });
  expect(linkAddress({ path: '/view/abc' }, 'https://noise.example.org')).toBe(
    'https://noise.example.org/view/abc',
  );
});

test('figures of all units are summed up, and losses stand out', () => {
  const values = parseMetrics(
    '# HELP slmm_unit_reachable x\nslmm_unit_reachable{unit="a"} 1\nslmm_unit_reachable{unit="b"} 1\nslmm_writer_lost_total 2\nodd NaN\n',
  );
  expect(glance(values)).toEqual([
    { name: 'slmm_unit_reachable', value: 2, isBad: false },
    { name: 'slmm_writer_lost_total', value: 2, isBad: true },
  ]);
});
