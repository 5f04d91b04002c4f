/**
 * Folds entries into the messages that they change, in the append's transaction. See
 * docs/adr/0019-send-what-became-of-a-message.md.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Content, StateInit } from '@posthorn/protocol';
import type { Applied, EffectContext, Folded } from './effects.ts';
import type { Change, Target } from './folds.ts';
import { isVisible } from './intervals.ts';
import { visibleTo } from './reading.ts';
import type { Refusal } from './records.ts';
import type { Query } from '../sql/sql.ts';

/** What an effect that folds needs to know of its entry. */
export type Aim = {
  /** The message to change. */
  readonly target: number;
  /** The sender sees everything from this seq on. What is below is looked up. */
  readonly seesFrom: number;
};

const NO_SUCH: Refusal = {
  code: 'NOT_FOUND',
  message: 'there is no such message',
  reason: 'no-such-message',
};

/** The message that an entry changes. Refuses what its sender may not see, entries, events, and messages that are gone. */
export function* openTarget(context: EffectContext, { target, seesFrom }: Aim): Query<Target | Refusal> {
  const { conversation, append, seq, folds } = context;
  if (target <= 0 || target >= seq) return NO_SUCH;
  if (target < seesFrom && !(yield* sees(conversation.id, append.sender, target))) return NO_SUCH;
  const found = yield* folds.open(conversation.id, target);
  if (found === undefined || found.original.length === 0) return NO_SUCH;
  return isChangeable(found)
    ? found
    : { code: 'INVALID', message: 'this message cannot be changed', reason: 'not-changeable' };
}

function* sees(conversation: number, user: number, seq: number): Query<boolean> {
  const visible = yield* visibleTo(conversation, user);
  return visible !== undefined && isVisible(visible.intervals, seq);
}

function isChangeable({ content, state }: Target): boolean {
  // It was changed before.
  if (state.through > state.seq) return true;
  const { kind } = decodeContent(content);
  return kind?.case !== 'event' && kind?.case !== 'erased' && !isEntry(kind);
}

/** Whether content of this kind changes another message. */
export function isEntry(kind: Content['kind']): boolean {
  return kind !== undefined && 'target' in kind.value;
}

/** Stores what the entry has made of a message. */
export function closeTarget(context: EffectContext, target: Target, change: Change): Folded {
  const { conversation, folds, seq } = context;
  conversation.folded = Math.max(conversation.folded, target.seq);
  return { state: folds.close(target, change, seq) };
}

/** What is to be told of a message from the beginning: stores it as its state. Runs in its own append. */
export function tellOfOwn({ conversation, folds, seq }: EffectContext, told: StateInit): Folded {
  conversation.folded = Math.max(conversation.folded, seq);
  return { state: folds.tell(conversation.id, seq, told) };
}

/** Opens a target, and closes it with what `fold` makes of it. */
export function* fold(
  context: EffectContext,
  aim: Aim,
  change: (target: Target) => Query<Change | Refusal>,
): Query<Applied> {
  const target = yield* openTarget(context, aim);
  if ('code' in target) return target;
  if (target.state.recalled > 0)
    return { code: 'NOT_FOUND', message: 'the message was recalled', reason: 'message-recalled' };
  const changed = yield* change(target);
  return 'code' in changed ? changed : closeTarget(context, target, changed);
}
