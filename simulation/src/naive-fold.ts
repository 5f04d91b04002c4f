/**
 * What a log says of its messages, told naively: for each message all its entries, one after the other.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';
import { decodeContent, decodeState } from '@posthorn/protocol';
import type { Content, Message } from '@posthorn/protocol';

/** A message, and what has become of it. */
export interface Line {
  readonly seq: number;
  readonly sender: number;
  text: string;
  /** Who has recalled it. */
  by: number | undefined;
  edited: number;
  /** Seq of the entry that has recalled it; 0: none. */
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

export class NaiveFold {
  readonly #lines = new Map<number, Line>();
  /** All that was ever said, by message. */
  readonly #words = new Map<number, string[]>();

  /** Adds the next message of the log. */
  add({ seq, sender, content }: Pick<Message, 'seq' | 'sender' | 'content'>): void {
    const { text, kind, thread } = decodeContent(content);
    if (kind?.case === 'event') return;
    const target = targetOf(kind);
    const words = kind?.case === 'edit' ? kind.value.text : text;
    if (words !== '') this.#words.set(target || seq, [...(this.#words.get(target || seq) ?? []), words]);
    const line = this.#lines.get(target);
    if (target === 0) {
      const said = newLine({ seq, sender, text }, kind);
      this.#lines.set(seq, said);
      const root = this.#lines.get(thread);
      if (root !== undefined) reply(root, said);
    } else if (line?.recalled === 0) change(line, { seq, sender }, kind);
  }

  /** Undefined: it is an entry or an event. */
  line(seq: number): Line | undefined {
    return this.#lines.get(seq);
  }

  lines(): Iterable<Line> {
    return this.#lines.values();
  }

  /** All that recalled messages ever said. */
  recalledWords(): readonly string[] {
    const recalled = [...this.#lines.values()].filter(({ recalled: by }) => by > 0);
    return recalled.flatMap(({ seq }) => this.#words.get(seq) ?? []);
  }

  /** What a device of `reader` shows; see {@link plain}. */
  shownTo(reader: number): readonly Shown[] {
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

/** A message as somebody sees it. */
export interface Shown extends Pick<
  Line,
  'seq' | 'sender' | 'text' | 'by' | 'edited' | 'recalled' | 'pinned'
> {
  /** With their counts. */
  readonly reactions: readonly string[];
  /** Reactions of the reader. */
  readonly own: readonly string[];
  /** In its thread. */
  readonly replies: number;
  readonly unread: number;
  /** For each option of a poll. */
  readonly votes: readonly number[];
  /** Of the reader. */
  readonly choices: readonly number[];
}

const NOTHING = decodeState(new Uint8Array(0));

/** What a picture shows, without what only some ways to a message tell. */
export function plain(shown: readonly Incoming[]): readonly Shown[] {
  return shown
    .filter(({ content }) => content.kind?.case !== 'event')
    .map(({ seq, sender, content: { text, kind }, state }) => {
      const { edited, recalled, pinned, reactions, thread, poll, own } = state ?? NOTHING;
      return {
        seq,
        sender,
        text,
        by: kind?.case === 'recalled' ? kind.value.by : undefined,
        edited,
        recalled,
        pinned,
        reactions: reactions.map(({ emoji, count }) => `${emoji} ${count}`),
        own: own?.reactions.toSorted() ?? [],
        replies: thread?.count ?? 0,
        unread: own?.unread ?? 0,
        votes: poll?.votes ?? [],
        choices: own?.choices ?? [],
      };
    });
}

/** Seq of the message that an entry changes; 0: it is no entry. */
export function targetOf(kind: Content['kind']): number {
  return kind !== undefined && 'target' in kind.value ? kind.value.target : 0;
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
