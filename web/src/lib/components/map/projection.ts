/** Web Mercator, and what a map needs besides. Pure. Positions of the world run from 0 to 1, east and south. */
export interface Position {
  latitude: number;
  longitude: number;
}

export interface Point {
  x: number;
  y: number;
}

/** What is seen: the middle, and how many times the world was doubled from one tile. */
export interface View extends Point {
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export const TILE_PX = 256;
export const MIN_ZOOM = 1;
export const MAX_ZOOM = 20;
const EARTH_M = 40_075_016.686;
const MAX_LATITUDE = 85.051129;

export function project({ latitude, longitude }: Position): Point {
  const lat = (Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude)) * Math.PI) / 180;
  return { x: (longitude + 180) / 360, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + lat / 2)) / (2 * Math.PI) };
}

export function unproject({ x, y }: Point): Position {
  const latitude = (2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2) * (180 / Math.PI);
  return { latitude, longitude: x * 360 - 180 };
}

/** Pixels of the whole world. */
export function worldPx(zoom: number): number {
  return TILE_PX * 2 ** zoom;
}

export function toScreen(point: Point, view: View, size: Size): Point {
  const px = worldPx(view.zoom);
  return { x: (point.x - view.x) * px + size.width / 2, y: (point.y - view.y) * px + size.height / 2 };
}

export function fromScreen(pixel: Point, view: View, size: Size): Point {
  const px = worldPx(view.zoom);
  return { x: view.x + (pixel.x - size.width / 2) / px, y: view.y + (pixel.y - size.height / 2) / px };
}

export function clampView({ x, y, zoom }: View): View {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  return { x: inside(x), y: inside(y), zoom: Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom)) };
}

/** Moves the map by pixels. */
export function panned(view: View, dx: number, dy: number): View {
  const px = worldPx(view.zoom);
  return clampView({ ...view, x: view.x - dx / px, y: view.y - dy / px });
}

/** Zooms so that what is under a pixel stays there. */
export function zoomedAt(view: View, zoom: number, pixel: Point, size: Size): View {
  const { zoom: bounded } = clampView({ ...view, zoom });
  const fixed = fromScreen(pixel, view, size);
  const px = worldPx(bounded);
  return clampView({
    x: fixed.x - (pixel.x - size.width / 2) / px,
    y: fixed.y - (pixel.y - size.height / 2) / px,
    zoom: bounded,
  });
}

/** A view of all positions, no closer than a street. */
export function fit(
  positions: readonly Position[],
  size: Size,
  paddingPx = Math.min(72, size.width / 9),
): View | null {
  if (positions.length === 0) return null;
  const points = positions.map(project);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = (px: number) => Math.max(64, px - 2 * paddingPx);
  const zoomOf = (span: number, px: number) => (span === 0 ? 17 : Math.log2(room(px) / (span * TILE_PX)));
  const zoom = Math.min(zoomOf(right - left, size.width), zoomOf(bottom - top, size.height), 17);
  return clampView({ x: (left + right) / 2, y: (top + bottom) / 2, zoom });
}

export interface Tile {
  key: string;
  x: number;
  y: number;
  z: number;
  left: number;
  top: number;
  side: number;
}

/** The tiles that cover the picture. */
export function tilesFor(view: View, size: Size, maxZoom = 19): Tile[] {
  const z = Math.max(0, Math.min(maxZoom, Math.round(view.zoom)));
  const count = 2 ** z;
  const side = worldPx(view.zoom) / count;
  const first = fromScreen({ x: 0, y: 0 }, view, size);
  const last = fromScreen({ x: size.width, y: size.height }, view, size);
  const tiles: Tile[] = [];
  for (
    let y = Math.max(0, Math.floor(first.y * count));
    y <= Math.min(count - 1, Math.floor(last.y * count));
    y += 1
  ) {
    for (let x = Math.floor(first.x * count); x <= Math.floor(last.x * count); x += 1) {
      const { x: left, y: top } = toScreen({ x: x / count, y: y / count }, view, size);
      // Around the world there is more of it.
      tiles.push({ key: `${z}/${x}/${y}`, x: ((x % count) + count) % count, y, z, left, top, side });
    }
  }
  return tiles;
}

/** Address of a tile by a template with `{z}`, `{x}` and `{y}`. */
export function tileAddress(template: string, { x, y, z }: Tile): string {
  return template
    .replaceAll('{z}', String(z))
    .replaceAll('{x}', String(x))
    .replaceAll('{y}', String(y))
    .replaceAll('{s}', 'abc'[(x + y) % 3] ?? 'a');
}

/** Meters that a pixel stands for in the middle of the picture. */
export function metersPerPx(view: View): number {
  const { latitude } = unproject(view);
  return (EARTH_M * Math.cos((latitude * Math.PI) / 180)) / worldPx(view.zoom);
}

/** The longest of 1, 2, 5, 10 … meters that is at most so many pixels. */
export function scaleBar(view: View, mostPx = 140): { meters: number; px: number } {
  const perPx = metersPerPx(view);
  const power = 10 ** Math.floor(Math.log10(mostPx * perPx));
  const meters = [5, 2, 1].map((step) => step * power).find((length) => length <= mostPx * perPx) ?? power;
  return { meters, px: meters / perPx };
}

const GRID_STEPS = [
  60, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001,
];

export interface GridLine {
  at: number;
  degrees: number;
}

/** Lines of the coordinates, about `apartPx` apart. */
export function graticule(
  view: View,
  size: Size,
  apartPx = 150,
): { step: number; meridians: GridLine[]; parallels: GridLine[] } {
  const degreesPerPx = 360 / worldPx(view.zoom);
  const step = GRID_STEPS.findLast((step) => step / degreesPerPx >= apartPx) ?? 60;
  const northWest = unproject(fromScreen({ x: 0, y: 0 }, view, size));
  const southEast = unproject(fromScreen({ x: size.width, y: size.height }, view, size));
  const lines = (from: number, to: number, place: (degrees: number) => number) => {
    const found: GridLine[] = [];
    for (let n = Math.ceil(from / step); n <= Math.floor(to / step); n += 1) {
      found.push({ degrees: n * step, at: place(n * step) });
    }
    return found;
  };
  return {
    step,
    meridians: lines(northWest.longitude, southEast.longitude, (longitude) => {
      return toScreen(project({ latitude: 0, longitude }), view, size).x;
    }),
    parallels: lines(southEast.latitude, northWest.latitude, (latitude) => {
      return toScreen(project({ latitude, longitude: 0 }), view, size).y;
    }),
  };
}

/** Degrees with as many decimals as the step needs, and the side of the world. */
export function degreesText(
  degrees: number,
  step: number,
  [positive, negative]: readonly [string, string],
): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return `${Math.abs(degrees).toFixed(decimals)}° ${degrees < 0 ? negative : positive}`;
}

/** Reads `52.5200, 13.4050`, with comma, semicolon or blank between. */
export function parsePosition(text: string): Position | null {
  const parts = text
    .trim()
    .split(/\s*[;,]\s*|\s+/)
    .map(Number);
  const [latitude, longitude] = parts;
  if (parts.length !== 2 || latitude === undefined || longitude === undefined) return null;
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return null;
  return { latitude, longitude };
}

/** Which labels have room: in order, each that does not lie on one before. The others become dots. */
export function declutter(points: readonly Point[], width = 92, height = 44): boolean[] {
  const kept: Point[] = [];
  return points.map((point) => {
    const free = kept.every(({ x, y }) => Math.abs(x - point.x) >= width || Math.abs(y - point.y) >= height);
    if (free) kept.push(point);
    return free;
  });
}
