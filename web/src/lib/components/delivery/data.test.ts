import { expect, test } from 'vitest';
import type { Channel, ChannelKind, Recipient } from '$lib/api/delivery';
import {
  channelBody,
  channelForm,
  channelPlace,
  HIDDEN,
  makeSecret,
  messageState,
  quietText,
  recipientBody,
  recipientForm,
  SETTINGS,
  testResult,
} from './data';

function channel(kind: ChannelKind, settings: Record<string, string>): Channel {
  return { id: 1, name: 'Office', kind, enabled: true, settings, problems: [] };
}

test('a channel that was not changed is written as it was, its secrets as they are hidden', () => {
  const mail = channel('email', {
    host: 'smtp.example.org',
    security: 'tls',
    sender: 'a@example.org',
    password: HIDDEN,
  });
  expect(channelBody(channelForm('email', mail))).toEqual({
    name: 'Office',
    kind: 'email',
    enabled: true,
    settings: mail.settings,
  });
});

test('empty settings, and those of other kinds, are not sent', () => {
  const form = {
    ...channelForm('webhook'),
    settings: { url: ' https://example.org ', secret: '', host: 'old' },
  };
  expect(channelBody(form).settings).toEqual({ url: 'https://example.org' });
  expect(channelBody(channelForm('log')).settings).toEqual({});
});

test('every kind says what it needs', () => {
  const needed = (kind: ChannelKind): string[] =>
    SETTINGS[kind].filter((one) => one.needed).map((one) => one.name);
  expect([needed('email'), needed('webhook'), needed('mqtt'), needed('sms'), needed('log')]).toEqual([
    ['host', 'sender'],
    ['url', 'secret'],
    ['host'],
    ['url'],
    [],
  ]);
});

test('lists show where a channel leads and no secrets of its address', () => {
  expect(
    channelPlace(channel('webhook', { url: 'https://hooks.example.org/T0/key?token=1', secret: HIDDEN })),
  ).toBe('hooks.example.org');
  expect(channelPlace(channel('email', { host: 'smtp.example.org', sender: 'a@example.org' }))).toBe(
    'a@example.org · smtp.example.org',
  );
});

test('a key for signatures is 32 random bytes', () => {
  const secret = makeSecret((bytes) => bytes.fill(0xff));
  expect(secret).toBe(`whsec_${'/'.repeat(42)}8=`);
  expect(makeSecret()).not.toBe(makeSecret());
});

const night: Recipient = {
  id: 2,
  name: 'Night shift',
  channel_id: 4,
  address: '+49 170 1234567',
  minimum_severity: 'critical',
  quiet_hours: { start: '22:00', end: '06:00', days: '0,1,2,3,4', zone: 'Europe/Berlin', pierced_by: null },
  digest_after: 5,
  digest_window_s: 3600,
  enabled: false,
};

test('a recipient that was not changed is written as it was', () => {
  const { id: _id, ...body } = night;
  expect(_id).toBe(2);
  expect(recipientBody(recipientForm(night), 'sms')).toEqual(body);
  expect(quietText(night.quiet_hours)).toBe('quiet weekdays 22:00–06:00');
});

test('an address is sent where the channel has one for each recipient', () => {
  expect(recipientBody(recipientForm(night), 'webhook').address).toBe('');
  expect(recipientBody(recipientForm(undefined, 1), 'email')).toMatchObject({
    quiet_hours: null,
    digest_after: 10,
  });
});

test('a message that failed and is tried again is told apart from one that waits', () => {
  expect([
    messageState({ state: 'pending', attempts: 0 }),
    messageState({ state: 'pending', attempts: 2 }),
    messageState({ state: 'dead', attempts: 10 }),
  ]).toEqual(['Waiting', 'Being tried again', 'Not delivered']);
});

test('a test says in words what became of it and what to do', () => {
  expect(testResult({ outcome: 'delivered', detail: '', duration_ms: 480 })).toMatchObject({
    ok: true,
    text: 'Delivered in 480 ms.',
  });
  const failed = testResult({ outcome: 'give_up', detail: '535 authentication failed', duration_ms: 9 });
  expect(failed.ok).toBe(false);
  expect(failed.text).toContain('535 authentication failed');
  expect(failed.advice).toContain('Correct the settings');
});
