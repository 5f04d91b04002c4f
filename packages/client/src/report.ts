/**
 * Failures that nobody waits for.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ClientEvents } from './api.ts';
import type { Emitter } from './emitter.ts';

/** Tells the application. Failures that pass and are tried again are no news. */
export function report(emitter: Emitter<ClientEvents>, error: unknown): void {
  if (error instanceof PosthornError && error.canRetry) return;
  if (emitter.has('error')) {
    emitter.emit('error', error);
    return;
  }
  // As if it had been thrown with nobody to catch it, but without disturbing what runs.
  queueMicrotask(() => {
    throw error;
  });
}
