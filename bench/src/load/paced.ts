/**
 * Open-loop load: every message is sent when it is due, whether or not earlier ones are answered.
 *
 * @module
 */

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/** `dueMs`: when the message should be sent, by performance.now(). Latencies count from there. */
export type Due = (index: number, dueMs: number) => void;

/**
 * Calls `send` for each message of a steady stream. Messages that are due together are sent together, at most about a
 * millisecond late, which their latency includes. Calls `sentAll` after each such group. Resolves when all messages
 * were sent.
 */
export function paced(
  { perSecond, seconds }: Pace,
  send: Due,
  sentAll: () => void = () => {},
): Promise<void> {
  const total = Math.max(1, Math.round(perSecond * seconds));
  const start = performance.now();
  let sent = 0;
  return new Promise((resolve, reject) => {
    const tick = (): void => {
      const due = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1000) + 1);
      try {
        for (; sent < due; sent++) send(sent, start + (sent * 1000) / perSecond);
        sentAll();
      } catch (error) {
        reject(error as Error);
        return;
      }
      if (sent === total) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
}

/** Waits for the length of a measurement. Not for use as a sleep until something happens. */
export function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
