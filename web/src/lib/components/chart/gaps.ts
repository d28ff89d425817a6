/** Which values of a line stand alone. */

type Values = ArrayLike<number | null | undefined>;

/** Only the values that no line reaches, from one place to another. */
export function lonelyValues(values: Values, from: number, to: number): number[] {
  const found: number[] = [];
  for (let i = from; i <= to; i += 1) {
    if (values[i] != null && isGap(values, i, -1) && isGap(values, i, 1)) found.push(i);
  }
  return found;
}

/** Whether the next value on a side is missing. Times that only other series know are passed by. */
function isGap(values: Values, index: number, side: 1 | -1): boolean {
  let place = index + side;
  while (place >= 0 && place < values.length && values[place] === undefined) place += side;
  return values[place] == null;
}
