/** Numbers as people of the site write them. */

/** Read where texts are made, so that they are made anew when it changes. */
let locale = $state<string | undefined>();
const formats = new Map<string, Intl.NumberFormat>();

/** Writes numbers and times as this locale does; the browser's unless set. */
export function setLocale(tag: string | undefined): void {
  if (tag === locale) return;
  formats.clear();
  locale = tag;
}

export function currentLocale(): string | undefined {
  return locale;
}

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale ?? ''} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat(locale, options);
    formats.set(key, known);
  }
  return known;
}

/** A dash where there is no value: never zero. */
export const NO_VALUE = '–';

/** A number with a fixed count of decimals. */
export function number(value: number | null | undefined, decimals = 0): string {
  if (value == null || !Number.isFinite(value)) return NO_VALUE;
  return format({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}

/** A level, without its unit. */
export function decibels(value: number | null | undefined, decimals = 1): string {
  return number(value, decimals);
}

/** A share of 0 to 100. */
export function percent(value: number | null | undefined, decimals = 0): string {
  if (value == null || !Number.isFinite(value)) return NO_VALUE;
  return format({ style: 'percent', maximumFractionDigits: decimals }).format(value / 100);
}

/** An amount of bytes in the largest unit that keeps it above one. */
export function bytes(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return NO_VALUE;
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  const scaled = value / 1000 ** power;
  const digits = power > 0 && scaled < 100 ? 1 : 0;
  return format({
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'narrow' : 'short',
    maximumFractionDigits: digits,
  }).format(scaled);
}
