/**
 * Times as people read them.
 *
 * @module
 */

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** The local day: "Wednesday, 25 November 2026". `time`: Unix ms, from a server that may be wrong. */
export function dayOf(time: number): string {
  return isDate(time) ? DAY.format(time) : 'no date';
}

/** The local time of the day: "14:03". */
export function clockOf(time: number): string {
  return isDate(time) ? new Date(time).toTimeString().slice(0, 5) : '--:--';
}

/** Date and time with the offset from UTC: "2026-11-25 14:03:07+01:00"; with `isUtc` "2026-11-25 13:03:07Z". */
export function stampOf(time: number, { isUtc = false } = {}): string {
  const offset = isUtc ? 0 : -new Date(time).getTimezoneOffset();
  const shifted = time + offset * 60_000;
  if (!isDate(shifted)) return 'no date';
  const digits = new Date(shifted).toISOString().slice(0, 19).replace('T', ' ');
  return digits + (isUtc ? 'Z' : offsetOf(offset));
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time that somebody wrote, like `90s`, `30m`, `12h` or `7d`, in ms. Undefined if it is none. */
export function spanIn(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS_MS[unit] ?? 0);
}

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A time that somebody wrote, in Unix ms: ISO 8601, which is local without an offset, or `+10m` from `now`. Undefined if it
 * is none.
 */
export function timeIn(text: string, now: number): number | undefined {
  const span = text.startsWith('+') ? spanIn(text.slice(1)) : undefined;
  if (span !== undefined) return now + span;
  // A date alone would be UTC.
  const time = ISO.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00` : text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function offsetOf(minutes: number): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(rest)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function isDate(time: number): boolean {
  return !Number.isNaN(new Date(time).getTime());
}
