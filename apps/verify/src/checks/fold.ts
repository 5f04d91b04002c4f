/**
 * What a log says of its messages, told naively: all messages by number, and to each what every later entry does to it.
 * Knows nothing of how the server or the SDK do it.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import { ofText } from '../fingerprint.ts';
import type { Shown } from '../shown.ts';
import { mentionsOf } from '../shown.ts';
import type { LogMessage } from './log.ts';

/** A message of the log that is no entry, and what has become of it. */
export interface Line {
  readonly message: LogMessage;
  text: string;
  mentions: readonly number[];
  /** The entries that change it, in order. */
  readonly entries: LogMessage[];
  edit: LogMessage | undefined;
  recall: LogMessage | undefined;
  /** Who has given it, by emoji. */
  readonly reactions: Map<string, Set<number>>;
  /** What each user has chosen; undefined: nobody has voted yet. */
  votes: Map<number, readonly number[]> | undefined;
}

export type Fold = ReadonlyMap<number, Line>;

/** Seq of the message that a content changes; 0: it is no entry. */
export function targetOf({ kind }: Pick<Content, 'kind'>): number {
  return kind !== undefined && 'target' in kind.value ? kind.value.target : 0;
}

export function foldOf(messages: readonly LogMessage[]): Fold {
  const lines = new Map<number, Line>();
  for (const message of messages) {
    const line = lines.get(targetOf(message.content));
    if (targetOf(message.content) === 0) lines.set(message.seq, newLine(message));
    else if (line !== undefined) {
      line.entries.push(message);
      if (line.recall === undefined) change(line, message);
    }
  }
  return lines;
}

function newLine(message: LogMessage): Line {
  return {
    message,
    text: message.text,
    mentions: mentionsOf(message.content),
    entries: [],
    edit: undefined,
    recall: undefined,
    reactions: new Map(),
    votes: undefined,
  };
}

function change(line: Line, entry: LogMessage): void {
  const { sender, content } = entry;
  switch (content.kind?.case) {
    case 'edit':
      line.edit = entry;
      line.text = ofText(content.kind.value.text);
      line.mentions = mentionsOf(content.kind.value);
      return;
    case 'recall':
      line.recall = entry;
      line.edit = undefined;
      line.text = '';
      line.mentions = [];
      line.reactions.clear();
      line.votes = undefined;
      return;
    case 'reaction': {
      const { emoji, remove } = content.kind.value;
      const users = line.reactions.get(emoji) ?? new Set();
      if (remove) users.delete(sender);
      else users.add(sender);
      if (users.size === 0) line.reactions.delete(emoji);
      else line.reactions.set(emoji, users);
      return;
    }
    case 'vote':
      line.votes ??= new Map();
      line.votes.set(sender, content.kind.value.choices);
      return;
    default:
  }
}

/** How a message is shown to one reader. */
export function shownTo(reader: number, line: Line): Shown {
  const { message, text, mentions, edit, recall, reactions, votes } = line;
  const { seq, sender, content } = message;
  const options = content.kind?.case === 'poll' ? content.kind.value.options : [];
  const chosen = [...(votes?.values() ?? [])];
  return {
    seq,
    sender,
    text,
    by: recall?.sender ?? 0,
    mentions,
    edited: edit?.seq ?? 0,
    recalled: recall?.seq ?? 0,
    reactions: [...reactions].map(([emoji, users]) => `${emoji} ${users.size}`),
    own: [...reactions].flatMap(([emoji, users]) => (users.has(reader) ? [emoji] : [])).toSorted(),
    votes:
      votes === undefined
        ? []
        : options.map((_, option) => chosen.filter((choices) => choices.includes(option)).length),
    voters: chosen.filter((choices) => choices.length > 0).length,
    choices: votes?.get(reader) ?? [],
  };
}

/** Whether it is one more unread message for who has not read it. Events are none. */
export function counts({ message, recall }: Line): boolean {
  return message.event === undefined && recall === undefined;
}

export function mentionsUser({ message, mentions }: Line, user: number): boolean {
  return message.sender !== user && (mentions.includes(user) || mentions.includes(0));
}
