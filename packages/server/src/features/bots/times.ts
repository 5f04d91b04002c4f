/**
 * Times as people write them: how long from now, the time of a day, or a date.
 *
 * @module
 */
import { momentOf, offsetsOf } from '../../zones.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const DAY_MS = 86_400_000;
const SPAN = /^(?:\d{1,6}[smhdw])+$/;
const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Unix ms. A time of a day is the next one; a date alone is its midnight. `zone`: of the IANA time zone database; empty: UTC.
 * Undefined: it is no time. Throws RangeError for an unknown zone.
 */
export function parseTime(text: string, now: number, zone: string): number | undefined {
  const written = text.trim();
  if (SPAN.test(written)) {
    const parts = [...written.matchAll(/(\d+)([smhdw])/g)];
    const ms = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
    return Number.isSafeInteger(now + ms) ? now + ms : undefined;
  }
  const clock = CLOCK.exec(written);
  return clock === null ? parseDate(written, zone) : nextAt(Number(clock[1]), Number(clock[2]), now, zone);
}

function nextAt(hour: number, minute: number, now: number, zone: string): number {
  const offsetAt = offsetsOf(zone);
  const today = Math.floor((now + offsetAt(now)) / DAY_MS) * DAY_MS;
  const at = (days: number): number =>
    momentOf(today + days * DAY_MS + (hour * 60 + minute) * 60_000, offsetAt);
  const first = at(0);
  return first > now ? first : at(1);
}

function parseDate(text: string, zone: string): number | undefined {
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', offset] = found;
  const wall = Date.UTC(+`${year}`, +`${month}` - 1, +`${day}`, +hour, +minute, +second);
  // 31 February would be a day in March.
  if (new Date(wall).getUTCDate() !== Number(day) || new Date(wall).getUTCMonth() !== Number(month) - 1)
    return undefined;
  if (offset === undefined) return momentOf(wall, offsetsOf(zone));
  if (offset === 'Z') return wall;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return wall - (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}
