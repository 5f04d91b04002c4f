/**
 * The conversations in which something waits for a follower, in the order of their turns.
 *
 * @module
 */
import type { LogEntry } from './follower.ts';
import type { Behind } from './log-queries.ts';
import type { Commit } from './recent.ts';

export interface PendingConversation {
  /** Entries up to here are known to be committed. */
  head: number;
  /** What is at hand of them: without a hole, by rising seq. */
  entries: LogEntry[];
  /** Unix ms: since when something waits, about. */
  readonly at: number;
  /** A scan has found that this seq is to be given; 0: none has. */
  due: number;
}

export class Pending {
  readonly #conversations = new Map<number, PendingConversation>();
  #bytes = 0;
  #due = 0;

  get size(): number {
    return this.#conversations.size;
  }

  /** Of the entries at hand. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Conversations that a scan has found and that are not given as far. */
  get due(): number {
    return this.#due;
  }

  has(conversation: number): boolean {
    return this.#conversations.size > 0 && this.#conversations.has(conversation);
  }

  get(conversation: number): PendingConversation | undefined {
    return this.#conversations.get(conversation);
  }

  /** Those whose turn is next. */
  first(limit: number): readonly number[] {
    const found: number[] = [];
    for (const conversation of this.#conversations.keys()) {
      if (found.length === limit) break;
      found.push(conversation);
    }
    return found;
  }

  /** A commit that was heard of. */
  add(commit: Commit): void {
    const { conversation, seq, time } = commit;
    const item = this.#open(conversation, time);
    item.head = Math.max(item.head, seq);
    if (commit.content === undefined) return;
    const last = item.entries.at(-1);
    if (last !== undefined && last.seq + 1 !== seq) return;
    item.entries.push(commit);
    this.#bytes += commit.content.length;
  }

  /** What a scan has found. */
  found({ conversation, head, changed }: Behind): void {
    const item = this.#open(conversation, changed);
    item.head = Math.max(item.head, head);
    if (item.due === 0) this.#due += 1;
    item.due = Math.max(item.due, head);
  }

  /** Everything up to `seq` is given: the others have their turns before this one's next. */
  given(conversation: number, seq: number): void {
    const item = this.#conversations.size > 0 ? this.#conversations.get(conversation) : undefined;
    if (item === undefined) return;
    this.#conversations.delete(conversation);
    let count = 0;
    for (const { seq: each, content } of item.entries) {
      if (each > seq) break;
      this.#bytes -= content.length;
      count += 1;
    }
    item.entries.splice(0, count);
    if (item.due > 0 && item.due <= seq) {
      item.due = 0;
      this.#due -= 1;
    }
    if (seq < item.head) this.#conversations.set(conversation, item);
  }

  /** What is known of this conversation is not true. */
  forget(conversation: number): void {
    const item = this.#conversations.get(conversation);
    if (item === undefined) return;
    this.#conversations.delete(conversation);
    for (const { content } of item.entries) this.#bytes -= content.length;
    if (item.due > 0) this.#due -= 1;
  }

  /** Unix ms: since when something waits; undefined: nothing does. */
  oldest(): number | undefined {
    let oldest: number | undefined;
    for (const { at } of this.#conversations.values()) oldest = Math.min(oldest ?? at, at);
    return oldest;
  }

  /** How many entries wait. `positionOf`: undefined when it is not known. */
  entries(positionOf: (conversation: number) => number | undefined): number {
    let count = 0;
    for (const [conversation, { head }] of this.#conversations) {
      count += Math.max(0, head - (positionOf(conversation) ?? head - 1));
    }
    return count;
  }

  #open(conversation: number, at: number): PendingConversation {
    const known = this.#conversations.get(conversation);
    if (known !== undefined) return known;
    const item: PendingConversation = { head: 0, entries: [], at, due: 0 };
    this.#conversations.set(conversation, item);
    return item;
  }
}
