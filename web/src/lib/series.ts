import type { Schema } from '$lib/api';

/** Steps of a series as columns; what is missing is null. */
export interface SeriesColumns {
  /** Begin of each step, s since 1970. */
  time: number[];
  values: Record<string, (number | null)[]>;
}

/** Turns the rows of a series into columns. */
export function seriesColumns(series: Schema<'Series'>): SeriesColumns {
  const place = series.columns.indexOf('time');
  const time: number[] = [];
  const values: Record<string, (number | null)[]> = {};
  for (const name of series.columns) if (name !== 'time') values[name] = [];
  for (const row of series.rows) {
    const at = row[place];
    if (typeof at !== 'number') continue;
    time.push(at);
    series.columns.forEach((name, i) => {
      const value = row[i];
      if (i !== place) values[name]?.push(typeof value === 'number' ? value : null);
    });
  }
  return { time, values };
}
