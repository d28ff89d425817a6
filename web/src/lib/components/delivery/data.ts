/** Channels, recipients and messages, put into words and forms. */
import type {
  Channel,
  ChannelBody,
  ChannelKind,
  Message,
  QuietHours,
  Recipient,
  RecipientBody,
  Tested,
} from '$lib/api/delivery';
import type { Severity } from '$lib/api/alarms';
import { duration } from '$lib/format';
import { t, type TextKey } from '$lib/i18n';
import { readDays, writeDays } from '$lib/components/rules/blocks';
import { daysText } from '$lib/components/rules/sentence';

/** What the server shows instead of a secret, and what keeps the one that it has. */
export const HIDDEN = '***';

export const CHANNEL_KINDS: readonly ChannelKind[] = ['email', 'webhook', 'mqtt', 'sms', 'log'];

export type SettingInput = 'text' | 'number' | 'secret' | 'lines' | 'flag' | 'choice';

/** A setting of a kind of channel. */
export interface Setting {
  name: string;
  label: TextKey;
  hint?: TextKey;
  input: SettingInput;
  needed?: boolean;
  choices?: readonly { value: string; label: TextKey | null }[];
  /** What counts when nothing is given. */
  usual?: string;
  placeholder?: string;
}

const login: readonly Setting[] = [
  { name: 'username', label: 'channel.username', hint: 'channel.username.hint', input: 'text' },
  { name: 'password', label: 'channel.password', input: 'secret' },
];

const words = (values: readonly string[]): readonly { value: string; label: null }[] =>
  values.map((value) => ({ value, label: null }));

/** What each kind of channel has to know, in the order of the form. */
export const SETTINGS: Readonly<Record<ChannelKind, readonly Setting[]>> = {
  log: [],
  webhook: [
    {
      name: 'url',
      label: 'channel.url',
      hint: 'channel.url.webhook.hint',
      input: 'text',
      needed: true,
      placeholder: 'https://example.org/hooks/noise',
    },
    { name: 'secret', label: 'channel.secret', hint: 'channel.secret.hint', input: 'secret', needed: true },
  ],
  email: [
    { name: 'host', label: 'channel.host', hint: 'channel.host.email.hint', input: 'text', needed: true },
    { name: 'port', label: 'channel.port', hint: 'channel.port.email.hint', input: 'number' },
    {
      name: 'security',
      label: 'channel.security',
      input: 'choice',
      usual: 'starttls',
      choices: [
        { value: 'starttls', label: 'channel.security.starttls' },
        { value: 'tls', label: 'channel.security.tls' },
        { value: 'none', label: 'channel.security.none' },
      ],
    },
    { name: 'sender', label: 'channel.sender', hint: 'channel.sender.hint', input: 'text', needed: true },
    ...login,
  ],
  mqtt: [
    { name: 'host', label: 'channel.host', hint: 'channel.host.mqtt.hint', input: 'text', needed: true },
    { name: 'tls', label: 'channel.tls', hint: 'channel.tls.hint', input: 'flag', usual: 'false' },
    { name: 'port', label: 'channel.port', hint: 'channel.port.mqtt.hint', input: 'number' },
    ...login,
    { name: 'topic', label: 'channel.topic', hint: 'channel.topic.hint', input: 'text', placeholder: 'slmm' },
    {
      name: 'discovery',
      label: 'channel.discovery',
      hint: 'channel.discovery.hint',
      input: 'text',
      placeholder: 'homeassistant',
    },
  ],
  sms: [
    { name: 'url', label: 'channel.url', hint: 'channel.url.sms.hint', input: 'text', needed: true },
    {
      name: 'method',
      label: 'channel.method',
      input: 'choice',
      usual: 'POST',
      choices: words(['POST', 'PUT', 'GET']),
    },
    { name: 'headers', label: 'channel.headers', hint: 'channel.headers.hint', input: 'secret' },
    {
      name: 'body',
      label: 'channel.body',
      hint: 'channel.body.hint',
      input: 'lines',
      placeholder: '{"to": "{to}", "text": "{text}"}',
    },
    {
      name: 'content_type',
      label: 'channel.content_type',
      input: 'choice',
      usual: 'application/json',
      choices: words([
        'application/json',
        'application/x-www-form-urlencoded',
        'text/plain',
        'text/xml',
        'application/xml',
      ]),
    },
    { name: 'max_chars', label: 'channel.max_chars', hint: 'channel.max_chars.hint', input: 'number' },
  ],
};

export function kindName(kind: ChannelKind): string {
  return t(`channel.kind.${kind}` as TextKey & `channel.kind.${ChannelKind}`);
}

export function kindHint(kind: ChannelKind): string {
  return t(`channel.kind.${kind}.hint` as TextKey & `channel.kind.${ChannelKind}.hint`);
}

/** A channel's form: every setting of its kind as a text, those with a usual choice filled in. */
export function channelForm(kind: ChannelKind, channel?: Channel): ChannelBody {
  const settings: Record<string, string> = {};
  for (const { name, usual } of SETTINGS[kind]) settings[name] = channel?.settings[name] ?? usual ?? '';
  return { name: channel?.name ?? kindName(kind), kind, enabled: channel?.enabled ?? true, settings };
}

