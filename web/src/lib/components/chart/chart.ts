/** Time charts. The only file that knows the chart library. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clock, currentZone, day, number } from '$lib/format';
import { themeColor } from '$lib/theme.svelte';
import { followTouch } from './touch';

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
  /** A new range was chosen by dragging, wheel, keys or fingers. Whoever loads data for it calls `setRange`. */
  onrange?: (range: ChartRange) => void;
  /** The cursor is over a time; null when it left. */
  oncursor?: (index: number | null, at: number | null) => void;
}

/**
 * Seconds since 1970, and a list of as many values for each series. Null is a gap; undefined is a time that only other
 * series know, and breaks no line.
 */
export type ChartData = readonly [readonly number[], ...(readonly (number | null | undefined)[])[]];

/** The shortest range that can be zoomed to, s. */
const SHORTEST_S = 5;

/** A chart in an element. It follows the element's width, and must be told to `destroy` itself. */
export class TimeChart {
  private plot: uPlot;
  private data: ChartData;
  private range: ChartRange | null = null;
  private waiting = false;
  private readonly resize: ResizeObserver;
  private readonly sight: IntersectionObserver;
  private inSight = true;

  constructor(
    private readonly element: HTMLElement,
    private options: ChartOptions,
    data: ChartData = [[], ...options.series.map(() => [])],
  ) {
    this.data = data;
    this.plot = this.build();
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(element);
    this.sight = new IntersectionObserver((entries) => {
      this.inSight = entries.some((entry) => entry.isIntersecting);
      if (this.inSight && this.waiting) this.draw();
    });
    this.sight.observe(element);
    document.addEventListener('visibilitychange', this.shown);
  }

  /** Shows other values. While the chart is out of sight they wait until it is looked at. */
  setData(data: ChartData, range: ChartRange | null = this.range): void {
    this.data = data;
    this.range = range;
    if (this.inSight && !document.hidden) this.draw();
    else this.waiting = true;
  }

  /** Shows another time; null shows all there is. */
  setRange(range: ChartRange | null): void {
    this.setData(this.data, range);
  }

  /** Shows other lines with their values at once: as many values as lines there are. */
  update(options: ChartOptions, data: ChartData, range: ChartRange | null): void {
    this.data = data;
    this.range = range;
    this.setOptions(options);
    this.setData(data, range);
  }

  /** Changes lines, limits or size. */
  setOptions(options: ChartOptions): void {
    const sameLines = JSON.stringify(options.series) === JSON.stringify(this.options.series);
    const sameFrame = options.unit === this.options.unit && options.sync === this.options.sync;
    const { height } = this.options;
    this.options = options;
    if (!sameLines || !sameFrame) this.rebuild();
    else if (height !== options.height) this.fit();
    else this.plot.redraw(false);
  }

  /** Draws again in the colours, words and zone of now. */
  refresh(): void {
    this.plot.redraw(true, true);
  }

  /** Moves by a share of what is shown. */
  pan(share: number): void {
    const { from, to } = this.shownRange();
    const shift = (to - from) * share;
    this.ask({ from: from + shift, to: to + shift });
  }

  /** Shows `factor` times as long a time around a point of it. */
  zoom(factor: number, around?: number): void {
    const { from, to } = this.shownRange();
    const middle = around ?? (this.options.keepEnd ? to : (from + to) / 2);
    if ((to - from) * factor < SHORTEST_S) return;
    this.ask({ from: middle - (middle - from) * factor, to: middle + (to - middle) * factor });
  }

  destroy(): void {
    document.removeEventListener('visibilitychange', this.shown);
    this.resize.disconnect();
    this.sight.disconnect();
    const canvas = this.plot.ctx.canvas;
    this.plot.destroy();
    // Some browsers keep the pixels of a canvas until it is collected.
    canvas.width = 0;
    canvas.height = 0;
  }

  private readonly shown = (): void => {
    if (!document.hidden && this.waiting) this.draw();
  };

  private draw(): void {
    this.waiting = false;
    this.plot.batch(() => {
      this.plot.setData(this.data as unknown as uPlot.AlignedData, this.range === null);
      if (this.range) this.plot.setScale('x', { min: this.range.from, max: this.range.to });
    });
  }

