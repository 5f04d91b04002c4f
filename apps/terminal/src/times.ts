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
