/**
 * Quiet hours: when a user wants no alerts, as the entry `quiet` of their personal space says. The server and clients read
 * it alike. A separate entry of the package, so that who does not need it does not load it.
 *
 * @module
 */

/** Monday is 1, Sunday 7. */
const DAYS: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };
const DAY_MINUTES = 1440;
const CLOCK_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

interface QuietHours {
  /** Minutes of the day; from the one until just before the other. */
  readonly from: number;
  readonly to: number;
  /** In the zone of the IANA time zone database that the entry names, like `Europe/Berlin`. */
  readonly clock: Intl.DateTimeFormat;
  /** The days on which the time begins; undefined: on all. */
  readonly days: ReadonlySet<number> | undefined;
}

/** Undefined: the value says nothing that can be understood, so nothing is quiet. */
function quietHours(value: string): QuietHours | undefined {
  try {
    const { from, to, zone, days } = JSON.parse(value) as Readonly<Record<string, unknown>>;
    const [start, end] = [minutes(from), minutes(to)];
    if (start === undefined || end === undefined || start === end || typeof zone !== 'string')
      return undefined;
    return {
      from: start,
      to: end,
      // Throws for a zone that there is not.
      clock: clockIn(zone),
      days: Array.isArray(days) ? new Set(days as readonly number[]) : undefined,
    };
  } catch {
    return undefined;
  }
}

/** Whether it is quiet at a moment (Unix ms). `value`: of the entry; empty: there is none. */
export function isQuiet(value: string, now: number): boolean {
  const hours = value === '' ? undefined : quietHours(value);
  if (hours === undefined) return false;
  const { from, to, clock, days } = hours;
  const { day, minute } = momentIn(clock, now);
  const began = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!began) return false;
  // After midnight the time has begun the day before.
  const firstDay = from > to && minute < to ? ((day + 5) % 7) + 1 : day;
  return days === undefined || days.has(firstDay);
}

function minutes(time: unknown): number | undefined {
  const [, hour, minute] = (typeof time === 'string' && CLOCK_TIME.exec(time)) || [];
  return hour === undefined ? undefined : (Number(hour) * 60 + Number(minute)) % DAY_MINUTES;
}

function clockIn(zone: string): Intl.DateTimeFormat {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', weekday: 'short' } as const;
  return new Intl.DateTimeFormat('en', { ...options, timeZone: zone });
}

function momentIn(
  clock: Intl.DateTimeFormat,
  now: number,
): { readonly day: number; readonly minute: number } {
  const parts = clock.formatToParts(now);
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  return { day: DAYS[of('weekday')] ?? 1, minute: Number(of('hour')) * 60 + Number(of('minute')) };
}
