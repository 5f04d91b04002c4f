/**
 * Days as they are typed: `2026-11-01`, `2026/11/1`, `2026年11月1日`, `2026-11`, `2026`. Whose midnight is meant is for the
 * caller to know.
 *
 * @module
 */

/** Days as `YYYY-MM-DD`. */
export interface Period {
  readonly first: string;
  /** The day after the last one. */
  readonly next: string;
}

const TYPED = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?$/;
const MIN_YEAR = 1970;
const MAX_YEAR = 2999;

/** A day, a month or a year. Undefined: there is no such day. */
export function periodOf(typed: string): Period | undefined {
  const [, year, month, day] = (TYPED.exec(typed) ?? []).map(Number);
  if (year === undefined || year < MIN_YEAR || year > MAX_YEAR) return undefined;
  if (isMissing(month)) return { first: dayOf(year, 1, 1), next: dayOf(year + 1, 1, 1) };
  if (month < 1 || month > 12) return undefined;
  if (isMissing(day)) return { first: dayOf(year, month, 1), next: dayOf(year, month + 1, 1) };
  if (day < 1 || day > daysIn(year, month)) return undefined;
  return { first: dayOf(year, month, day), next: dayOf(year, month, day + 1) };
}

function isMissing(value: number | undefined): value is undefined {
  return value === undefined || Number.isNaN(value);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Months and days may be one too large. */
function dayOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
