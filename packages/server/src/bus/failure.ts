/**
 * Converts failures of the bus to errors for clients.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import { BusError } from './bus.ts';

/** Converts anything caught to a coded error. Failures of the bus are retryable. */
export function fromBusError(caught: unknown): PosthornError {
  if (!(caught instanceof BusError)) return toPosthornError(caught);
  if (caught.code === 'too-large') {
    return new PosthornError('TOO_LARGE', 'this is more than the bus carries', { cause: caught });
  }
  return new PosthornError('UNAVAILABLE', 'the parts of the server cannot reach each other now', {
    cause: caught,
    retryAfterMs: 500,
  });
}
