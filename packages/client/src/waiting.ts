/**
 * Waiting for a connection, and for an answer.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Client } from './api.ts';
import { closed } from './closed.ts';
import type { Online } from './connection.ts';
import type { Platform } from './platform.ts';

/** Runs `work` with a promise that rejects with TIMEOUT after so long. */
export async function withTimeout<T>(
  platform: Platform,
  timeoutMs: number,
  work: (timeout: Promise<never>) => Promise<T>,
): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const cancel = platform.after(timeoutMs, () => reject(new PosthornError('TIMEOUT', 'no answer in time')));
  timeout.catch(() => {});
  try {
    return await work(timeout);
  } finally {
    cancel();
  }
}

/** Resolves once there is a connection; rejects once the client is closed. */
export function whenOnline(client: Client, current: () => Online | undefined): Promise<Online> {
  const online = current();
  if (online !== undefined) return Promise.resolve(online);
  const { state } = client;
  if (state.name === 'closed') return Promise.reject(state.error ?? closed());
  return new Promise((resolve, reject) => {
    const off = client.on('state', (next) => {
      if (next.name === 'connecting') return;
      off();
      if (next.name === 'closed') reject(next.error ?? closed());
      // The state `online` is announced just before the connection is there.
      else queueMicrotask(() => resolve(current() ?? whenOnline(client, current)));
    });
  });
}
