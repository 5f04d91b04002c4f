/**
 * What the user has changed of messages and is not in the log yet: edits, reactions, votes, pins, recalls that are on their way.
 * They are shown at once, over what the log says; what is refused is not shown any more.
 *
 * @module
 */
import type { ContentInit, PollState, State } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import { entryTarget } from '../entries.ts';
import { NOTHING_OWN } from '../picture.ts';
import type { OutgoingMessage, OwnChange, ShownMessage } from './api.ts';

type Entry = NonNullable<ContentInit['kind']>;

/** The seq of a pin that is not in the log: above all that are. */
const NEWEST = Number.MAX_SAFE_INTEGER;

/** The changes that are on their way, by the message that they change. */
export class OwnChanges {
  #byMessage: ReadonlyMap<string, readonly OwnChange[]> = new Map();
  /** What messages of the log are with them: the same object as long as both are the same. */
  readonly #shown = new WeakMap<
    Incoming,
    { readonly changes: readonly OwnChange[]; readonly message: ShownMessage }
  >();

  get isEmpty(): boolean {
    return this.#byMessage.size === 0;
  }

  /** Takes what is on its way now. False: no message is changed otherwise than before. */
  put(outgoing: readonly OutgoingMessage[]): boolean {
    const now = new Map<string, OwnChange[]>();
    for (const { clientId, conversation, content, state } of outgoing) {
      const target = entryTarget(content);
      if (target === 0 || conversation === undefined || state === 'failed') continue;
      const key = `${conversation}/${target}`;
      const changes = now.get(key) ?? [];
      now.set(key, changes);
      changes.push({ clientId, content, isWaiting: state !== 'sending' });
    }
    const before = this.#byMessage;
    // Each time all that is on its way comes anew.
    this.#byMessage = new Map(
      [...now].map(([key, changes]) => {
        const known = before.get(key);
        return [key, known !== undefined && areSame(known, changes) ? known : changes];
      }),
    );
    return (
      before.size !== this.#byMessage.size ||
      [...before].some(([key, changes]) => this.#byMessage.get(key) !== changes)
    );
  }

  /** Seqs of the messages of a conversation that are changed. */
  targets(conversation: number): readonly number[] {
    const begin = `${conversation}/`;
    return [...this.#byMessage.keys()]
      .filter((key) => key.startsWith(begin))
      .map((key) => Number(key.slice(begin.length)));
  }

  /** A message of the log with what is on its way. */
  over(message: Incoming, self: number): ShownMessage {
    const changes = this.#byMessage.get(`${message.conversation}/${message.seq}`);
    if (changes === undefined) return message;
    const known = this.#shown.get(message);
    if (known?.changes === changes) return known.message;
    const shown = withChanges(message, changes, self);
    this.#shown.set(message, { changes, message: shown });
    return shown;
  }
}

/** A message of the log as it is shown, where a window does not show it. */
export function withOwnChanges(
  message: Incoming,
  outgoing: readonly OutgoingMessage[],
  self: number,
): ShownMessage {
  const changes = new OwnChanges();
  changes.put(outgoing);
  return changes.over(message, self);
}

/** What a message is once its reader's changes are in the log. Those that are in it already change nothing. */
function withChanges(message: Incoming, changes: readonly OwnChange[], self: number): ShownMessage {
  let shown: ShownMessage = { ...message, changes };
  for (const { content } of changes) {
    if (shown.content.kind?.case === 'recalled') break;
    if (content.kind !== undefined) shown = changed(shown, content.kind, self);
  }
  return shown;
}

function changed(message: ShownMessage, entry: Entry, self: number): ShownMessage {
  switch (entry.case) {
    case 'edit': {
      const { text = '', mentions = [], mentionAll = 'unspecified' } = entry.value;
      return { ...message, content: { ...message.content, text, mentions, mentionAll } };
    }
    case 'recall':
      return recalled(message, self);
    case 'reaction': {
      const { emoji = '', remove = false } = entry.value;
      return { ...message, state: reacted(stateOf(message), { emoji, remove, self }) };
    }
    case 'pin': {
      const state = stateOf(message);
      const pinned = entry.value.remove === true ? 0 : state.pinned || NEWEST;
      return { ...message, state: { ...state, pinned } };
    }
    case 'vote':
      return { ...message, state: voted(stateOf(message), entry.value.choices ?? []) };
    case 'closePoll': {
      const state = stateOf(message);
      return { ...message, state: { ...state, poll: { ...pollOf(state), closed: true } } };
    }
    default:
      return message;
  }
}

function recalled(message: ShownMessage, self: number): ShownMessage {
  const { state, content } = message;
  return {
    ...message,
    content: {
      ...content,
      text: '',
      mentions: [],
      mentionAll: 'unspecified',
      attachments: [],
      replyTo: 0,
      forward: undefined,
      kind: { case: 'recalled', value: { by: self } },
    },
    // Of its state, only the thread is left.
    state: state && { ...emptyState(message.seq), thread: state.thread, own: state.own },
  };
}

function reacted(
  state: State,
  { emoji, remove, self }: { readonly emoji: string; readonly remove: boolean; readonly self: number },
): State {
  const own = state.own ?? NOTHING_OWN;
  const others = own.reactions.filter((each) => each !== emoji);
  const isGiven = others.length < own.reactions.length;
  if (isGiven !== remove) return state;
  const known = state.reactions.find((each) => each.emoji === emoji) ?? { emoji, count: 0, users: [] };
  const count = known.count + (remove ? -1 : 1);
  const rest = known.users.filter((user) => user !== self);
  const now = { emoji, count, users: remove ? rest : [...rest, self] };
  const reactions = state.reactions.map((each) => (each.emoji === emoji ? now : each));
  return {
    ...state,
    reactions: (known.count === 0 ? [...reactions, now] : reactions).filter((each) => each.count > 0),
    own: { ...own, reactions: remove ? others : [...others, emoji] },
  };
}

function voted(state: State, choices: readonly number[]): State {
  const own = state.own ?? NOTHING_OWN;
  const poll = pollOf(state);
  // The server refuses it.
  if (poll.closed) return state;
  const length = Math.max(poll.votes.length, ...choices.map((choice) => choice + 1));
  const votes = Array.from({ length }, (_, index) => {
    const more = Number(choices.includes(index)) - Number(own.choices.includes(index));
    return Math.max(0, (poll.votes[index] ?? 0) + more);
  });
  const voters = poll.voters + Number(choices.length > 0) - Number(own.choices.length > 0);
  return {
    ...state,
    poll: { ...poll, votes, voters: Math.max(0, voters) },
    own: { ...own, choices },
  };
}

function pollOf({ poll }: State): PollState {
  return poll ?? { votes: [], voters: 0, closed: false };
}

function stateOf({ seq, state }: ShownMessage): State {
  return state ?? emptyState(seq);
}

function emptyState(seq: number): State {
  return {
    seq,
    through: 0,
    edited: 0,
    recalled: 0,
    reactions: [],
    pinned: 0,
    poll: undefined,
    thread: undefined,
    previews: [],
    vanishesAt: 0,
    own: NOTHING_OWN,
    also: undefined,
  };
}

function areSame(one: readonly OwnChange[], other: readonly OwnChange[]): boolean {
  return (
    one.length === other.length &&
    one.every(
      ({ clientId, isWaiting }, index) =>
        clientId === other[index]?.clientId && isWaiting === other[index].isWaiting,
    )
  );
}
