/** Stretches of time in which something was open, as a chart shades them. */
import type { Band } from './options';

export interface Span {
  /** Seconds since 1970. */
  from: number;
  /** Null: until now. */
  to: number | null;
  severity: 'info' | 'warning' | 'critical';
}

const GRAVITY = ['info', 'warning', 'critical'] as const;
const COLORS = ['--info', '--warn', '--crit'] as const;

/** Each time once, in the colour of the gravest of those that overlap. */
export function mergedBands(spans: readonly Span[]): Band[] {
  const found: { from: number; to: number | null; gravity: number }[] = [];
  for (const { from, to, severity } of [...spans].sort((one, other) => one.from - other.from)) {
    const gravity = GRAVITY.indexOf(severity);
    const last = found.at(-1);
    if (!last || (last.to !== null && from > last.to)) found.push({ from, to, gravity });
    else {
      last.to = last.to === null || to === null ? null : Math.max(last.to, to);
      last.gravity = Math.max(last.gravity, gravity);
    }
  }
  return found.map(({ from, to, gravity }) => ({ from, to, color: COLORS[gravity] ?? '--warn' }));
}
