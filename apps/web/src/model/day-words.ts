/**
 * Times as the list shows them, in the user's language and time zone.
 *
 * @module
 */

/** How the words are made. `zone`: undefined: the device's. */
export interface DayOptions {
  readonly locale: string;
  readonly zone?: string | undefined;
}

/** Today the time, this week the weekday, this year the day and month, else the date. `now`: Unix ms. */
export function listTime(time: number, now: number, options: DayOptions): string {
  const { locale, zone } = options;
  const days = daysBetween(time, now, zone);
  if (days <= 0) return formatter(locale, zone, 'time').format(time);
  if (days < 7) return formatter(locale, zone, 'weekday').format(time);
  const isThisYear = partsOf(time, zone).year === partsOf(now, zone).year;
  return formatter(locale, zone, isThisYear ? 'day' : 'date').format(time);
}

/** Day and time, for a title. */
export function fullTime(time: number, { locale, zone }: DayOptions): string {
  return formatter(locale, zone, 'full').format(time);
}

/** Unix ms of the next local midnight after `now`: then `listTime` says something else. Right over changes of the clock. */
export function nextMidnight(now: number, zone?: string): number {
  const today = dayNumber(now, zone);
  // Days are 23 to 25 hours long: looks for the first moment of another day.
  let [low, high] = [now, now + 26 * HOUR_MS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dayNumber(middle, zone) > today) high = middle;
    else low = middle;
  }
  return high;
}

/** Calendar days from one moment to another. */
export function daysBetween(from: number, to: number, zone?: string): number {
  return dayNumber(to, zone) - dayNumber(from, zone);
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function dayNumber(time: number, zone: string | undefined): number {
  const { year, month, day } = partsOf(time, zone);
  return Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
}

function partsOf(
  time: number,
  zone: string | undefined,
): { readonly year: number; readonly month: number; readonly day: number } {
  if (zone === undefined) {
    const date = new Date(time);
    return { year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() };
  }
  const found = { year: 0, month: 0, day: 0 };
  for (const { type, value } of formatter('en', zone, 'parts').formatToParts(time)) {
    if (type === 'year' || type === 'month' || type === 'day') found[type] = Number(value);
  }
  return found;
}

const STYLES = {
  time: { hour: 'numeric', minute: '2-digit' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short' },
  date: { year: 'numeric', month: 'numeric', day: 'numeric' },
  full: { dateStyle: 'full', timeStyle: 'short' },
  parts: { year: 'numeric', month: 'numeric', day: 'numeric' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Making one takes longer than using it a hundred times. A pure function's memory, bounded by languages and styles. */
const FORMATTERS = new Map<string, Intl.DateTimeFormat>();

function formatter(
  locale: string,
  zone: string | undefined,
  style: keyof typeof STYLES,
): Intl.DateTimeFormat {
  const key = `${locale} ${zone ?? ''} ${style}`;
  let found = FORMATTERS.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: zone });
    FORMATTERS.set(key, found);
  }
  return found;
}
