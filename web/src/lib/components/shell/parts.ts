import type { Component } from 'svelte';

/** A part of a page: it is given what its address names. */
export type Part = Component<{ params: Readonly<Record<string, string>> }>;

export interface PartEntry<Tab extends string> {
  /** Which tab it belongs to. */
  tab: Tab;
  load: () => Promise<{ default: Component<never> }>;
}
