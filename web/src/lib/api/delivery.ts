/** Names for what the API says of channels, recipients and messages. */
import type { Schema } from '$lib/api';
import type { Narrow } from './narrow';
import type { Severity } from './alarms';

export type ChannelKind = 'log' | 'webhook' | 'email' | 'mqtt' | 'sms';
export type MessageState = 'pending' | 'sending' | 'delivered' | 'dead' | 'withdrawn' | 'digested';
export type Outcome = 'delivered' | 'retry_later' | 'give_up';

export type Channel = Narrow<Schema<'DeliveryChannelDetails'>, { kind: ChannelKind }>;
export type ChannelBody = Narrow<
  Schema<'DeliveryChannelBody'>,
  { kind: ChannelKind; enabled: boolean; settings: Record<string, string> }
>;
export type QuietHours = Narrow<Schema<'DeliveryQuietHours'>, { pierced_by: Severity | null }>;
export type Recipient = Narrow<
  Schema<'DeliveryRecipientDetails'>,
  { minimum_severity: Severity; quiet_hours: QuietHours | null }
>;
export type RecipientBody = Omit<Recipient, 'id'>;
export type Message = Narrow<Schema<'DeliveryMessageEntry'>, { severity: Severity; state: MessageState }>;
export type Attempt = Narrow<Schema<'DeliveryAttempt'>, { outcome: Outcome }>;
export type Tested = Narrow<Schema<'DeliveryTested'>, { outcome: Outcome }>;
