/** Lengths of time as people enter them: pure. */
export const UNITS = { s: 1, min: 60, h: 3600, days: 86_400 } as const;

export type DurationUnit = keyof typeof UNITS;

/** The largest of some units in which a length is a whole number; minutes for none. */
export function unitOf(seconds: number | null, units: readonly DurationUnit[]): DurationUnit {
  const smallest = units[0] ?? 's';
  if (seconds === null || seconds === 0) return smallest;
  const fitting = units.filter((unit) => seconds % UNITS[unit] === 0);
  return fitting.at(-1) ?? smallest;
}

/** A length in a unit; null stays null. */
export function inUnit(seconds: number | null, unit: DurationUnit): number | null {
  return seconds === null ? null : seconds / UNITS[unit];
}
