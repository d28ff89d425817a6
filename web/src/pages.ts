import type { Component } from 'svelte';

/** What a page is given: the named parts of its address. */
export interface PageProps {
  params: Readonly<Record<string, string>>;
}

/** A page that has no use for them takes no props. */
export type Page = Component<PageProps>;

export interface PageEntry {
  load: () => Promise<{ default: Component<never> }>;
  /** Which part of the navigation it belongs to. */
  section: 'fleet' | 'alarms' | 'setup';
  /** Without bars: wall displays, and what clients see. */
  bare?: boolean;
}

/** Every page by the pattern of its address; each is loaded when it is first opened. */
export const PAGES: Readonly<Record<string, PageEntry>> = {
  '/': { load: () => import('./routes/fleet/FleetPage.svelte'), section: 'fleet' },
  '/roster': { load: () => import('./routes/fleet/FleetPage.svelte'), section: 'fleet' },
  '/map': { load: () => import('./routes/map/MapPage.svelte'), section: 'fleet' },
  '/wall': { load: () => import('./routes/wall/WallPage.svelte'), section: 'fleet', bare: true },
  '/units/:id/*': { load: () => import('./routes/unit/UnitPage.svelte'), section: 'fleet' },
  '/alarms/*': { load: () => import('./routes/alarms/AlarmsPage.svelte'), section: 'alarms' },
  '/setup/*': { load: () => import('./routes/setup/SetupPage.svelte'), section: 'setup' },
  '/view/:token': { load: () => import('./routes/view/ViewPage.svelte'), section: 'fleet', bare: true },
};
