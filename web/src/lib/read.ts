/** Reads values of answers whose shape is not sure. What is not of the kind wanted is null. */

/** A number that is one. */
export function figure(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A text that says something. */
export function words(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A number as a meter prints it; `-.-` and blanks are none. */
export function printed(text: string | null | undefined): number | null {
  const value = text == null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