  private shownRange(): ChartRange {
    const { min, max } = this.plot.scales['x'] ?? {};
    return { from: min ?? 0, to: max ?? 1 };
  }

  private ask(range: ChartRange): void {
    this.range = range;
    if (this.options.onrange) this.options.onrange(range);
    else this.setRange(range);
  }

  private fit(): void {
    const width = this.element.clientWidth;
    if (width > 0) this.plot.setSize({ width, height: this.options.height });
  }

  private rebuild(): void {
    this.plot.destroy();
    this.plot = this.build();
    this.draw();
  }

  private build(): uPlot {
    return new uPlot(this.plotOptions(), this.data as unknown as uPlot.AlignedData, this.element);
  }

  private plotOptions(): uPlot.Options {
    const { height, sync } = this.options;
    return {
      width: Math.max(1, this.element.clientWidth),
      height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), currentZone()),
      legend: { show: false },
      padding: [10, 8, 0, 0],
      cursor: {
        drag: { x: true, y: false, setScale: false },
        focus: { prox: 24 },
        points: { size: 7 },
        ...(sync ? { sync: { key: sync, setSeries: false } } : {}),
      },
      scales: { x: { time: true }, y: { range: (_, low, high) => this.valueRange(low, high) } },
      axes: [this.timeAxis(), this.valueAxis()],
      series: [{}, ...this.options.series.map((series) => this.line(series))],
      hooks: {
        drawClear: [(plot) => this.drawBands(plot)],
        draw: [(plot) => this.drawThresholds(plot)],
        setSelect: [(plot) => this.select(plot)],
        setCursor: [(plot) => this.hover(plot)],
        ready: [(plot) => this.listen(plot)],
      },
    };
  }

  private line(series: ChartSeries): uPlot.Series {
    const paths = series.stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    return {
      label: series.label,
      show: !series.hidden,
      width: series.width ?? 1.5,
      stroke: () => this.color(series.color),
      spanGaps: false,
      // A value with gaps on both sides would be invisible without a point.
      points: { show: (_plot, index, from, to) => index > 0 && to - from < 400, size: 3, filter: lonely },
      ...(series.dash ? { dash: series.dash } : {}),
      ...(series.fill ? { fill: () => withAlpha(this.color(series.color), 0.12) } : {}),
      ...(paths ? { paths } : {}),
    };
  }

  private timeAxis(): uPlot.Axis {
    return {
      stroke: () => this.color('--ink-3'),
      font: `12px ${fontFamily()}`,
      grid: { stroke: () => this.color('--line'), width: 1 },
      ticks: { stroke: () => this.color('--line'), width: 1, size: 5 },
      values: (_, splits, _axis, _space, step) => timeLabels(splits, step),
      // Dates are longer than times.
      space: (_plot, _axis, from, to) => (to - from > 5 * 86_400 ? 104 : 72),
    };
  }

  private valueAxis(): uPlot.Axis {
    return {
      stroke: () => this.color('--ink-3'),
      font: `12px ${fontFamily()}`,
      grid: { stroke: () => this.color('--line'), width: 1 },
      ticks: { show: false },
      size: 46,
      values: (_, splits) => splits.map((value) => number(value, value % 1 === 0 ? 0 : 1)),
      label: this.options.unit,
      labelFont: `12px ${fontFamily()}`,
      labelSize: 18,
    };
  }

  /** At least ten units of value, and room for the limits. */
  private valueRange(low: number | null, high: number | null): [number, number] {
    const { scale, thresholds = [] } = this.options;
    const values = [low, high, scale?.low, scale?.high, ...thresholds.map(({ value }) => value)];
    const known = values.filter((value): value is number => value != null && Number.isFinite(value));
    if (known.length === 0) return [30, 90];
    const bottom = Math.floor((Math.min(...known) - 2) / 5) * 5;
    return [bottom, Math.max(bottom + 10, Math.ceil((Math.max(...known) + 2) / 5) * 5)];
  }

  private drawBands(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    for (const band of this.options.bands ?? []) {
      const left = Math.max(bbox.left, plot.valToPos(band.from, 'x', true));
      const end = band.to === null ? bbox.left + bbox.width : plot.valToPos(band.to, 'x', true);
      const right = Math.min(bbox.left + bbox.width, Math.max(end, left + 2));
      if (right <= bbox.left || left >= bbox.left + bbox.width) continue;
      const color = this.color(band.color);
      ctx.fillStyle = withAlpha(color, 0.14);
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
      ctx.fillStyle = color;
      ctx.fillRect(left, bbox.top, right - left, 2 * devicePixelRatio);
    }
    ctx.restore();
  }

  private drawThresholds(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.font = `${11 * devicePixelRatio}px ${fontFamily()}`;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'bottom';
    for (const { value, label, color = '--threshold' } of this.options.thresholds ?? []) {
      const y = plot.valToPos(value, 'y', true);
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = this.color(color);
      ctx.fillStyle = ctx.strokeStyle;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      this.drawLabel(ctx, label, bbox.left + bbox.width - 6 * devicePixelRatio, y - 3 * devicePixelRatio);
    }
    ctx.restore();
  }

  /** On a ground of its own, so that lines behind it do not cross it out. */
  private drawLabel(ctx: CanvasRenderingContext2D, label: string, right: number, bottom: number): void {
    const { width } = ctx.measureText(label);
    const [pad, height] = [3 * devicePixelRatio, 14 * devicePixelRatio];
    const ink = ctx.fillStyle;
    ctx.fillStyle = withAlpha(this.color('--surface'), 0.85);
    ctx.fillRect(right - width - pad, bottom - height, width + 2 * pad, height);
    ctx.fillStyle = ink;
    ctx.fillText(label, right, bottom - devicePixelRatio);
  }

  private select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) return;
    const range = { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    if (range.to - range.from >= SHORTEST_S) this.ask(range);
  }

  private hover(plot: uPlot): void {
    const index = plot.cursor.idx ?? null;
    this.options.oncursor?.(index, index === null ? null : (this.data[0][index] ?? null));
  }

  /** Wheel zooms around the pointer, with shift it moves; arrows and plus and minus do the same on keys. */
  private listen(plot: uPlot): void {
    plot.over.addEventListener(
      'wheel',
      (event) => {
        if (!this.options.onrange || (!event.ctrlKey && !event.shiftKey && !event.metaKey)) return;
        event.preventDefault();
        if (event.shiftKey) this.pan(Math.sign(event.deltaY + event.deltaX) * 0.15);
        else this.zoom(event.deltaY > 0 ? 1.25 : 0.8, plot.posToVal(event.offsetX, 'x'));
      },
      { passive: false },
    );
    followTouch(plot.over, {
      isOn: () => this.options.onrange !== undefined,
      range: () => this.shownRange(),
      keepEnd: () => this.options.keepEnd ?? false,
      move: (range) => this.ask(range),
    });
  }

  private color(name: string): string {
    return name.startsWith('--') ? themeColor(name, this.element) : name;
  }
}

