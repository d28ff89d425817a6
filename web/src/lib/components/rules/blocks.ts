/** When a rule is in force: times of the day on days of the week. */
import type { HolidayRule, RuleBlock } from '$lib/api/alarms';

export interface BlockForm {
  start: string;
  end: string;
  /** Monday first. */
  days: boolean[];
  holidays: HolidayRule;
}

/** A block of the usual kind. */
export function newBlock(): BlockForm {
  return {
    start: '07:00',
    end: '19:00',
    days: [true, true, true, true, true, false, false],
    holidays: 'as_weekday',
  };
}

export function writeBlock(block: BlockForm): RuleBlock {
  return { start: block.start, end: block.end, days: writeDays(block.days), holidays: block.holidays };
}

export function readBlock(block: RuleBlock): BlockForm {
  return { start: block.start, end: block.end, days: readDays(block.days), holidays: block.holidays };
}

/** `0,1` as seven switches. */
export function readDays(text: string | null): boolean[] {
  const chosen = new Set((text ?? '').split(',').map((day) => day.trim()));
  return Array.from({ length: 7 }, (_, day) => chosen.has(String(day)));
}

export function writeDays(days: readonly boolean[]): string {
  return days.flatMap((on, day) => (on ? [day] : [])).join(',');
}
