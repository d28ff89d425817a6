/** The English texts; one file for each part of the dashboard. */
import { alarms } from './en/alarms';
import { common } from './en/common';
import { fleet } from './en/fleet';
import { setup } from './en/setup';
import { unit } from './en/unit';
import { view } from './en/view';

export const en = { ...common, ...fleet, ...unit, ...alarms, ...setup, ...view } as const;