/** Labels of times on the site's clock; the day stands where it changes, and where steps are days. */
export function timeLabels(splits: readonly number[], stepS: number): string[] {
  let shownDay = '';
  return splits.map((seconds) => {
    const at = seconds * 1000;
    const date = day(at);
    const time = clock(at, stepS < 60);
    if (stepS >= 86_400) return date;
    const isNewDay = date !== shownDay && shownDay !== '';
    shownDay = date;
    return isNewDay ? `${time}\n${date}` : time;
  });
}

/** Only the values that no line reaches. */
function lonely(plot: uPlot, series: number): number[] | null {
  const values = plot.data[series] ?? [];
  const [from, to] = plot.series[0]?.idxs ?? [0, values.length - 1];
  const found: number[] = [];
  for (let i = from; i <= to; i += 1) {
    if (values[i] != null && isGap(values, i, -1) && isGap(values, i, 1)) found.push(i);
  }
  return found;
}

/** Whether the next value on a side is missing. Times that only other series know are passed by. */
function isGap(values: ArrayLike<number | null | undefined>, index: number, side: 1 | -1): boolean {
  let place = index + side;
  while (place >= 0 && place < values.length && values[place] === undefined) place += side;
  return values[place] == null;
}

function withAlpha(color: string, alpha: number): string {
  return `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}

function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}
