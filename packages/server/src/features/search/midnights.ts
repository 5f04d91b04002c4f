/**
 * When a day begins, somewhere.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

const MAX_ZONE_CHARS = 64;

/** Unix ms of the first moment of a day (`YYYY-MM-DD`) in a time zone like `Asia/Shanghai`; empty: UTC. Throws INVALID. */
export function midnight(day: string, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (zone === '') return utc;
  const offsetAt = offsetsOf(zone);
  // The clocks may be changed between the two.
  const guess = utc - offsetAt(utc);
  return utc - offsetAt(guess);
}

/** By how many ms the clocks of a zone are ahead of UTC at a moment. */
function offsetsOf(zone: string): (at: number) => number {
  const format = formatOf(zone);
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return shown - Math.floor(at / 1000) * 1000;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    if (timeZone.length > MAX_ZONE_CHARS) throw new RangeError('too long');
    return new Intl.DateTimeFormat('en-u-ca-iso8601-hc-h23', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new PosthornError('INVALID', 'a time zone is called like Asia/Shanghai', { cause });
  }
}
