/**
 * What a page draws first of an account with many conversations: a copy of all of it takes a page longer than drawing a screen.
 *
 * @module
 */
import type { ConversationInfo } from './api.ts';
import type { Board } from './board.ts';
import type { Changes, Values } from './wire.ts';

/** More than any screen shows at once. */
const SHOWN = 60;
/** A page has this many in one step. */
const FEW = 300;

/** Undefined: the whole is as quick. It never says that these are all conversations, and nothing of it is wrong later. */
export function firstScreen(
  board: Board,
): { readonly values: Partial<Values>; readonly changes: Changes } | undefined {
  const { values, changes } = board.all();
  const { conversations = [] } = changes;
  if (conversations.length <= FEW) return undefined;
  const mine = board.table('mine');
  // Pinned ones stand above all others, in an order that only the page knows.
  const shown = conversations
    .flatMap(([, info]) => info ?? [])
    .map((info) => ({ info, isPinned: mine.has(`pin/${info.id}`) }))
    .toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned) || b.info.activeAt - a.info.activeAt)
    .filter(({ isPinned }, at) => isPinned || at < SHOWN)
    .map(({ info }) => info);
  const people = new Set([values.me?.id ?? 0, ...shown.flatMap(peopleIn)]);
  const { hasConversations: _, ...others } = values;
  return {
    values: others,
    changes: {
      ...changes,
      conversations: shown.map((info) => [info.id, info]),
      users: (changes.users ?? []).filter(([id]) => people.has(id)),
    },
  };
}

function peopleIn({ kind, peer, lastMessage }: ConversationInfo): readonly number[] {
  const spoken = lastMessage?.content.kind;
  return [
    ...(kind === 'direct' ? [peer] : []),
    ...(lastMessage === undefined ? [] : [lastMessage.sender]),
    ...(spoken?.case === 'event' ? spoken.value.users : []),
  ];
}
