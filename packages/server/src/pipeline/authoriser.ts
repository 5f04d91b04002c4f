/**
 * Decides whether a send may be written: by the cached conversation if that permits it, and otherwise by the current one,
 * since a refusal is final.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';
import type { Append } from '../store/log/log.ts';
import type { CachedConversation, ConversationCache } from './conversation-cache.ts';
import type { HeldSends } from './held-sends.ts';
import { HELD, notAMember } from './refusals.ts';
import { usersOf } from './submission.ts';
import type { Authorised, Waiting } from './waiting.ts';

export interface AuthoriserOptions {
  readonly conversations: ConversationCache;
  /** Whether a message counts, and whom it mentions. */
  readonly counting: (content: ContentInit) => Pick<Append, 'counts' | 'mentions'>;
  readonly clock: Clock;
}

/** Sends that are read for at once. */
const MAX_READ = 256;

export class Authoriser {
  readonly #options: AuthoriserOptions;
  readonly #held: HeldSends;

  constructor(options: AuthoriserOptions, held: HeldSends) {
    this.#options = options;
    this.#held = held;
  }

  /** Throws why it may not be written. Undefined: {@link Authoriser.read} first. */
  decide(waiting: Waiting): Authorised | undefined {
    const { read } = waiting;
    if (read === undefined) return this.#decideFast(waiting);
    waiting.read = undefined;
    if (read.status === 'rejected') throw read.reason;
    return this.#decideBy(waiting, read.value);
  }

  /**
   * Reads what is needed to decide about the first of these, all at once: whoever floods conversations that they may not
   * write to causes few readings.
   */
  async read(waitings: readonly Waiting[]): Promise<void> {
    const readers: Waiting[] = [];
    for (const waiting of waitings) {
      if (readers.length === MAX_READ) break;
      if (!this.#isPermitted(waiting)) readers.push(waiting);
    }
    await Promise.all(readers.map((waiting) => this.open(waiting)));
    const opened = readers.filter(({ read }) => read === undefined);
    const byConversation = Map.groupBy(opened, ({ conversation }) => conversation);
    await Promise.all(Array.from(byConversation, ([id, some]) => this.#read(id, some)));
  }

  /** The usual case: the conversation is cached and the rule permits the message. */
  #decideFast(waiting: Waiting): Authorised | undefined {
    const cached = this.#cached(waiting);
    if (cached === undefined) return undefined;
    try {
      return this.#decideBy(waiting, cached);
    } catch (error) {
      if (error === HELD) throw error;
      // The cache may be outdated, so a refusal needs fresh data.
      return undefined;
    }
  }

  #decideBy(waiting: Waiting, cached: CachedConversation | undefined): Authorised {
    const { submission } = waiting;
    // The same error as for a conversation of others, so that nobody can find out which exist.
    if (cached === undefined) throw notAMember();
    const { record } = cached;
    waiting.conversation = record.id;
    if (record.kind === 'direct') waiting.peer = record.users.find((user) => user !== submission.sender) ?? 0;
    // An earlier one may have been refused since this one was taken.
    if (!this.#held.decide(submission, waiting)) throw HELD;
    const effect = submission.rule(cached, cached.members.get(submission.sender), submission);
    const { counts, mentions } = this.#options.counting(submission.content);
    return {
      waiting,
      cached,
      append: {
        conversation: cached.record.id,
        version: cached.record.version,
        sender: submission.sender,
        clientId: submission.clientId,
        time: this.#options.clock.now(),
        content: waiting.content,
        said: waiting.said,
        counts,
        mentions,
        effect,
      },
    };
  }

  #isPermitted(waiting: Waiting): boolean {
    const { submission } = waiting;
    const cached = this.#cached(waiting);
    if (cached === undefined) return false;
    try {
      submission.rule(cached, cached.members.get(submission.sender), submission);
      return true;
    } catch {
      return false;
    }
  }

  #cached(waiting: Waiting): CachedConversation | undefined {
    const { conversations } = this.#options;
    const { sender, peer } = waiting.submission;
    if (waiting.conversation === 0) waiting.conversation = conversations.peekDirect(sender, peer) ?? 0;
    return conversations.peek(waiting.conversation, usersOf(waiting.submission));
  }

  /** Finds its conversation. What comes of it when there is none is kept with it. */
  async open(waiting: Waiting): Promise<void> {
    if (waiting.conversation !== 0) return;
    const { sender, peer } = waiting.submission;
    try {
      waiting.conversation = await this.#options.conversations.direct(sender, peer);
    } catch (reason) {
      waiting.read = { status: 'rejected', reason };
    }
  }

  async #read(conversation: number, readers: readonly Waiting[]): Promise<void> {
    const users = new Set(readers.flatMap(({ submission }) => usersOf(submission)));
    const reading = this.#options.conversations.current(conversation, [...users]);
    const [read] = await Promise.allSettled([reading]);
    for (const reader of readers) reader.read = read;
  }
}
