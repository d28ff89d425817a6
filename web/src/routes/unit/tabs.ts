import type { Component } from 'svelte';
import type { IconName } from '$lib/components/ui';

/** The parts of a unit's page, in their order; each is loaded when it is first opened. */
export const TABS = ['live', 'settings', 'files', 'schedule', 'diagnostics', 'log'] as const;

export type Tab = (typeof TABS)[number];

interface Part {
  icon: IconName;
  load: () => Promise<{ default: Component }>;
}

export const PARTS: Readonly<Record<Tab, Part>> = {
  live: { icon: 'chart', load: () => import('./LiveTab.svelte') },
  settings: { icon: 'gear', load: () => import('./SettingsTab.svelte') },
  files: { icon: 'folder', load: () => import('./FilesTab.svelte') },
  schedule: { icon: 'calendar', load: () => import('./ScheduleTab.svelte') },
  diagnostics: { icon: 'link', load: () => import('./DiagnosticsTab.svelte') },
  log: { icon: 'list', load: () => import('./LogTab.svelte') },
};

/** The part that the rest of an address names; null for one that there is not. */
export function tabOf(rest: string): Tab | null {
  if (rest === '') return 'live';
  return TABS.find((tab) => tab === rest) ?? null;
}
