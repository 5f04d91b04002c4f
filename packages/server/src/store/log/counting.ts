/**
 * Counting while messages are appended: what is unread, what a list of conversations shows, and who is mentioned.
 *
 * Few messages do not count, so those are kept: a row in `uncounted` for each, with a running number. How many of a span of
 * seqs count is then a difference of two such numbers (counts.ts, ADR 18). A node of the version before leaves
 * `counted_through` behind; whoever reads looks at the rest itself, until it is counted (recount.ts).
 *
 * @module
 */
import type { Append } from './log.ts';
import { insertMentions } from './mentions.ts';
import type { MentionRow } from './mentions.ts';
import { insertAll } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

/** The columns of a conversation that appends keep up to date; see tables.ts. */
export interface Counts {
  readonly kind: string;
  readonly user_a: number | null;
  readonly user_b: number | null;
  counted_through: number;
  uncounted: number;
  active_seq: number;
  active_at: number;
  sent_a: number;
  sent_b: number;
}

export const COUNT_COLUMNS =
  'kind, user_a, user_b, counted_through, uncounted, active_seq, active_at, sent_a, sent_b';

export const UNCOUNTED: Insert = {
  table: 'uncounted',
  columns: { conversation: 'int', seq: 'int', n: 'int' },
  onConflict: { key: ['conversation', 'seq'], set: { n: 'new' } },
};

/** Whoever says something has read what came before it. */
export const READ: Insert = {
  table: 'readers',
  columns: { conversation: 'int', user: 'int', read_seq: 'int' },
  onConflict: { key: ['conversation', 'user'], set: { read_seq: 'higher' } },
};

export type CountedAppend = Pick<Append, 'conversation' | 'sender' | 'time' | 'counts' | 'mentions'>;

/** What a batch adds to the tables. Written once, at its end. */
export class Counting {
  readonly #uncounted: (readonly [conversation: number, seq: number, n: number])[] = [];
  readonly #mentions: MentionRow[] = [];
  /** The last message of each sender in each group or room. */
  readonly #read = new Map<string, readonly [conversation: number, user: number, seq: number]>();

  /** Counts the message at `seq`, the new head. */
  add(conversation: Counts, append: CountedAppend, seq: number): void {
    const { sender, time, mentions } = append;
    const isComplete = conversation.counted_through === seq - 1;
    if (isComplete) conversation.counted_through = seq;
    if (mentions !== undefined) {
      this.#mentions.push(...mentions.map((user) => [user, append.conversation, seq, sender] as const));
    }
    if (append.counts === false) {
      if (isComplete) conversation.uncounted += 1;
      this.#uncounted.push([append.conversation, seq, isComplete ? conversation.uncounted : 0]);
      return;
    }
    // Those above it may be counted already; see recount.ts.
    conversation.active_seq = Math.max(conversation.active_seq, seq);
    conversation.active_at = Math.max(conversation.active_at, time);
    if (conversation.kind === 'direct') {
      if (sender === conversation.user_a) conversation.sent_a = Math.max(conversation.sent_a, seq);
      if (sender === conversation.user_b) conversation.sent_b = Math.max(conversation.sent_b, seq);
    } else if (conversation.kind !== 'inbox') {
      this.#read.set(`${append.conversation} ${sender}`, [append.conversation, sender, seq]);
    }
  }

  *writeMentions(): Query<void> {
    yield* insertMentions(this.#mentions.splice(0));
  }

  *write(): Query<void> {
    yield* insertAll(UNCOUNTED, this.#uncounted);
    yield* this.writeMentions();
    // Sorted by key, so that two processes cannot deadlock.
    yield* insertAll(
      READ,
      [...this.#read.values()].sort(([a, b], [c, d]) => a - c || b - d),
    );
  }
}
