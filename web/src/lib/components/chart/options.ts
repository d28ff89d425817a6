/** What a chart shows. */

export interface ChartSeries {
  key: string;
  label: string;
  /** A custom property of the theme, `--level-lp`. */
  color: string;
  width?: number;
  dash?: number[];
  /** Filled down to the axis. */
  fill?: boolean;
  hidden?: boolean;
  /** Steps instead of slopes: each value holds until the next. */
  stepped?: boolean;
}

/** A line across, the limit of an alarm for instance. */
export interface Threshold {
  value: number;
  label: string;
  color?: string;
}

/** A time in which something was so: an alarm, an outage. Seconds since 1970; `to` null is until now. */
export interface Band {
  from: number;
  to: number | null;
  color: string;
  label?: string;
  /** Written into the band where there is room for it. */
  caption?: string;
}

export interface ChartRange {
  from: number;
  to: number;
}

export interface ChartOptions {
  series: readonly ChartSeries[];
  height: number;
  /** Of the values, `dB(A)`. */
  unit: string;
  decimals?: number;
  thresholds?: readonly Threshold[];
  bands?: readonly Band[];
  /** Range of values that is always shown; grows where values need it. */
  scale?: { low: number; high: number };
  /** Charts of the same key share their cursor. */
  sync?: string;
  /** The end stays where it is while keys and fingers zoom: the chart follows now. */
  keepEnd?: boolean;
  /** A new range was chosen by dragging, wheel, keys or fingers. Whoever loads data for it hands both in. */
  onrange?: (range: ChartRange) => void;
  /** The cursor is over a time; null when it left. */
  oncursor?: (index: number | null, at: number | null) => void;
}

/**
 * Seconds since 1970, and a list of as many values for each series. Null is a gap; undefined is a time that only other
 * series know, and breaks no line.
 */
export type ChartData = readonly [readonly number[], ...(readonly (number | null | undefined)[])[]];
