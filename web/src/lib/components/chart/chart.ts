/** Time charts. The only file that knows the chart library. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { currentZone, number } from '$lib/format';
import { themeColor } from '$lib/theme.svelte';
import { Drawing } from './drawing';
import { lonelyValues } from './gaps';
import { timeLabels } from './labels';
import type { ChartData, ChartOptions, ChartRange, ChartSeries } from './options';
import { paintBands, paintThresholds, withAlpha, type Canvas } from './paint';
import { followTouch } from './touch';

export type { Band, ChartData, ChartOptions, ChartRange, ChartSeries, Threshold } from './options';

/** The shortest range that can be zoomed to, s. */
const SHORTEST_S = 5;

/** A chart in an element. It follows the element's width, and must be told to `destroy` itself. */
export class TimeChart {
  private plot: uPlot;
  private data: ChartData;
  private range: ChartRange | null = null;
  /** What is more to be done than to show other values. */
  private pending = { build: false, fit: false, paths: false };
  private readonly drawing = new Drawing(() => this.draw());
  private readonly resize: ResizeObserver;
  private readonly sight: IntersectionObserver;

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
      const last = entries.at(-1);
      if (last) this.drawing.setInSight(last.isIntersecting);
    });
    this.sight.observe(element);
    document.addEventListener('visibilitychange', this.shown);
  }

  /** Shows other lines with their values: as many values as lines there are. Out of sight they wait. */
  update(options: ChartOptions, data: ChartData, range: ChartRange | null): void {
    const before = this.options;
    const sameLines = JSON.stringify(options.series) === JSON.stringify(before.series);
    const sameFrame = options.unit === before.unit && options.sync === before.sync;
    if (!sameLines || !sameFrame) this.pending.build = true;
    if (options.height !== before.height) this.pending.fit = true;
    this.options = options;
    this.data = data;
    this.range = range;
    this.drawing.request();
  }

  /** Draws again in the colours, words and zone of now. */
  refresh(): void {
    this.pending.paths = true;
    this.drawing.request();
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
    this.drawing.stop();
    document.removeEventListener('visibilitychange', this.shown);
    this.resize.disconnect();
    this.sight.disconnect();
    const canvas = this.plot.ctx.canvas;
    this.plot.destroy();
    // Some browsers keep the pixels of a canvas until it is collected.
    canvas.width = 0;
    canvas.height = 0;
  }

  private readonly shown = (): void => this.drawing.show();

  private draw(): void {
    const { build, fit, paths } = this.pending;
    this.pending = { build: false, fit: false, paths: false };
    if (build) {
      this.plot.destroy();
      this.plot = this.build();
    } else if (fit) this.fit();
    const { range } = this;
    this.plot.batch(() => {
      this.plot.setData(this.data as unknown as uPlot.AlignedData, range === null);
      if (range) this.plot.setScale('x', { min: range.from, max: range.to });
      if (paths) this.plot.redraw(true, true);
    });
  }

  private shownRange(): ChartRange {
    if (this.range) return this.range;
    const { min, max } = this.plot.scales['x'] ?? {};
    return { from: min ?? 0, to: max ?? 1 };
  }

  private ask(range: ChartRange): void {
    this.range = range;
    if (this.options.onrange) this.options.onrange(range);
    else this.drawing.request();
  }

  private fit(): void {
    const width = this.element.clientWidth;
    if (width > 0) this.plot.setSize({ width, height: this.options.height });
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
        drawClear: [(plot) => paintBands(this.canvas(plot), this.options.bands ?? [])],
        draw: [(plot) => paintThresholds(this.canvas(plot), this.options.thresholds ?? [])],
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

  private canvas(plot: uPlot): Canvas {
    return {
      ctx: plot.ctx,
      ...plot.bbox,
      ratio: devicePixelRatio,
      font: fontFamily(),
      x: (seconds) => plot.valToPos(seconds, 'x', true),
      y: (value) => plot.valToPos(value, 'y', true),
      color: (name) => this.color(name),
    };
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
    this.options.oncursor?.(index, index === null ? null : (plot.data[0][index] ?? null));
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

function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}

/** Only the values that no line reaches. */
function lonely(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const [from, to] = plot.series[0]?.idxs ?? [0, values.length - 1];
  return lonelyValues(values, from, to);
}
