/**
 * Open-loop load: everything is sent when its time has come, whether or not answers are there.
 *
 * @module
 */

export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
}

/** `dueMs` is when it should be sent, on the clock of performance.now(): latencies count from there. */
export type Due = (index: number, dueMs: number) => void;

/**
 * Calls `send` for each message of a steady stream; those that are due together are sent together, at the
 * latest about a millisecond late, which their latency then includes. `sentAll` is called after each such group.
 * Resolves when all were sent.
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

/** Waits. For the time that a measurement takes, not for something to happen. */
export function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
