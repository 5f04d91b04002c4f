/**
 * The conversation that a message goes to.
 *
 * @module
 */
import type { Target } from '../api.ts';
import type { Board } from './board.ts';

/** Undefined: a direct one that does not exist yet. */
export function conversationOf(target: Target, board: Board): number | undefined {
  if ('conversation' in target) return target.conversation;
  const peer =
    typeof target.to === 'number'
      ? target.to
      : [...board.table('users').values()].find(({ name }) => name === target.to)?.id;
  if (peer === undefined) return undefined;
  return [...board.table('conversations').values()].find(
    (each) => each.kind === 'direct' && each.peer === peer,
  )?.id;
}
