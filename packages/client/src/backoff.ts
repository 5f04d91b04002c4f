/**
 * Delay before the next try: exponential with full jitter, so that clients that were cut off together do not all
 * reconnect at the same moment.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @module
 */
const FIRST_MS = 250;
/** Together with a handshake that times out, this must stay within the 30 s of promise 6. */
const LONGEST_MS = 15_000;

/** `attempt` is 1 for the first try after a failure; `random` in [0, 1). */
export function backoffMs(attempt: number, random: number, longestMs = LONGEST_MS): number {
  return random * Math.min(longestMs, FIRST_MS * 2 ** Math.min(attempt, 20));
}
