/** Which rules a list shows. */
import type { Rule } from '$lib/api/alarms';
import { ruleSentence, type NameOf } from './sentence';

export type Shown = 'all' | 'enabled' | 'disabled';

export interface RuleFilter {
  search: string;
  show: Shown;
  /** Only rules that apply to this unit now. */
  unit?: string | null;
}

export function matchesRule(rule: Rule, { search, show, unit }: RuleFilter, nameOf: NameOf): boolean {
  if (show !== 'all' && rule.enabled !== (show === 'enabled')) return false;
  if (unit && !rule.units.includes(unit)) return false;
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${rule.name} ${ruleSentence(rule, nameOf)} ${rule.units.map(nameOf).join(' ')}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
