/** How a wall display fills its screen. Pure. */
export interface Grid {
  columns: number;
  rows: number;
}

/** Width to height that a tile looks best at. */
const BEST_SHAPE = 1.7;

/** The grid whose tiles give the most room to a number `BEST_SHAPE` times as wide as high. */
export function bestGrid(count: number, width: number, height: number): Grid {
  let best: Grid = { columns: 1, rows: Math.max(1, count) };
  let most = 0;
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.max(1, Math.ceil(count / columns));
    const room = Math.min(width / columns, (height / rows) * BEST_SHAPE);
    // A cell that stays empty is better than smaller tiles, but of equals the fuller grid is taken.
    if (room > most + 0.5) {
      most = room;
      best = { columns, rows };
    }
  }
  return best;
}

export interface Turn<T> {
  items: T[];
  page: number;
  pages: number;
}

/** Which of the units are shown at a time: pages take turns, and what is pinned stands first on each of them. */
export function pageAt<T>(
  items: readonly T[],
  perPage: number,
  turn: number,
  isPinned: (item: T) => boolean = () => false,
): Turn<T> {
  if (items.length <= perPage) return { items: [...items], page: 1, pages: 1 };
  const pinned = items.filter(isPinned).slice(0, perPage >> 1);
  const others = items.filter((item) => !pinned.includes(item));
  const pages = Math.ceil(others.length / (perPage - pinned.length));
  const page = turn % pages;
  // Pages of equal length, so that tiles do not change their size with each turn.
  const length = Math.ceil(others.length / pages);
  return { items: [...pinned, ...others.slice(page * length, (page + 1) * length)], page: page + 1, pages };
}

/** By how much the picture is moved at a time, px: no pixel shows the same for hours. */
export function drift(minute: number): { x: number; y: number } {
  const steps = [0, 1, 2, 3, 2, 1, 0, -1, -2, -3, -2, -1];
  const at = (n: number) => (steps[((n % 12) + 12) % 12] ?? 0) * 3;
  return { x: at(minute), y: at(minute + 3) };
}
