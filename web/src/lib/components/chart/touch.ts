/** Moving a chart with fingers: one moves it along, two stretch it. Up and down still scroll the page. */

export interface TouchRange {
  from: number;
  to: number;
}

export interface TouchTarget {
  isOn(): boolean;
  range(): TouchRange;
  /** The end stays where it is while two fingers stretch. */
  keepEnd(): boolean;
  move(range: TouchRange): void;
}

/** Where the fingers are, as shares of the width from the left. */
export type Fingers = readonly number[];

/** Two fingers nearer to each other than this share cannot tell how far to stretch. */
const CLOSEST = 0.02;

/** The range after fingers went from `before` to `after`: what was under them stays under them. */
export function moved(range: TouchRange, before: Fingers, after: Fingers, keepEnd: boolean): TouchRange {
  const span = range.to - range.from;
  const [a = 0, b] = before;
  const [c = 0, d] = after;
  if (b === undefined || d === undefined) {
    const shift = (a - c) * span;
    return { from: range.from + shift, to: range.to + shift };
  }
  const factor = Math.max(CLOSEST, Math.abs(a - b)) / Math.max(CLOSEST, Math.abs(c - d));
  if (keepEnd) return { from: range.to - span * factor, to: range.to };
  const held = range.from + ((a + b) / 2) * span;
  const from = held - ((c + d) / 2) * span * factor;
  return { from, to: from + span * factor };
}

/** Follows the fingers on an element for as long as it lives. */
export function followTouch(element: HTMLElement, target: TouchTarget): void {
  const places = new Map<number, number>();
  const share = (event: PointerEvent) => {
    const { left, width } = element.getBoundingClientRect();
    return (event.clientX - left) / Math.max(1, width);
  };
  const isTouch = (event: PointerEvent) => event.pointerType === 'touch' && target.isOn();
  element.style.touchAction = 'pan-y';
  element.addEventListener('pointerdown', (event) => {
    if (isTouch(event) && places.size < 2) places.set(event.pointerId, share(event));
  });
  element.addEventListener('pointermove', (event) => {
    if (!isTouch(event) || !places.has(event.pointerId)) return;
    const before = [...places.values()];
    places.set(event.pointerId, share(event));
    target.move(moved(target.range(), before, [...places.values()], target.keepEnd()));
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
    element.addEventListener(end, (event) => places.delete(event.pointerId));
  }
}
