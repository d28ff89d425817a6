/** A unit as its form holds it, what is sent of it, and groups as changes of units. */
import type { Schema } from '$lib/api';
import type { IconName } from '$lib/components/ui';
import { t } from '$lib/i18n';
import { omit } from '$lib/omit';

export interface UnitForm {
  id: string;
  name: string;
  host: string;
  port: number | null;
  tcp: boolean;
  ftp: boolean;
  ftpPort: number | null;
  ftpUser: string;
  ftpPassword: string;
  poll: boolean;
  pollInterval: number | null;
  monitor: boolean;
  groups: string[];
  latitude: number | null;
  longitude: number | null;
}

export function newUnitForm(): UnitForm {
  return {
    id: '',
    name: '',
    host: '',
    port: 2255,
    tcp: true,
    ftp: true,
    ftpPort: 21,
    ftpUser: '',
    ftpPassword: '',
    poll: true,
    pollInterval: 60,
    monitor: false,
    groups: [],
    latitude: null,
    longitude: null,
  };
}

/** The form of a unit that there is. */
export function unitForm(unit: Schema<'UnitOverview'>, settings: Schema<'RosterUnit'>): UnitForm {
  return {
    id: unit.unit_id,
    name: unit.name ?? '',
    host: settings.host,
    port: settings.tcp_port,
    tcp: settings.tcp_enabled,
    ftp: settings.ftp_enabled,
    ftpPort: settings.ftp_port,
    ftpUser: settings.ftp_username ?? '',
    ftpPassword: settings.ftp_password ?? '',
    poll: settings.poll_enabled,
    pollInterval: settings.poll_interval_seconds,
    monitor: settings.monitor_enabled,
    groups: [...unit.groups],
    latitude: unit.latitude ?? null,
    longitude: unit.longitude ?? null,
  };
}

/** Wrong fields with what is wrong; the server checks again. */
export function checkUnit(form: UnitForm): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (form.id.trim() === '') wrong['unit_id'] = t('unitForm.missingId');
  else if (!/^[\w.-]+$/u.test(form.id.trim())) wrong['unit_id'] = t('unitForm.wrongId');
  if (form.host.trim() === '') wrong['host'] = t('unitForm.missingHost');
  if (!isPort(form.port)) wrong['tcp_port'] = t('unitForm.wrongPort');
  if (form.ftp && !isPort(form.ftpPort)) wrong['ftp_port'] = t('unitForm.wrongPort');
  if (!isPosition(form)) wrong['latitude'] = t('unitForm.wrongPosition');
  return wrong;
}

export function isPort(port: number | null): port is number {
  return port !== null && Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function isPosition({ latitude, longitude }: UnitForm): boolean {
  if (latitude === null && longitude === null) return true;
  if (latitude === null || longitude === null) return false;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** Body of the roster's `POST`. */
export function rosterBody(form: UnitForm): Schema<'NewUnit'> {
  return {
    unit_id: form.id.trim(),
    host: form.host.trim(),
    tcp_port: form.port,
    tcp_enabled: form.tcp,
    ftp_enabled: form.ftp,
    ftp_port: form.ftpPort,
    ftp_username: form.ftpUser.trim() || null,
    ftp_password: form.ftpPassword || null,
    poll_enabled: form.poll,
    poll_interval_seconds: form.pollInterval,
  };
}

/** Body of the configuration's `PUT`. */
export function configBody(form: UnitForm): Schema<'ConfigUpdate'> {
  const body = omit(rosterBody(form), 'unit_id');
  // Here an empty text means the factory's, and null what was there before.
  return { ...body, ftp_username: form.ftpUser.trim(), ftp_password: form.ftpPassword };
}

export interface ProfileBody {
  name: string | null;
  groups: string[];
  latitude: number | null;
  longitude: number | null;
}

/** Body of the profile's `PUT`. */
export function profileBody(form: Pick<UnitForm, 'name' | 'groups' | 'latitude' | 'longitude'>): ProfileBody {
  return {
    name: form.name.trim() || null,
    groups: [...form.groups],
    latitude: form.latitude,
    longitude: form.longitude,
  };
}

/** Whether a profile says anything at all. */
export function isEmptyProfile(body: ProfileBody): boolean {
  return body.name === null && body.groups.length === 0 && body.latitude === null;
}

/** An id from a name: `North gate` as `north-gate`. */
export function suggestId(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

/** What a unit's profile says now. */
export type Profile = Pick<Schema<'UnitOverview'>, 'unit_id' | 'name' | 'groups' | 'latitude' | 'longitude'>;

/** Body that changes some of a profile and leaves the rest. */
export function changedProfile(profile: Profile, change: Partial<ProfileBody>): ProfileBody {
  return {
    name: profile.name ?? null,
    groups: [...profile.groups],
    latitude: profile.latitude ?? null,
    longitude: profile.longitude ?? null,
    ...change,
  };
}

/** Who joins a group and who leaves it. */
export interface Joining {
  joins: ReadonlySet<string>;
  leaves: ReadonlySet<string>;
}

/** What somebody changed who saw these members and chose those. */
export function joining(seen: ReadonlySet<string>, chosen: ReadonlySet<string>): Joining {
  return {
    joins: new Set([...chosen].filter((unit) => !seen.has(unit))),
    leaves: new Set([...seen].filter((unit) => !chosen.has(unit))),
  };
}

export interface ProfileChange {
  unit: string;
  body: ProfileBody;
}

/** What has to be changed of units as they are now. Who neither joins nor leaves stays, whatever others did meanwhile. */
export function groupChanges(
  group: string,
  { joins, leaves }: Joining,
  units: readonly Profile[],
): ProfileChange[] {
  return units.flatMap((unit) => {
    const isIn = unit.groups.includes(group);
    if (isIn ? !leaves.has(unit.unit_id) : !joins.has(unit.unit_id)) return [];
    const groups = isIn ? unit.groups.filter((other) => other !== group) : [...unit.groups, group].sort();
    return [{ unit: unit.unit_id, body: changedProfile(unit, { groups }) }];
  });
}

type Line = Pick<Schema<'UnitOverview'>, 'tcp_enabled' | 'deactivated'>;

/** How a unit's line is set up, as a sign with words. */
export function lineSign({ tcp_enabled, deactivated }: Line): {
  tone: 'ok' | 'idle' | 'warn';
  icon: IconName;
  text: string;
} {
  if (deactivated) return { tone: 'warn', icon: 'pause', text: t('units.line.deactivated') };
  if (!tcp_enabled) return { tone: 'idle', icon: 'power', text: t('units.line.off') };
  return { tone: 'ok', icon: 'check', text: t('units.line.on') };
}

/** Whether every word of a search is somewhere in a unit's names, groups and address. */
export function matchesUnit(
  unit: Pick<Schema<'UnitOverview'>, 'unit_id' | 'name' | 'groups' | 'host'>,
  search: string,
): boolean {
  const text = [unit.unit_id, unit.name ?? '', unit.host, ...unit.groups].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Address of a unit's set-up. */
export function unitSetupPath(unit: string): string {
  return `/setup/units/${encodeURIComponent(unit)}`;
}

/** Every group with the units that are in it, by name. */
export function groupsOf<Unit extends Pick<Schema<'UnitOverview'>, 'groups'>>(
  units: readonly Unit[],
): { name: string; members: Unit[] }[] {
  const names = [...new Set(units.flatMap(({ groups }) => groups))].sort((a, b) => a.localeCompare(b));
  return names.map((name) => ({ name, members: units.filter(({ groups }) => groups.includes(name)) }));
}
