/**
 * Reading a caller.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Caller, CallerSession } from './router.ts';

/** The caller's login. Throws UNAUTHENTICATED when there is none. */
export function sessionOf(caller: Caller): CallerSession {
  if (caller.session === undefined) throw new PosthornError('UNAUTHENTICATED', 'log in first');
  return caller.session;
}
