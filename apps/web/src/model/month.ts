/**
 * A month as weeks of days, for a calendar.
 *
 * @module
 */

export interface Month {
  readonly year: number;
  /** From 0. */
  readonly month: number;
}

/** Weeks of seven days as Unix ms of their local midnights; undefined: a day of another month. `firstDay`: 1: Monday … 7: Sunday. */
export function weeksOf(
  { year, month }: Month,
  firstDay: number,
): readonly (readonly (number | undefined)[])[] {
  const days = new Date(year, month + 1, 0).getDate();
  const weekday = new Date(year, month, 1).getDay() || 7;
  const before = (weekday - firstDay + 7) % 7;
  const cells = Array.from({ length: Math.ceil((before + days) / 7) * 7 }, (_, index) => {
    const date = index - before + 1;
    return date < 1 || date > days ? undefined : new Date(year, month, date).getTime();
  });
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

export function monthOf(time: number): Month {
  const date = new Date(time);
  return { year: date.getFullYear(), month: date.getMonth() };
}

export function monthAfter({ year, month }: Month, months: number): Month {
  const date = new Date(year, month + months, 1);
  return { year: date.getFullYear(), month: date.getMonth() };
}

/** Monday, where the language does not say otherwise. */
export function firstDayOf(locale: string): number {
  const info: { getWeekInfo?: () => { readonly firstDay: number } } = new Intl.Locale(locale) as object;
  return info.getWeekInfo?.().firstDay ?? 1;
}
