/** What a meter showed of its measurement in the last hours, of which one reading a minute is kept. */
import type { Schema } from '$lib/api';
import { parseTime } from '$lib/format';
import { printed } from '$lib/read';
import type { Recent } from './lines';

const KEPT = ['leq', 'lmax', 'ln1', 'ln2'] as const;

/** Reads an answer of the `history` route, whose levels are texts as the meter printed them. */
export function readDisplayed({ readings }: Pick<Schema<'History'>, 'readings'>): Recent {
  const dated = readings.flatMap((reading) => {
    const at = parseTime(reading.timestamp);
    return at === null ? [] : [{ at: at / 1000, reading }];
  });
  const column = (key: (typeof KEPT)[number]) => dated.map(({ reading }) => printed(reading[key]));
  return {
    times: dated.map(({ at }) => at),
    values: Object.fromEntries(KEPT.map((key) => [key, column(key)])),
  };
}
