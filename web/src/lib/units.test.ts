import { describe, expect, it } from 'vitest';
import { batteryState, cardIsLow, housekeepingOf, infoOf, isMeasuring, measuringOf } from './units';

const device = { unit_id: 'u1', host: '10.0.0.9', tcp_enabled: true } as Parameters<typeof infoOf>[0];

describe('a unit', () => {
  it('is called by its id until it has a name', () => {
    expect(infoOf(device)).toEqual({
      id: 'u1',
      name: 'u1',
      groups: [],
      position: null,
      host: '10.0.0.9',
      weighting: null,
      enabled: true,
    });
    const profile = {
      name: 'North gate',
      groups: ['site'],
      latitude: 52.5,
      longitude: 13.4,
      frequency_weighting: 'A',
      deactivated: true,
    };
    expect(infoOf(device, profile as Parameters<typeof infoOf>[1])).toMatchObject({
      name: 'North gate',
      position: { latitude: 52.5, longitude: 13.4 },
      weighting: 'A',
      enabled: false,
    });
  });

  it('tells its battery in a word', () => {
    expect(['Full', 'Middle', 'LOW', 'Dead', 'Odd', null].map(batteryState)).toEqual([
      'full',
      'middle',
      'low',
      'empty',
      'unknown',
      'unknown',
    ]);
  });

  it('has a card that may be nearly full', () => {
    const card = (mb: string | null, ratio: string | null) =>
      cardIsLow(
        housekeepingOf({
          battery_level: null,
          power_source: null,
          sd_remaining_mb: mb,
          sd_free_ratio: ratio,
          last_success: null,
        }),
      );
    expect([card('30000', '95.5'), card('30000', '4'), card('200', null), card(null, null)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('measured when it was heard last, which is not to measure now', () => {
    expect([true, false].map((current) => measuringOf('Start', current))).toEqual(['start', 'wasStart']);
    expect([true, false].map((current) => measuringOf('Stop', current))).toEqual(['stop', 'wasStop']);
    expect(measuringOf('unknown', true)).toBe('unknown');
  });

  it('measures, does not, or has not said', () => {
    expect(['Start', 'Measure', 'Stop', 'unknown', null].map(isMeasuring)).toEqual([
      true,
      true,
      false,
      null,
      null,
    ]);
  });
});
