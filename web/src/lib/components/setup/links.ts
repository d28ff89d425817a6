/** Links that show one unit or group to clients. */
import type { Schema } from '$lib/api';

/** What is sent to make one. */
export function linkBody(
  name: string,
  shows: 'unit' | 'group',
  unit: string,
  group: string,
): { name: string; unit_id?: string; group?: string } {
  return { name: name.trim(), ...(shows === 'unit' ? { unit_id: unit } : { group }) };
}

/** The whole address that is given to a client. */
export function linkAddress(link: Pick<Schema<'ClientLinkDetails'>, 'path'>, origin: string): string {
  return new URL(link.path, origin).href;
}
