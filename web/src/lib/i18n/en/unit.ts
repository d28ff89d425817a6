import { meter } from './unit/meter';
import { operation } from './unit/operation';
import { campaigns } from './unit/campaigns';
import { control } from './unit/control';
import { diagnostics } from './unit/diagnostics';
import { files } from './unit/files';
import { log } from './unit/log';
import { settings } from './unit/settings';
import { trace } from './unit/trace';

export const unit = {
  'unit.title': 'Unit',
  'unit.tabs': 'Parts of this unit',
  'unit.tab.live': 'Live',
  'unit.tab.settings': 'Settings',
  'unit.tab.files': 'Files',
  'unit.tab.schedule': 'Schedule',
  'unit.tab.diagnostics': 'Diagnostics',
  'unit.tab.log': 'Log',
  'unit.missing': 'There is no unit {unit}',
  'unit.missing.advice': 'It may have been removed or renamed.',
  'unit.edit': 'Set-up',
  'unit.offline': 'The meter does not answer: {reason}',
  'unit.offline.unknown': 'no reason is known',
  'unit.offline.advice':
    'What is shown is what was known last. The server goes on trying; the diagnostics say more.',
  'unit.stale': 'The last value is {age} old. It is shown, but it is not of now.',
  'unit.tcpOff':
    'The control line to this meter is switched off in its set-up: nothing is read, and nothing can be told to it.',
  'unit.deactivated':
    'This unit was taken out of service in its set-up: nothing is read until it is put back.',
  'unit.lastSeen': 'Last seen',
  ...trace,
  ...control,
  ...operation,
  ...settings,
  ...files,
  ...campaigns,
  ...diagnostics,
  ...log,
  ...meter,
} as const;
