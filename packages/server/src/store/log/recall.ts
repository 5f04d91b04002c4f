/**
 * Takes a message back, in the transaction of the entry that does so.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { StateInit } from '@posthorn/protocol';
import type { EffectContext, Folded } from './effects.ts';
import { eraseMessage } from './erase.ts';
import { closeTarget } from './fold.ts';
import type { Target } from './folds.ts';
import { setMentions } from './mentions.ts';
import type { Query } from '../sql/sql.ts';

/** For those who read it: also for clients and wires that do not know the kind. */
const RECALLED = 'This message was recalled.';
const VANISHED = 'This message has vanished.';

/** Erases the words of a message, and says so in its state. `by`: see Recalled in posthorn.proto. */
export function* recall(context: EffectContext, target: Target, by: number): Query<Folded> {
  const { thread } = decodeContent(target.content);
  const text = by === 0 ? VANISHED : RECALLED;
  const instead = encodeContent({ text, thread, kind: { case: 'recalled', value: { by } } });
  yield* eraseMessage(target, instead, thread === 0);
  yield* setMentions(target, []);
  const state: StateInit = { recalled: context.seq, thread: target.state.thread };
  return closeTarget(context, { ...target, content: target.original }, { state, wordsIn: [] });
}
