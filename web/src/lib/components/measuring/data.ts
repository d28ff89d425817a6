/** What can be told to a meter about its measurement, and when. */
import type { IconName } from '$lib/components/ui';

export const ACTIONS = [
  'start',
  'stop',
  'pause',
  'resume',
  'start-cycle',
  'stop-cycle',
  'store',
  'reset',
  'sleep',
  'wake',
] as const;

export type Action = (typeof ACTIONS)[number];

export interface Standing {
  /** Null while that is not known. */
  isMeasuring: boolean | null;
  isPaused: boolean | null;
  isReachable: boolean;
  /** A cycle of this unit is under way. */
  hasCycle: boolean;
}

/** Why something cannot be told to the meter now; null when it can. */
export type Hindrance = 'unreachable' | 'measuring' | 'stopped' | 'cycle';

export function hindrance(
  action: Action,
  { isMeasuring, isReachable, hasCycle }: Standing,
): Hindrance | null {
  if (!isReachable) return 'unreachable';
  if (hasCycle && action !== 'wake') return 'cycle';
  switch (action) {
    case 'start':
    case 'start-cycle':
    case 'sleep':
    case 'store':
    case 'reset':
      return isMeasuring === true ? 'measuring' : null;
    case 'stop':
    case 'stop-cycle':
    case 'pause':
    case 'resume':
      return isMeasuring === false ? 'stopped' : null;
    case 'wake':
      return null;
  }
}

/** Those that end, change or hide something, and say so in red. */
export function isGrave(action: Action): boolean {
  return action === 'stop' || action === 'stop-cycle' || action === 'reset' || action === 'sleep';
}

/** What is offered at first sight: what fits the state; the rest is one step away. */
export function offered({ isMeasuring, isPaused }: Standing): Action[] {
  if (isMeasuring === false) return ['start', 'start-cycle'];
  if (isMeasuring === true) return ['stop', 'stop-cycle', isPaused ? 'resume' : 'pause'];
  return ['start', 'stop'];
}

export function further(standing: Standing): Action[] {
  const first = offered(standing);
  return ACTIONS.filter((action) => !first.includes(action));
}

export const ICONS: Readonly<Record<Action, IconName>> = {
  start: 'play',
  stop: 'stop',
  pause: 'pause',
  resume: 'play',
  'start-cycle': 'play',
  'stop-cycle': 'stop',
  store: 'save',
  reset: 'refresh',
  sleep: 'moon',
  wake: 'sun',
};
