/**
 * Moving read and delivered cursors.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { DoneInit, MoveCursors } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { CURSOR_QUEUE } from './queue.ts';

export async function moveCursors(
  services: Services,
  caller: Caller,
  request: MoveCursors,
): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  if (request.cursors.length > LIMITS.maxCursorsPerMove) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxCursorsPerMove} cursors can be moved at once`);
  }
  const moves = request.cursors.map((cursor) => ({ ...cursor, user }));
  if (moves.length > 0) await services.state(CURSOR_QUEUE).move(moves, caller.connection);
  return {};
}
