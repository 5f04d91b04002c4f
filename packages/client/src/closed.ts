/**
 * What becomes of requests to a client that was closed.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

export function closed(): PosthornError {
  return new PosthornError('UNAVAILABLE', 'the client is closed');
}
