/**
 * Why a send is refused for the moment. Constants, because under overload there are more refusals than commits, and each
 * new error costs a stack trace.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

export const OVERLOADED = new PosthornError('OVERLOADED', 'the server is behind with writing', {
  retryAfterMs: 500,
});

/** See held-sends.ts. */
export const HELD = new PosthornError('HELD', 'an earlier message must be tried again first');

/** For good: so many cannot be remembered. */
export const TOO_MANY_HELD = new PosthornError(
  'LIMIT_EXCEEDED',
  'too many refused messages wait to be tried again',
  { reason: 'too-many-held' },
);

/** For a conversation that does not exist too: nobody learns which ones there are. */
export function notAMember(): PosthornError {
  return new PosthornError('NOT_A_MEMBER', 'you are not in this conversation');
}

/** Nobody learns which of two users does not want it, and why. */
export function blocked(): PosthornError {
  return new PosthornError('BLOCKED', 'one of you has blocked the other, or lets only contacts do this');
}

/** Rejects a moment later, when the caller has attached its handler, so that Node reports no unhandled rejection. */
export async function rejected(error: PosthornError): Promise<never> {
  await Promise.resolve();
  throw error;
}
