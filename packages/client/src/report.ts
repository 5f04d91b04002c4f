/**
 * Errors that no caller waits for.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ClientEvents } from './api.ts';
import type { Emitter } from './emitter.ts';

/** Reports an error to the application, unless it is transient: the SDK then retries. */
export function report(emitter: Emitter<ClientEvents>, error: unknown): void {
  if (error instanceof PosthornError && error.canRetry) return;
  if (emitter.has('error')) {
    emitter.emit('error', error);
    return;
  }
  // An uncaught exception that does not interrupt the running code.
  queueMicrotask(() => {
    throw error;
  });
}
