/** Sorting of tables: pure. */
export type SortValue = string | number | boolean | null | undefined;

export interface SortBy {
  key: string;
  descending: boolean;
}

export interface Column<Row> {
  key: string;
  label: string;
  /** What the column is sorted by; without it, it is not. */
  sort?: (row: Row) => SortValue;
  /** Figures stand at the right. */
  align?: 'start' | 'end';
  /** CSS length. When columns have widths the table does not look at its cells for them, which is quicker. */
  width?: string;
  /** Left out on narrow screens. */
  wide?: boolean;
}

const byWords = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Compares so that what is not known comes last, whichever way is sorted. */
export function compare(a: SortValue, b: SortValue, descending: boolean): number {
  const none = (value: SortValue) => value == null || (typeof value === 'number' && Number.isNaN(value));
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  const order =
    typeof a === 'string' || typeof b === 'string'
      ? byWords.compare(String(a), String(b))
      : Number(a) - Number(b);
  return descending ? -order : order;
}

/** A sorted copy; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  by: SortBy | null,
): Row[] {
  const value = by && columns.find((column) => column.key === by.key)?.sort;
  if (!by || !value) return [...rows];
  return [...rows].sort((a, b) => compare(value(a), value(b), by.descending));
}
