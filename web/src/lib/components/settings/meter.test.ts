import { describe, expect, it } from 'vitest';
import { ApiClient } from '$lib/api';
import { SETTINGS } from './data';
import { MeterSettings } from './meter.svelte';

/** A meter that knows its settings, refuses some, and takes down what it was told. */
function meter(refuses: (line: string) => boolean = () => false) {
  const values: Record<string, string> = {};
  const told: string[] = [];
  const answer = (status: number, body: object) => new Response(JSON.stringify(body), { status });
  const api = new ApiClient(async (_, init) => {
    const { name, value } = JSON.parse(String(init?.body)) as { name: string; value?: string };
    const line = value === undefined ? `${name}?` : `${name},${value}`;
    told.push(line);
    if (refuses(line))
      return answer(502, { detail: 'The meter refused it', error: 'refused_by_meter', reason: 'R+0003' });
    if (value !== undefined) values[name] = value;
    return answer(200, {
      status: 'ok',
      command: line,
      reply: value === undefined ? (values[name] ?? 'A') : null,
    });
  });
  return { settings: new MeterSettings(api, 'gate'), told, values };
}

const [first, second] = SETTINGS as [(typeof SETTINGS)[0], (typeof SETTINGS)[0]];

describe('MeterSettings', () => {
  it('asks for every setting once', async () => {
    const { settings, told } = meter();
    await settings.read();
    expect(told).toEqual(SETTINGS.map(({ command }) => `${command}?`));
    expect(settings.done).toBe(SETTINGS.length);
    expect(settings.work).toBe('none');
  });

  it('says why a setting is not known, and goes on', async () => {
    const { settings } = meter((line) => line === `${second.command}?`);
    await settings.read();
    expect(settings.failures[second.command]).toBe('R+0003');
    expect(settings.values[second.command]).toBeUndefined();
    expect(Object.keys(settings.values)).toHaveLength(SETTINGS.length - 1);
  });

  it('makes no template of what could not be read, and says of which a part is missing', async () => {
    const mute = meter(() => true).settings;
    await mute.read();
    expect(mute.asTemplate('Yard')).toBeNull();
    expect(mute.failure).toBe('R+0003');
    const part = meter((line) => line === `${second.command}?`).settings;
    await part.read();
    expect(part.asTemplate('Yard')?.isPart).toBe(true);
    const whole = meter().settings;
    await whole.read();
    expect(whole.asTemplate('Yard')?.isPart).toBeUndefined();
  });

  it('reads back what it set', async () => {
    const { settings, told } = meter();
    await settings.apply([{ setting: first, value: 'C' }]);
    expect(told).toEqual([`${first.command},C`, `${first.command}?`]);
    expect(settings.outcomes[first.command]).toEqual({ state: 'done' });
    expect(settings.values[first.command]).toBe('C');
  });

  it('does not call a setting done that could not be read back', async () => {
    const { settings } = meter((line) => line === `${first.command}?`);
    await settings.apply([{ setting: first, value: 'C' }]);
    expect(settings.outcomes[first.command]).toEqual({ state: 'unread', reason: 'R+0003' });
  });

  it('waits for the command in flight when it is stopped, and leaves the rest alone', async () => {
    const { settings, told } = meter();
    const over = settings.apply([
      { setting: first, value: 'C' },
      { setting: second, value: 'S' },
    ]);
    settings.stop();
    await over;
    expect(told).toEqual([`${first.command},C`, `${first.command}?`]);
    expect(settings.outcomes[first.command]).toEqual({ state: 'done' });
    expect(settings.outcomes[second.command]).toEqual({ state: 'untried' });
    expect(settings.work).toBe('none');
  });

  it('tries the others after a refusal, and tells each outcome', async () => {
    const { settings } = meter((line) => line.startsWith(`${first.command},`));
    await settings.apply([
      { setting: first, value: 'C' },
      { setting: second, value: 'S' },
    ]);
    expect(settings.outcomes[first.command]).toEqual({ state: 'failed', reason: 'R+0003' });
    expect(settings.outcomes[second.command]).toEqual({ state: 'done' });
  });
});
