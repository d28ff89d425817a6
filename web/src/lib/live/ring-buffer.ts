/**
 * The newest rows of a table with a time column, in arrays of fixed length: a page left open does not grow.
 * A missing value is `null` outside and NaN inside; a row of which every value is missing is a gap.
 */
export class RingBuffer<Column extends string> {
  readonly capacity: number;
  readonly columns: readonly Column[];
  private readonly times: Float64Array;
  private readonly values: Float32Array[];
  /** Where the next row goes. */
  private head = 0;
  private count = 0;

  constructor(columns: readonly Column[], capacity: number) {
    if (capacity < 1) throw new RangeError('a ring has room for at least one row');
    this.columns = columns;
    this.capacity = capacity;
    this.times = new Float64Array(capacity);
    this.values = columns.map(() => new Float32Array(capacity));
  }

  get length(): number {
    return this.count;
  }

  /** Time of the oldest row, ms. */
  get first(): number | null {
    return this.count === 0 ? null : this.timeAt(0);
  }

  /** Time of the newest row, ms. */
  get last(): number | null {
    return this.count === 0 ? null : this.timeAt(this.count - 1);
  }

  /** Appends a row; one that is not newer than the last is left out, and `false` says so. */
  push(at: number, row: Readonly<Partial<Record<Column, number | null | undefined>>>): boolean {
    if (this.count > 0 && at <= this.timeAt(this.count - 1)) return false;
    this.times[this.head] = at;
    this.columns.forEach((column, i) => {
      this.values[i]![this.head] = row[column] ?? NaN;
    });
    this.head = (this.head + 1) % this.capacity;
    this.count = Math.min(this.count + 1, this.capacity);
    return true;
  }

  /** Appends a row without values: the line is broken here. One such row is enough. */
  pushGap(at: number): boolean {
    if (this.count > 0 && this.columns.every((column) => this.valueAt(column, this.count - 1) === null))
      return false;
    return this.push(at, {} as Partial<Record<Column, null>>);
  }

  clear(): void {
    this.head = 0;
    this.count = 0;
  }

  /** A value of the row at an index from the oldest. */
  valueAt(column: Column, index: number): number | null {
    if (index < 0 || index >= this.count) return null;
    const value = this.values[this.columns.indexOf(column)]?.[this.place(index)];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  timeAt(index: number): number {
    return this.times[this.place(index)] ?? NaN;
  }

  /** Index of the first row at or after a time; `length` when there is none. */
  indexFrom(at: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeAt(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Times in seconds and the values of columns, oldest first, as charts take them. */
  toColumns(columns: readonly Column[] = this.columns, from = -Infinity): [number[], ...(number | null)[][]] {
    const start = this.indexFrom(from);
    const times: number[] = [];
    for (let i = start; i < this.count; i += 1) times.push(this.timeAt(i) / 1000);
    const values = columns.map((column) => {
      const list: (number | null)[] = [];
      for (let i = start; i < this.count; i += 1) list.push(this.valueAt(column, i));
      return list;
    });
    return [times, ...values];
  }

  private place(index: number): number {
    return (this.head - this.count + index + this.capacity) % this.capacity;
  }
}
