/** How the states of messages look; colour is never alone. */
import type { Attempt, ChannelKind, Message } from '$lib/api/delivery';
import type { IconName } from '$lib/components/ui';

type Sign = { tone: 'ok' | 'info' | 'warn' | 'crit' | 'idle'; icon: IconName };

export function messageSign({ state, attempts }: Pick<Message, 'state' | 'attempts'>): Sign {
  switch (state) {
    case 'delivered':
      return { tone: 'ok', icon: 'check' };
    case 'dead':
      return { tone: 'crit', icon: 'alert' };
    case 'pending':
      return attempts > 0 ? { tone: 'warn', icon: 'refresh' } : { tone: 'info', icon: 'clock' };
    case 'sending':
      return { tone: 'info', icon: 'send' };
    default:
      return { tone: 'idle', icon: 'minus' };
  }
}

export const OUTCOME_SIGNS: Readonly<Record<Attempt['outcome'], Sign>> = {
  delivered: { tone: 'ok', icon: 'check' },
  retry_later: { tone: 'warn', icon: 'refresh' },
  give_up: { tone: 'crit', icon: 'alert' },
};

export const KIND_ICONS: Readonly<Record<ChannelKind, IconName>> = {
  log: 'list',
  webhook: 'link',
  email: 'mail',
  mqtt: 'units',
  sms: 'send',
};
