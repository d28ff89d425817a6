/** What may still be emitted within the windows of the limits. */
import { parseTime } from '$lib/format';
import { figure, words } from '$lib/read';

export interface Budget {
  ruleId: number;
  name: string;
  from: number | null;
  to: number | null;
  limit: number;
  /** Leq of the window so far; null before anything was measured. */
  leq: number | null;
  /** Share of the energy that the limit leaves for the window, %; beyond 100 it is broken. */
  used: number | null;
  /** Leq that the rest of the window may have; null when nothing is left, or nothing is to come. */
  allowed: number | null;
  /** At the level of now the limit is reached in so many seconds; null when it is not within the window. */
  breachInS: number | null;
}

export type BudgetState = 'broken' | 'close' | 'fine' | 'unknown';

/** Shares from here on deserve attention, %. */
const CLOSE = 80;

export function stateOf({ used, breachInS }: Budget): BudgetState {
  if (used === null) return 'unknown';
  if (used >= 100) return 'broken';
  return used >= CLOSE || breachInS !== null ? 'close' : 'fine';
}

/** Reads the answer; what has no limit is left out. The tightest comes first. */
export function readBudgets(body: unknown): Budget[] {
  const list = isRecord(body) && Array.isArray(body['budgets']) ? body['budgets'].filter(isRecord) : [];
  return list
    .flatMap((raw): Budget[] => {
      const limit = figure(raw['limit_db']);
      if (limit === null) return [];
      return [
        {
          ruleId: figure(raw['rule_id']) ?? 0,
          name: String(raw['rule_name'] ?? ''),
          from: parseTime(words(raw['window_start'])),
          to: parseTime(words(raw['window_end'])),
          limit,
          leq: figure(raw['leq_db']),
          used: figure(raw['used_percent']),
          allowed: figure(raw['allowed_db']),
          breachInS: figure(raw['seconds_to_breach']),
        },
      ];
    })
    .sort((a, b) => (b.used ?? -1) - (a.used ?? -1));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