/** What is sent: settings of the kind only, and none that are empty. */
export function channelBody(form: ChannelBody): ChannelBody {
  const settings: Record<string, string> = {};
  for (const { name } of SETTINGS[form.kind]) {
    const value = form.settings[name]?.trim() ?? '';
    if (value !== '') settings[name] = value;
  }
  return { name: form.name.trim(), kind: form.kind, enabled: form.enabled, settings };
}

/** Where a channel leads, for lists: its address without anything that is secret. */
export function channelPlace({ kind, settings }: Pick<Channel, 'kind' | 'settings'>): string {
  switch (kind) {
    case 'log':
      return '';
    case 'webhook':
    case 'sms':
      return hostOf(settings['url'] ?? '');
    case 'email':
      return [settings['sender'], settings['host']].filter(Boolean).join(' · ');
    case 'mqtt':
      return [settings['host'], settings['topic'] || 'slmm'].filter(Boolean).join(' · ');
  }
}

function hostOf(url: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url;
}

/** A key for signatures: `whsec_` and 32 random bytes in base64. */
export function makeSecret(
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = random(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** Whether messages of a kind have an address of their own for each recipient. */
export function takesAddress(kind: ChannelKind | undefined): boolean {
  return kind === 'email' || kind === 'sms';
}

/** A recipient as its form holds it. */
export interface RecipientForm {
  name: string;
  channel: number | null;
  address: string;
  severity: Severity;
  isQuiet: boolean;
  quietStart: string;
  quietEnd: string;
  quietDays: boolean[];
  quietZone: string;
  pierced: Severity | 'none';
  digestAfter: number | null;
  digestWindow: number | null;
  enabled: boolean;
}

export function recipientForm(recipient?: Recipient, channel: number | null = null): RecipientForm {
  const quiet = recipient?.quiet_hours ?? null;
  return {
    name: recipient?.name ?? '',
    channel: recipient?.channel_id ?? channel,
    address: recipient?.address ?? '',
    severity: recipient?.minimum_severity ?? 'info',
    isQuiet: quiet !== null,
    quietStart: quiet?.start ?? '22:00',
    quietEnd: quiet?.end ?? '06:00',
    quietDays: quiet?.days ? readDays(quiet.days) : Array<boolean>(7).fill(true),
    quietZone: quiet?.zone ?? '',
    pierced: quiet ? (quiet.pierced_by ?? 'none') : 'critical',
    digestAfter: recipient?.digest_after ?? 10,
    digestWindow: recipient?.digest_window_s ?? 600,
    enabled: recipient?.enabled ?? true,
  };
}

/** What is sent; `kind` says whether the recipient has an address. */
export function recipientBody(form: RecipientForm, kind: ChannelKind | undefined): RecipientBody {
  return {
    name: form.name.trim(),
    channel_id: form.channel ?? 0,
    address: takesAddress(kind) ? form.address.trim() : '',
    minimum_severity: form.severity,
    quiet_hours: form.isQuiet ? quietHours(form) : null,
    digest_after: form.digestAfter ?? 10,
    digest_window_s: form.digestWindow ?? 600,
    enabled: form.enabled,
  };
}

function quietHours(form: RecipientForm): QuietHours {
  return {
    start: form.quietStart,
    end: form.quietEnd,
    days: form.quietDays.every(Boolean) ? null : writeDays(form.quietDays),
    zone: form.quietZone.trim() || null,
    pierced_by: form.pierced === 'none' ? null : form.pierced,
  };
}

/** `quiet weekdays 22:00–06:00`; nothing without quiet hours. */
export function quietText(quiet: QuietHours | null): string | null {
  if (!quiet) return null;
  const days = daysText(quiet.days ? readDays(quiet.days) : Array<boolean>(7).fill(true));
  return t('recipients.quiet.text', { days, from: quiet.start, to: quiet.end });
}

/** A message's state; one that failed and is tried again is told apart from one that waits for its time. */
export function messageState(message: Pick<Message, 'state' | 'attempts'>): string {
  const state = message.state === 'pending' && message.attempts > 0 ? 'retrying' : message.state;
  return t(`delivery.state.${state}` as TextKey & `delivery.state.dead`);
}

/** What became of a test, and what to do. */
export function testResult(tested: Pick<Tested, 'outcome' | 'detail' | 'duration_ms'>): {
  ok: boolean;
  text: string;
  advice: string;
} {
  const { outcome, detail, duration_ms } = tested;
  return {
    ok: outcome === 'delivered',
    text:
      outcome === 'delivered'
        ? t('channels.test.delivered', { time: shortDuration(duration_ms) })
        : t(`channels.test.${outcome}`, { detail }),
    advice: t(`channels.test.advice.${outcome}`),
  };
}

/** `480 ms`, `2 s`. */
export function shortDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : duration(ms);
}
