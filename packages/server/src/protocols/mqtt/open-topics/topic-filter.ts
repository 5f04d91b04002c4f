/**
 * Topic filters of MQTT in general (§4.7), for topics that mean nothing.
 *
 * @module
 */

/** A filter, split once. */
export type Levels = readonly string[];

/** Undefined: `+` or `#` is where it may not be. */
export function levelsOf(filter: string): Levels | undefined {
  const levels = filter.split('/');
  const isRight = levels.every((level, index) => {
    if (level.includes('#')) return level === '#' && index === levels.length - 1; // [MQTT-4.7.1-1]
    return !level.includes('+') || level === '+'; // [MQTT-4.7.1-2]
  });
  return isRight ? levels : undefined;
}

export function isShared(filter: string): boolean {
  return filter.startsWith('$share/');
}

export function matches(filter: Levels, name: Levels): boolean {
  const [first = ''] = filter;
  if (name[0]?.startsWith('$') === true && (first === '+' || first === '#')) return false; // [MQTT-4.7.2-1]
  for (const [index, level] of filter.entries()) {
    if (level === '#') return true;
    if (index >= name.length || (level !== '+' && level !== name[index])) return false;
  }
  return filter.length === name.length;
}
