/**
 * What clocks show in the time zones of the IANA database.
 *
 * @module
 */

const MAX_ZONE_CHARS = 64;

/** By how many ms the clocks of a zone are ahead of UTC at a moment (Unix ms). */
export type OffsetAt = (at: number) => number;

/** `zone`: like `Asia/Shanghai`; empty: UTC. Throws RangeError if there is no such zone. */
export function offsetsOf(zone: string): OffsetAt {
  if (zone === '') return () => 0;
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

/**
 * Unix ms of when a clock shows `wall`, which is what it shows as if it were UTC. Of two such moments, as in autumn, the first one or
 * the second one.
 */
export function momentOf(wall: number, offsetAt: OffsetAt): number {
  // The clocks may be changed between the two.
  const guess = wall - offsetAt(wall);
  return wall - offsetAt(guess);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
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
}
