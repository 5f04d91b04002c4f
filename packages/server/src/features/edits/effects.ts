/**
 * Edits and recalls in the append's transaction.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { Content, Edit, StateInit } from '@posthorn/protocol';
import type { EffectContext, EffectKind } from '../../store/log/effects.ts';
import { closeTarget, fold, openTarget } from '../../store/log/fold.ts';
import type { Aim } from '../../store/log/fold.ts';
import type { Target } from '../../store/log/folds.ts';
import { setMentions } from '../../store/log/mentions.ts';
import { recall } from '../../store/log/recall.ts';
import type { Refusal } from '../../store/log/records.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export type EditEffect = Aim & {
  readonly type: 'edit';
  /** How long after it was sent a message can be edited; 0: always. */
  readonly withinMs: number;
  /** See setMentions(). */
  readonly mentioned: readonly number[];
};

export type RecallEffect = Aim & {
  readonly type: 'recall';
  /** How long after it was sent its sender can recall a message; 0: always. */
  readonly withinMs: number;
  /** May recall what others have said, at any time. */
  readonly isManager: boolean;
};

/** Each is kept, so that people can see what was said before. */
const MAX_EDITS = 100;
/** Of what has buttons or menus: each press may change it. */
const MAX_UPDATES = 1000;

export const EDIT_EFFECT: EffectKind = {
  raisesVersion: false,
  *apply(context, effect: EditEffect) {
    return yield* fold(context, effect, function* (target) {
      const refusal = whyNoEdit(context, effect, target) ?? (yield* whyNoMore(target));
      if (refusal !== undefined) return refusal;
      const content = encodeContent(edited(decodeContent(target.content), entryOf(context)));
      yield* setMentions(target, effect.mentioned);
      const state: StateInit = { ...target.state, edited: context.seq, previews: [] };
      return { state, content, wordsIn: [...target.wordsIn, context.seq] };
    });
  },
};

function whyNoEdit(context: EffectContext, { withinMs }: EditEffect, target: Target): Refusal | undefined {
  const { append } = context;
  if (target.sender !== append.sender)
    return {
      code: 'FORBIDDEN',
      message: 'only who has sent a message may edit it',
      reason: 'edit-not-yours',
    };
  if (isTooLate(append.time, target.time, withinMs))
    return { code: 'FORBIDDEN', message: 'it is too late to edit this message', reason: 'too-late-to-edit' };
  const { kind, forward, attachments } = decodeContent(target.content);
  if (kind?.case === 'poll')
    return { code: 'INVALID', message: 'a poll cannot be edited', reason: 'poll-not-editable' };
  if (forward !== undefined)
    return {
      code: 'INVALID',
      message: 'what was forwarded cannot be edited',
      reason: 'forwarded-not-editable',
    };
  if (kind === undefined && attachments.length === 0 && entryOf(context).text === '')
    return {
      code: 'INVALID',
      message: 'the message would be empty: recall it instead',
      reason: 'message-would-be-empty',
    };
  return undefined;
}

/** Previews have words of a message too, but are no edits. They are few: some for each edit. */
function* whyNoMore({ conversation, content, wordsIn }: Target): Query<Refusal | undefined> {
  if (wordsIn.length < MAX_EDITS) return undefined;
  const most = decodeContent(content).components === undefined ? MAX_EDITS : MAX_UPDATES;
  if (wordsIn.length < most) return undefined;
  const found = yield* rows<{ readonly content: Uint8Array }>(
    'SELECT content FROM messages WHERE conversation = ? AND seq IN (?)',
    conversation,
    wordsIn,
  );
  const previews = found.filter(({ content }) => decodeContent(content).kind?.case === 'preview');
  if (wordsIn.length - previews.length < most) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    message: `a message can be edited ${most} times`,
    reason: 'too-many-edits',
  };
}

function isTooLate(now: number, sent: number, withinMs: number): boolean {
  return withinMs > 0 && now - sent > withinMs;
}

function entryOf({ append }: EffectContext): Edit {
  const { kind } = decodeContent(append.content);
  if (kind?.case !== 'edit') throw new Error('the effect belongs to an edit');
  return kind.value;
}

/** Without components in the edit they stay; without rows in them there are none any more. */
function edited(
  content: Content,
  { text, mentions, mentionAll, components = content.components }: Edit,
): Content {
  const left = components?.rows.length === 0 ? undefined : components;
  return { ...content, text, mentions, mentionAll, components: left };
}

export const RECALL_EFFECT: EffectKind = {
  raisesVersion: false,
  erases: true,
  *apply(context, effect: RecallEffect) {
    const target = yield* openTarget(context, effect);
    if ('code' in target) return target;
    // Two people may recall the same message.
    if (target.state.recalled > 0) return closeTarget(context, target, { state: target.state });
    const { append } = context;
    if (target.sender !== append.sender && !effect.isManager)
      return {
        code: 'FORBIDDEN',
        message: 'only who has sent a message, and admins of the group, may recall it',
        reason: 'recall-not-yours',
      };
    if (!effect.isManager && isTooLate(append.time, target.time, effect.withinMs))
      return {
        code: 'FORBIDDEN',
        message: 'it is too late to recall this message',
        reason: 'too-late-to-recall',
      };
    return yield* recall(context, target, append.sender);
  },
};
