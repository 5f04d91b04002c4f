/**
 * Reactions in the append's transaction: a row for each user who reacts to a message, and the counts in its state.
 *
 * @module
 */
import type { ReactionCount, State } from '@posthorn/protocol';
import type { EffectKind } from '../../store/log/effects.ts';
import { fold } from '../../store/log/fold.ts';
import type { Aim } from '../../store/log/fold.ts';
import type { Target } from '../../store/log/folds.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertAll } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { slotOf } from '../../store/slots.ts';
import { emojisOf, someWith } from './queries.ts';

export type ReactEffect = Aim & {
  readonly type: 'react';
  readonly emoji: string;
  readonly remove: boolean;
};

/** Different emoji on one message, and of one user on it. */
const MAX_EMOJIS = 50;
const MAX_OWN = 20;
/** Names in the state. */
const MAX_NAMES = 3;

const REACTION: Insert = {
  table: 'reactions',
  columns: { conversation: 'int', slot: 'text', user: 'int', emojis: 'text' },
  onConflict: { key: ['conversation', 'slot'], set: { emojis: 'new' } },
};

export const REACT_EFFECT: EffectKind = {
  raisesVersion: false,
  *apply(context, effect: ReactEffect) {
    return yield* fold(context, effect, function* (target) {
      const { remove } = effect;
      const { state } = target;
      const user = context.append.sender;
      const own = yield* emojisOf(target.conversation, target.seq, user);
      const mine = own.filter((each) => isSame(each, effect.emoji));
      // To add one again, or to remove one that is not there, changes nothing.
      if (mine.length > 0 !== remove) return { state };
      if (remove) return { state: { ...state, reactions: yield* without(target, { own, mine, user }) } };
      // As others have given it to this message, before forms were the same.
      const given = state.reactions.find((each) => isSame(each.emoji, effect.emoji));
      const emoji = given?.emoji ?? qualified(effect.emoji);
      const refusal = whyNotMore(state, own, emoji);
      if (refusal !== undefined) return refusal;
      yield* setEmojis(target, user, [...own, emoji]);
      return { state: { ...state, reactions: counted(state.reactions, { emoji, user, by: 1 }) } };
    });
  },
};

interface Removal {
  readonly own: readonly string[];
  /** Those of them that go: in several forms if they are that old. */
  readonly mine: readonly string[];
  readonly user: number;
}

function* without(target: Target, { own, mine, user }: Removal): Query<readonly ReactionCount[]> {
  yield* setEmojis(
    target,
    user,
    own.filter((each) => !mine.includes(each)),
  );
  let counts = target.state.reactions;
  for (const emoji of mine) counts = yield* named(target, counted(counts, { emoji, user, by: -1 }), emoji);
  return counts;
}

/** Characters that are shown as text unless U+FE0F follows, or a skin tone. */
const TEXT_BY_DEFAULT = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu;

/** Forms of the emoji that came last: people use few, and to look at each character takes longer than a row. */
const FORMS = new Map<string, string>();
const MAX_FORMS = 1000;

/** The fully-qualified form of an emoji (UTS #51, ED-18a): what clients send with or without variation selectors is one. */
export function qualified(emoji: string): string {
  const known = FORMS.get(emoji);
  if (known !== undefined) return known;
  const form = emoji.replaceAll(/[\uFE0E\uFE0F]/g, '').replaceAll(TEXT_BY_DEFAULT, '$&\uFE0F');
  if (FORMS.size >= MAX_FORMS) FORMS.clear();
  FORMS.set(emoji, form);
  return form;
}

function isSame(a: string, b: string): boolean {
  return a === b || qualified(a) === qualified(b);
}

function whyNotMore({ reactions }: State, own: readonly string[], emoji: string): Refusal | undefined {
  const isNew = !reactions.some((each) => each.emoji === emoji);
  if (own.length < MAX_OWN && (!isNew || reactions.length < MAX_EMOJIS)) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    message: 'there are as many different reactions to this message as there can be',
    reason: 'too-many-reactions',
  };
}

function* setEmojis({ conversation, seq }: Target, user: number, emojis: readonly string[]): Query<void> {
  const slot = slotOf(seq, user);
  if (emojis.length > 0) yield* insertAll(REACTION, [[conversation, slot, user, emojis.join(' ')]]);
  else yield* change('DELETE FROM reactions WHERE conversation = ? AND slot = ?', conversation, slot);
}

/** The counts after one user gave, or took back, one emoji. */
export function counted(
  reactions: readonly ReactionCount[],
  { emoji, user, by }: { readonly emoji: string; readonly user: number; readonly by: 1 | -1 },
): readonly ReactionCount[] {
  const known = reactions.find((each) => each.emoji === emoji) ?? { emoji, count: 0, users: [] };
  const others = known.users.filter((each) => each !== user);
  const users = by === 1 && others.length < MAX_NAMES ? [...others, user] : others;
  const now = { emoji, count: known.count + by, users };
  const isKnown = reactions.includes(known);
  const all = isKnown ? reactions.map((each) => (each === known ? now : each)) : [...reactions, now];
  return all.filter(({ count }) => count > 0);
}

/** Finds names for the count of an emoji if it has lost all of its own. In a crowd there may be none. */
function* named(
  target: Target,
  counts: readonly ReactionCount[],
  emoji: string,
): Query<readonly ReactionCount[]> {
  const nameless = counts.find((each) => each.emoji === emoji && each.users.length === 0);
  if (nameless === undefined) return counts;
  const users = yield* someWith(target.conversation, target.seq, nameless.emoji, MAX_NAMES);
  return counts.map((each) => (each === nameless ? { ...each, users } : each));
}
