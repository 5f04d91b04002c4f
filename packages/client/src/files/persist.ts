/**
 * Tries again what may work later.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Client } from '../api.ts';
import { backoffMs } from '../backoff.ts';
import type { Platform } from '../platform.ts';

export interface Persistence {
  readonly client: Client;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  /** Called before each delay. */
  readonly onWait: (error: PosthornError) => void;
}

/**
 * Runs `work` until it succeeds or fails for good. It calls `progressed` when the back-off is to begin anew. Between two tries it waits with the SDK's back-off, or until the client is connected again.
 */
export async function persistently<T>(
  { client, platform, signal, onWait }: Persistence,
  work: (progressed: () => void) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(() => (attempt = 0));
    } catch (caught) {
      if (signal.aborted) throw signal.reason;
      // An error that is none of ours is a fault, and would be one again.
      if (!(caught instanceof PosthornError)) throw caught;
      const error = toPosthornError(caught);
      if (!error.canRetry || client.state.name === 'closed') throw error;
      onWait(error);
      const delayMs = error.retryAfterMs + backoffMs(attempt, platform.random());
      await delay({ client, platform, signal }, delayMs);
    }
  }
}

/** Waits; not longer than until the client comes online. Rejects with the signal's reason. */
export function delay(
  { client, platform, signal }: Omit<Persistence, 'onWait'>,
  delayMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      cancel();
      off();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => end(() => reject(signal.reason as Error));
    const cancel = platform.after(delayMs, () => end(resolve));
    const off = client.on('state', ({ name }) => {
      if (name !== 'connecting') end(resolve);
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
