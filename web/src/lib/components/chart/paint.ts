/** Paints what lies behind and before the lines of a chart: stretches of time, and lines across. Lengths are pixels. */
import type { Band, Threshold } from './options';

/** Where a chart paints. */
export interface Canvas {
  ctx: CanvasRenderingContext2D;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Pixels of the screen for each of the page. */
  ratio: number;
  font: string;
  x: (seconds: number) => number;
  y: (value: number) => number;
  /** A colour, or a custom property of the theme. */
  color: (name: string) => string;
}

export function paintBands(canvas: Canvas, bands: readonly Band[]): void {
  const { ctx, left: edge, top, width, height, ratio, color } = canvas;
  ctx.save();
  for (const band of bands) {
    const left = Math.max(edge, canvas.x(band.from));
    const end = band.to === null ? edge + width : canvas.x(band.to);
    const right = Math.min(edge + width, Math.max(end, left + 2));
    if (right <= edge || left >= edge + width) continue;
    const ink = color(band.color);
    ctx.fillStyle = withAlpha(ink, 0.14);
    ctx.fillRect(left, top, right - left, height);
    ctx.fillStyle = ink;
    ctx.fillRect(left, top, right - left, 2 * ratio);
    if (band.caption) paintCaption(canvas, band.caption, left, right);
  }
  ctx.restore();
}

/** In the middle of its stretch; where it does not fit it is left out. */
function paintCaption({ ctx, top, ratio, font }: Canvas, caption: string, left: number, right: number): void {
  ctx.font = `${11 * ratio}px ${font}`;
  if (ctx.measureText(caption).width + 8 * ratio > right - left) return;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.fillText(caption, (left + right) / 2, top + 6 * ratio);
}

export function paintThresholds(canvas: Canvas, thresholds: readonly Threshold[]): void {
  const { ctx, left, top, width, height, ratio, font, color } = canvas;
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  ctx.font = `${11 * ratio}px ${font}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  for (const { value, label, color: name = '--threshold' } of thresholds) {
    const y = canvas.y(value);
    if (y < top || y > top + height) continue;
    ctx.strokeStyle = color(name);
    ctx.fillStyle = ctx.strokeStyle;
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
    paintLabel(canvas, label, left + width - 6 * ratio, y - 3 * ratio);
  }
  ctx.restore();
}

/** On a ground of its own, so that lines behind it do not cross it out. */
function paintLabel({ ctx, ratio, color }: Canvas, label: string, right: number, bottom: number): void {
  const { width } = ctx.measureText(label);
  const [pad, height] = [3 * ratio, 14 * ratio];
  const ink = ctx.fillStyle;
  ctx.fillStyle = withAlpha(color('--surface'), 0.85);
  ctx.fillRect(right - width - pad, bottom - height, width + 2 * pad, height);
  ctx.fillStyle = ink;
  ctx.fillText(label, right, bottom - ratio);
}

export function withAlpha(color: string, alpha: number): string {
  return `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}
