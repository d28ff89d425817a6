/** Labels of a time axis. */
import { clock, day } from '$lib/format';

/** Labels of times on the site's clock; the day stands where it changes, and where steps are days. */
export function timeLabels(splits: readonly number[], stepS: number): string[] {
  let shownDay = '';
  return splits.map((seconds) => {
    const at = seconds * 1000;
    const date = day(at);
    const time = clock(at, stepS < 60);
    if (stepS >= 86_400) return date;
    const isNewDay = date !== shownDay && shownDay !== '';
    shownDay = date;
    return isNewDay ? `${time}\n${date}` : time;
  });
}
