/** Figures of the service as it gives them to monitoring, for a glance. */

/** Values of `/metrics` by name; those of several labels summed up. */
export function parseMetrics(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})?\s+(\S+)/.exec(line);
    const [, name, value] = match ?? [];
    if (name === undefined || value === undefined) continue;
    const number = Number(value);
    if (Number.isFinite(number)) found.set(name, (found.get(name) ?? 0) + number);
  }
  return found;
}

/** What is worth a glance, where the server has it, in this order. */
export const GLANCE = [
  'slmm_unit_reachable',
  'slmm_websockets',
  'slmm_writer_queue_entries',
  'slmm_writer_written_total',
  'slmm_writer_lost_total',
  'slmm_unit_poll_failures_total',
  'slmm_alarm_open_events',
  'slmm_alarm_facts_lost_total',
] as const;

export type GlanceName = (typeof GLANCE)[number];

/** Figures that should be zero. */
const BAD_ABOVE_ZERO: ReadonlySet<GlanceName> = new Set([
  'slmm_writer_lost_total',
  'slmm_alarm_facts_lost_total',
]);

export interface Glance {
  name: GlanceName;
  value: number;
  isBad: boolean;
}

export function glance(values: ReadonlyMap<string, number>): Glance[] {
  return GLANCE.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [{ name, value, isBad: BAD_ABOVE_ZERO.has(name) && value > 0 }];
  });
}
