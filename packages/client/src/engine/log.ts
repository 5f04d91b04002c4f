/**
 * The log of the conversations as far as this device has seen it: takes what arrives and pages that are asked for, and folds
 * entries into the messages that they belong to.
 *
 * @module
 */
import { errorName, PosthornError } from '@posthorn/protocol';
import type { Batch } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import { toIncoming } from '../delivery.ts';
import { pageMessages, targetOf } from '../entries.ts';
import { Picture } from '../picture.ts';
import type { Core } from './core.ts';
import { folded } from './fold.ts';

/** What has come lately, of each conversation: a page may have been read before it was written. */
const MAX_RECENT = 200;
const MAX_RECENT_CONVERSATIONS = 50;

export interface Arrived {
  readonly message: Incoming;
  /** What it is now, or what the message is that it belongs to. Undefined: that is not on this device. */
  readonly shown: Incoming | undefined;
}

export class Log {
  readonly #core: Core;
  readonly #recent = new Map<number, Incoming[]>();
  /** Highest seqs that were heard of, besides those of the list. */
  readonly #heads = new Map<number, number>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** The newest seq of a conversation, as far as it is known. */
  head(conversation: number): number {
    const listed = this.#core.board.table('conversations').get(conversation)?.head ?? 0;
    return Math.max(listed, this.#heads.get(conversation) ?? 0);
  }

  /** A message of the log, in its order. */
  async arrived(message: Incoming): Promise<Arrived> {
    const { seen, now } = this.#core;
    const { conversation, seq } = message;
    this.#remember(message);
    const target = targetOf(message.content);
    const before = await seen.get(conversation, target > 0 ? target : seq);
    const shown = folded(before, [message], now, target > 0 ? target : seq);
    // What is not in a range would be stored without its neighbours: the log has it.
    if (shown !== undefined && (target === 0 || before !== undefined)) seen.keep(shown);
    if (message.content.thread > 0) this.#keepInThread(message);
    this.#heads.set(conversation, Math.max(seq, this.#heads.get(conversation) ?? 0));
    seen.cover(conversation, { from: seq, to: seq });
    // An entry in a thread also changes the message whose thread it is.
    if (message.state?.also !== undefined) await this.#refold(message, message.state.also.seq);
    return { message, shown: before === undefined && target > 0 ? undefined : shown };
  }

  /** What concerns the user alone of a message has changed. */
  async own(message: Incoming): Promise<void> {
    await this.#refold(message, message.seq);
  }

  /** Reads the newest messages below a seq; 0: the newest of all. Resolves when they are among what was seen. */
  async readBefore(conversation: number, before: number, limit: number): Promise<void> {
    const below = before === 0 ? Number.MAX_SAFE_INTEGER : before;
    const batch = await this.#pull({ conversation, before: below, limit });
    const newest = Math.max(batch.head, batch.messages.at(-1)?.seq ?? 0);
    // What is not written yet is not known.
    this.#take(batch, batch.more ? batch.through : 0, Math.min(below - 1, newest));
  }

  /** Reads the oldest messages above a seq. */
  async readAfter(conversation: number, after: number, limit: number): Promise<void> {
    const batch = await this.#pull({ conversation, after, limit });
    this.#take(batch, after + 1, Math.max(batch.through, batch.messages.at(-1)?.seq ?? 0));
  }

  /** Reads one message anew: what concerns the user alone of it has changed here. */
  async readAgain(conversation: number, seq: number): Promise<void> {
    await this.readAfter(conversation, seq - 1, 1);
  }

  /** A page of a thread. */
  takeThread(messages: readonly Incoming[]): void {
    const [first] = messages;
    if (first === undefined) return;
    this.#keepPage(first.conversation, messages);
  }

  /** The log was restored from a backup: what was seen of these was in another one. */
  restored(conversations: Iterable<number>): void {
    for (const each of conversations) {
      this.#recent.delete(each);
      this.#heads.delete(each);
      this.#core.seen.drop(each);
    }
  }

  async #pull(range: {
    readonly conversation: number;
    readonly after?: number;
    readonly before?: number;
    readonly limit: number;
  }): Promise<Batch> {
    await this.#core.whenOnline();
    const { batches } = await this.#core.client.call('pull', { ranges: [range] });
    const [batch] = batches;
    if (batch === undefined) throw new PosthornError('INTERNAL', 'the server gave no page');
    if (batch.error !== 0) throw new PosthornError(errorName(batch.error), 'this cannot be read');
    return batch;
  }

  #take(batch: Batch, from: number, to: number): void {
    const { conversation, head } = batch;
    const self = this.#core.self();
    this.#keepPage(
      conversation,
      pageMessages(batch).map((message) => toIncoming(message, self)),
    );
    this.#heads.set(conversation, Math.max(head, this.#heads.get(conversation) ?? 0));
    this.#core.seen.cover(conversation, { from, to });
  }

  #keepPage(conversation: number, messages: readonly Incoming[]): void {
    const picture = new Picture(this.#core.now);
    const known = new Set(messages.map(({ seq }) => seq));
    for (const message of messages) picture.add(message);
    for (const message of this.#recent.get(conversation) ?? [])
      if (known.has(message.seq) || known.has(targetOf(message.content))) picture.add(withoutOwn(message));
    for (const message of picture.all()) this.#core.seen.keep(message);
  }

  #keepInThread(message: Incoming): void {
    this.#core.seen.keep(folded(undefined, [message], this.#core.now, message.seq) ?? message);
  }

  /** Folds a message into another one that was seen. */
  async #refold(message: Incoming, seq: number): Promise<void> {
    const { seen, now } = this.#core;
    const before = await seen.get(message.conversation, seq);
    const shown = before && folded(before, [message], now);
    if (shown !== undefined) seen.keep(shown);
  }

  #remember(message: Incoming): void {
    const { conversation } = message;
    const recent = this.#recent.get(conversation) ?? [];
    this.#recent.delete(conversation);
    this.#recent.set(conversation, recent);
    recent.push(message);
    if (recent.length > MAX_RECENT) recent.shift();
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > MAX_RECENT_CONVERSATIONS && oldest !== undefined) this.#recent.delete(oldest);
  }
}

/** What came before a page says nothing of what concerns the user alone: the page does. */
function withoutOwn(message: Incoming): Incoming {
  const { state } = message;
  if (state === undefined) return message;
  const also = state.also && { ...state.also, own: undefined };
  return { ...message, state: { ...state, own: undefined, also } };
}
