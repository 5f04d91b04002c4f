/**
 * Finds the known name that is closest to a misspelt one.
 *
 * @module
 */

/** What is on a port is called without it: `http` for a `port` or `http-port`. */
const PORT = /(?:^|[-_])port$/i;

/**
 * The candidate that differs from `word` in the fewest letters, when that is few enough to be a slip; for a port that of what
 * listens there.
 */
export function nearest(word: string, given: Iterable<string>): string | undefined {
  const candidates = [...given];
  const listener = word.replace(PORT, '').toLowerCase() || 'http';
  const onPort = PORT.test(word) ? candidates.find((each) => each.toLowerCase() === listener) : undefined;
  if (onPort !== undefined) return onPort;
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = distanceBetween(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance: letters to put in, leave out or change. */
function distanceBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
