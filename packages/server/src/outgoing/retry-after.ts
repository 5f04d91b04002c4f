/**
 * The header Retry-After.
 *
 * @module
 */

/** Ms from `now` (Unix ms): it holds seconds, or a date (RFC 9110 §10.2.3). */
export function waitOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,8}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
