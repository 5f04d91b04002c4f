/**
 * Reads the session of a caller.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Caller, CallerSession } from './router.ts';

/** Returns the caller's session. Throws UNAUTHENTICATED if there is none. */
export function sessionOf(caller: Caller): CallerSession {
  if (caller.session === undefined) throw new PosthornError('UNAUTHENTICATED', 'log in first');
  return caller.session;
}
