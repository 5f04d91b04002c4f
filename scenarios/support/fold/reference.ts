/**
 * What a log says of its messages, told naively: for each message all its entries, one after the other.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';
import { decodeContent } from '@posthorn/protocol';
import type { Content, Message } from '@posthorn/protocol';

interface Line {
  readonly seq: number;
  readonly sender: number;
  text: string;
  by: number | undefined;
  edited: number;
  recalled: number;
  pinned: number;
  /** Who has given it, by emoji, in the order of their first use. */
  readonly given: Map<string, Set<number>>;
  /** What was said in its thread. */
  readonly replies: Line[];
  /** Up to where those who follow the thread have read it. */
  readonly followers: Map<number, number>;
  /** Of a poll. */
  readonly options: number;
  readonly choices: Map<number, readonly number[]>;
  hasVotes: boolean;
}

export class Reference {
  readonly #lines = new Map<number, Line>();
  /** All that was ever said, by message. */
  readonly #words = new Map<number, string[]>();

  add({ seq, sender, content }: Message): void {
    const { text, kind, thread } = decodeContent(content);
    const target = kind !== undefined && 'target' in kind.value ? kind.value.target : 0;
    const line = this.#lines.get(target);
    const said = kind?.case === 'edit' ? kind.value.text : text;
    if (said !== '') this.#words.set(target || seq, [...(this.#words.get(target || seq) ?? []), said]);
    if (line === undefined) {
      const said = newLine({ seq, sender, text }, kind);
      this.#lines.set(seq, said);
      const root = this.#lines.get(thread);
      if (root !== undefined) reply(root, said);
    } else if (line.recalled === 0) change(line, { seq, sender }, kind);
  }

  /** Words of recalled messages that are still in a log. */
  wordsLeft(log: readonly Incoming[]): readonly string[] {
    const texts = log.map(({ content: { text, kind } }) => (kind?.case === 'edit' ? kind.value.text : text));
    const recalled = [...this.#lines.values()].filter(({ recalled: by }) => by > 0);
    return recalled.flatMap(({ seq }) => this.#words.get(seq) ?? []).filter((word) => texts.includes(word));
  }

  shownTo(reader: number): readonly unknown[] {
    return [...this.#lines.values()].map(({ seq, sender, text, by, edited, recalled, pinned, ...line }) => {
      const { given, replies, followers, options, choices, hasVotes } = line;
      const left = replies.filter((each) => each.recalled === 0);
      const votes = Array.from({ length: hasVotes ? options : 0 }, (_, option) =>
        [...choices.values()].reduce((sum, chosen) => sum + (chosen.includes(option) ? 1 : 0), 0),
      );
      return {
        seq,
        sender,
        text,
        by,
        edited,
        recalled,
        pinned,
        reactions: [...given].map(([emoji, users]) => `${emoji} ${users.size}`),
        own: [...given].flatMap(([emoji, users]) => (users.has(reader) ? [emoji] : [])).toSorted(),
        replies: left.length,
        unread: left.filter((each) => each.seq > (followers.get(reader) ?? Infinity)).length,
        votes,
        choices: hasVotes ? (choices.get(reader) ?? []) : [],
      };
    });
  }
}

function newLine(said: Pick<Line, 'seq' | 'sender' | 'text'>, kind: Content['kind']): Line {
  return {
    ...said,
    by: undefined,
    edited: 0,
    recalled: 0,
    pinned: 0,
    given: new Map(),
    replies: [],
    followers: new Map(),
    choices: new Map(),
    hasVotes: false,
    options: kind?.case === 'poll' ? kind.value.options.length : 0,
  };
}

/** Who wrote the message follows its thread, and whoever says something there, who has then read it. */
function reply(root: Line, said: Line): void {
  if (root.replies.length === 0) root.followers.set(root.sender, 0);
  root.replies.push(said);
  root.followers.set(said.sender, said.seq);
}

function change(
  line: Line,
  { seq, sender }: { readonly seq: number; readonly sender: number },
  kind: Content['kind'],
): void {
  switch (kind?.case) {
    case 'edit':
      line.text = kind.value.text;
      line.edited = seq;
      return;
    case 'recall':
      Object.assign(line, { text: '', by: sender, edited: 0, recalled: seq, pinned: 0, hasVotes: false });
      line.given.clear();
      return;
    case 'pin':
      line.pinned = kind.value.remove ? 0 : seq;
      return;
    case 'vote':
      line.choices.set(sender, kind.value.choices);
      line.hasVotes = true;
      return;
    case 'reaction':
      give(line.given, kind.value.emoji, { sender, remove: kind.value.remove });
      return;
    default:
  }
}

function give(
  given: Map<string, Set<number>>,
  emoji: string,
  { sender, remove }: { readonly sender: number; readonly remove: boolean },
): void {
  const users = given.get(emoji) ?? new Set();
  if (remove) users.delete(sender);
  else users.add(sender);
  if (users.size === 0) given.delete(emoji);
  else given.set(emoji, users);
}
