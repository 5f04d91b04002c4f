/**
 * Errors of requests after which a connection cannot go on.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { OrderLost } from '../cluster/order-lost.ts';
import { SessionLost } from '../cluster/session-lost.ts';

/** Whether a connection has to end because of this error of a request. */
export function isFatal(error: unknown): error is PosthornError {
  if (error instanceof OrderLost || error instanceof SessionLost) return true;
  return error instanceof PosthornError && error.code === 'MALFORMED_FRAME';
}
