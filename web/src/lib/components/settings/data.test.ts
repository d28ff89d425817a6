import { describe, expect, it } from 'vitest';
import {
  clockStanding,
  compareSettings,
  differences,
  fault,
  readTemplate,
  SETTINGS,
  shipped,
  writeTemplate,
} from './data';

const template = {
  name: 'Site',
  values: { 'Frequency Weighting (Main)': 'A', 'Percentile 1': '5', 'Store Mode': 'Auto' },
};

describe('compareSettings', () => {
  const compared = compareSettings({ 'Frequency Weighting (Main)': 'C', 'Percentile 1': '5' }, template);
  const standing = (command: string) => compared.find(({ setting }) => setting.command === command)?.standing;

  it('tells what is the same, differs, or is not known', () => {
    expect(standing('Frequency Weighting (Main)')).toBe('differs');
    expect(standing('Percentile 1')).toBe('same');
    expect(standing('Store Mode')).toBe('unknown');
  });

  it('leaves alone what the template says nothing of', () => {
    expect(standing('Lp Store Interval')).toBe('untouched');
    expect(differences(compared).map(({ setting }) => setting.command)).toEqual([
      'Frequency Weighting (Main)',
      'Store Mode',
    ]);
  });
});

describe('templates', () => {
  it('come back from a file as they went', () => {
    expect(readTemplate(writeTemplate(template))).toEqual({ template });
  });

  it('that are shipped can be set', () => {
    for (const { values } of shipped()) {
      for (const [command, value] of Object.entries(values)) {
        const setting = SETTINGS.find((setting) => setting.command === command)!;
        expect([command, fault(setting, value)]).toEqual([command, null]);
      }
    }
  });

  const check = (values: unknown, kind: string) => {
    const read = readTemplate(JSON.stringify({ format: 'slmm-settings', name: 'x', values }));
    expect('fault' in read && read.fault.kind).toBe(kind);
  };

  it('with a mistake are refused as a whole', () => {
    check({ 'Percentile 1': '0' }, 'value');
    check({ 'Store Mode': 'auto' }, 'value');
    check({ 'Sleep Mode': 'On' }, 'setting');
    check({}, 'empty');
    check([], 'format');
  });

  it('are not any file', () => {
    expect(readTemplate('{')).toEqual({ fault: { kind: 'json' } });
    expect(readTemplate('{"values":{}}')).toEqual({ fault: { kind: 'format' } });
  });
});

it('tells on which side a clock is off', () => {
  expect([null, 0.7, 30, -30].map(clockStanding)).toEqual(['unknown', 'right', 'ahead', 'behind']);
});
