/**
 * Calendar days of the reader. A day begins at local midnight, so it may have 23 or 25 hours.
 *
 * @module
 */
import { daysBetween } from './day-words.ts';

/** A day as `2026-11-29`; equal for two times of the same local day. */
export function dayOf(time: number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`;
}

/** A day as people say it: "Today", "Yesterday", "Tuesday", "12 November", "12 November 2025". */
export function dayWords(time: number, now: number, locale: string, words: DayWords): string {
  const ago = daysBetween(time, now);
  if (ago === 0) return words.today;
  if (ago === 1) return words.yesterday;
  const isRecent = ago > 1 && ago < 7;
  if (isRecent) return format(time, locale, WEEKDAY);
  const isThisYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return format(time, locale, isThisYear ? THIS_YEAR : OTHER_YEAR);
}

export interface DayWords {
  readonly today: string;
  readonly yesterday: string;
}

/** Making one takes longer than using it a hundred times. */
const formats = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

function format(time: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  let known = formats.get(options);
  if (known === undefined) formats.set(options, (known = new Map<string, Intl.DateTimeFormat>()));
  let made = known.get(locale);
  if (made === undefined) known.set(locale, (made = new Intl.DateTimeFormat(locale, options)));
  return made.format(time);
}

const WEEKDAY = { weekday: 'long' } as const;
const THIS_YEAR = { day: 'numeric', month: 'long', weekday: 'short' } as const;
const OTHER_YEAR = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;
const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** The time of the day: "17:44". */
export const clockWords = byMinute(CLOCK);

/** Day and time, for tooltips and copied text: "29 Nov 2026, 17:44". */
export const momentWords = byMinute(MOMENT);

/** Neighbours are often of the same minute: what was said last is said again. */
function byMinute(options: Intl.DateTimeFormatOptions): (time: number, locale: string) => string {
  let last = { minute: Number.NaN, locale: '', words: '' };
  return (time, locale) => {
    const minute = Math.floor(time / 60_000);
    if (minute !== last.minute || locale !== last.locale)
      last = { minute, locale, words: format(time, locale, options) };
    return last.words;
  };
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}
