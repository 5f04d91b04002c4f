/**
 * Which encodings a client takes (RFC 9110 §12.5.3).
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';

export const NO_ENCODING: ReadonlySet<string> = new Set();

/** In lower case; without those that the client refuses. */
export function encodingsOf(headers: IncomingHttpHeaders): ReadonlySet<string> {
  const accepted = String(headers['accept-encoding'] ?? '').toLowerCase();
  return new Set(
    accepted
      .split(',')
      .map((each) => each.trim().split(/\s*;\s*/))
      .filter(([, weight]) => weight === undefined || !/^q=0(\.0*)?$/.test(weight))
      .map(([name = '']) => name),
  );
}
