/**
 * The error of every request to a closed client.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/** Call it for each rejection, so that each has a stack of its own. */
export function closed(): PosthornError {
  return new PosthornError('UNAVAILABLE', 'the client is closed');
}
