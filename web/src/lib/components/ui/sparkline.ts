/** The path of a small line chart. Pure. */
export interface SparkRange {
  low: number;
  high: number;
}

/** A range that shows at least `least` dB, so that a quiet level does not look like a storm. */
export function sparkRange(values: readonly (number | null)[], least = 12): SparkRange | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return null;
  const spare = Math.max(0, least - (high - low)) / 2;
  return { low: low - spare, high: high + spare };
}

/** Line through the values, evenly spaced; a missing value breaks it, a lone one is a short dash. */
export function sparkPath(
  values: readonly (number | null)[],
  { low, high }: SparkRange,
  width: number,
  height: number,
): string {
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const y = (value: number) => (height - ((value - low) / (high - low || 1)) * height).toFixed(1);
  let path = '';
  values.forEach((value, i) => {
    if (value === null) return;
    const before = values[i - 1] ?? null;
    const after = values[i + 1] ?? null;
    const x = i * step;
    if (before === null && after === null)
      path += `M${Math.max(0, x - step / 2).toFixed(1)} ${y(value)}h${step.toFixed(1)}`;
    else path += `${before === null ? 'M' : 'L'}${x.toFixed(1)} ${y(value)}`;
  });
  return path;
}

/** The surface between the line and the bottom; none under a gap. */
export function sparkArea(
  values: readonly (number | null)[],
  range: SparkRange,
  width: number,
  height: number,
): string {
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const line = sparkPath(values, range, width, height);
  let path = '';
  let end = -1;
  for (const run of line.split(/(?=M)/)) {
    // Runs come in the order of the values, each as long as it has points.
    const points = run.match(/[ML]/g)?.length ?? 0;
    let start = end + 1;
    while (start < values.length && values[start] === null) start += 1;
    end = start + points - 1;
    if (points > 1)
      path += `${run}L${(end * step).toFixed(1)} ${height}L${(start * step).toFixed(1)} ${height}Z`;
  }
  return path;
}
