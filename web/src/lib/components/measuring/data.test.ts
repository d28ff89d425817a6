import { describe, expect, it } from 'vitest';
import { ACTIONS, further, hindrance, offered, type Standing } from './data';

const standing = (change: Partial<Standing> = {}): Standing => ({
  isMeasuring: false,
  isPaused: null,
  isReachable: true,
  hasCycle: false,
  ...change,
});

describe('hindrance', () => {
  it('lets nothing be told to a meter that is not reached', () => {
    for (const action of ACTIONS)
      expect(hindrance(action, standing({ isReachable: false }))).toBe('unreachable');
  });

  it('starts only what does not run, and stops only what does', () => {
    expect(hindrance('start', standing())).toBeNull();
    expect(hindrance('start', standing({ isMeasuring: true }))).toBe('measuring');
    expect(hindrance('stop', standing())).toBe('stopped');
    expect(hindrance('sleep', standing({ isMeasuring: true }))).toBe('measuring');
  });

  it('leaves it to the meter where the state is not known', () => {
    expect(hindrance('start', standing({ isMeasuring: null }))).toBeNull();
    expect(hindrance('stop', standing({ isMeasuring: null }))).toBeNull();
  });

  it('waits for the cycle that is under way', () => {
    expect(hindrance('stop', standing({ isMeasuring: true, hasCycle: true }))).toBe('cycle');
  });
});

it('offers every action in one place or the other, once', () => {
  for (const isMeasuring of [true, false, null]) {
    const state = standing({ isMeasuring, isPaused: isMeasuring });
    expect([...offered(state), ...further(state)].sort()).toEqual([...ACTIONS].sort());
  }
});
