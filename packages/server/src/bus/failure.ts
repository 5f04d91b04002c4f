/**
 * What a failing bus means to a client.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import { BusError } from './bus.ts';

/** Anything caught, as a coded error; failures of the bus are passing. */
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
