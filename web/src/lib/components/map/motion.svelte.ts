import { panned, zoomedAt, type Point, type Size, type View } from './projection';

/** What is moved, and who is told of a press that moved nothing. */
export interface Moved {
  /** What is shown while nobody has moved it. */
  rest: () => View;
  size: () => Size;
  onpress: (at: Point) => void;
}

const KEY_PX = 80;
/** A press that moved less is no drag. */
const STILL_PX = 5;

/** A map as fingers, a wheel and keys have moved it. */
export class Motion {
  /** Null until somebody moves it, and after it was told to rest again. */
  moved = $state.raw<View | null>(null);
  readonly view = $derived.by(() => this.moved ?? this.map.rest());
  private readonly pointers = new Map<number, Point>();
  private travelled = 0;
  private root: HTMLElement | null = null;

  constructor(private readonly map: Moved) {}

  /** Wheels must be listened to in a way that may stop the page from scrolling. */
  readonly listen = (element: HTMLElement): (() => void) => {
    this.root = element;
    const wheel = (event: WheelEvent) => this.wheel(event);
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  };

  zoomBy(change: number, at: Point = this.middle()): void {
    this.moved = zoomedAt(this.view, this.view.zoom + change, at, this.map.size());
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as Element).closest('.controls, .marker')) return;
    this.root?.setPointerCapture(event.pointerId);
    if (this.pointers.size === 0) this.travelled = 0;
    this.pointers.set(event.pointerId, this.local(event));
  };

  readonly move = (event: PointerEvent): void => {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.local(event);
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    this.travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (this.travelled < STILL_PX) return;
    if (other) this.pinch(before, now, other);
    else this.moved = panned(this.view, now.x - before.x, now.y - before.y);
  };

  readonly up = (event: PointerEvent): void => {
    if (!this.pointers.delete(event.pointerId)) return;
    if (this.pointers.size > 0 || this.travelled >= STILL_PX || event.type === 'pointercancel') return;
    this.map.onpress(this.local(event));
  };

  /** Whether a key moved it. */
  key(key: string): boolean {
    const steps: Record<string, () => void> = {
      ArrowLeft: () => (this.moved = panned(this.view, KEY_PX, 0)),
      ArrowRight: () => (this.moved = panned(this.view, -KEY_PX, 0)),
      ArrowUp: () => (this.moved = panned(this.view, 0, KEY_PX)),
      ArrowDown: () => (this.moved = panned(this.view, 0, -KEY_PX)),
      '+': () => this.zoomBy(0.5),
      '=': () => this.zoomBy(0.5),
      '-': () => this.zoomBy(-0.5),
      '0': () => (this.moved = null),
    };
    steps[key]?.();
    return steps[key] !== undefined;
  }

  private pinch(before: Point, now: Point, other: Point): void {
    const distance = (a: Point) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
    const at = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const shifted = panned(this.view, (now.x - before.x) / 2, (now.y - before.y) / 2);
    const zoom = shifted.zoom + Math.log2(distance(now) / distance(before));
    this.moved = zoomedAt(shifted, zoom, at, this.map.size());
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 20 : 1;
    this.zoomBy(Math.max(-1, Math.min(1, (-event.deltaY * lines) / 300)), this.local(event));
  }

  private local(event: MouseEvent): Point {
    const box = this.root?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private middle(): Point {
    const { width, height } = this.map.size();
    return { x: width / 2, y: height / 2 };
  }
}
