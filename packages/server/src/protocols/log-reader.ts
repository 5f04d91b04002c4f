/**
 * Follows a user's logs for a client that cannot do so itself: per conversation in order, without gaps or repeats. The
 * next message in order is passed on from the push. Any other push is a hint, and the log is read from the client's
 * position.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Head, Message, MessageInit, PulledInit, Reply, Request, StateInit } from '@posthorn/protocol';

/** By conversation, the seq up to which the client has everything. */
export type LogPositions = Map<number, number>;

export interface LogReaderOptions {
  /** Where the client begins; moved on. A missing conversation starts before its first message. */
  readonly positions: Pick<LogPositions, 'get'> & { set(conversation: number, seq: number): unknown };
  readonly request: (request: Request) => Promise<Reply>;
  readonly wants: (conversation: number) => boolean;
  /**
   * Messages read from one log, by rising seq, and the states of messages elsewhere to which they belong. The position moves
   * past them afterwards.
   */
  readonly onRead: (
    conversation: number,
    messages: readonly MessageInit[],
    states: readonly StateInit[],
  ) => void;
  /** Resolves when the client has taken what was written, or is gone. */
  readonly drained: () => Promise<void>;
  /** Reading failed: the client must come back. */
  readonly onFailure: (error: unknown) => void;
}

const MESSAGES_PER_PULL = 200;

export class LogReader {
  readonly #options: LogReaderOptions;
  /** Conversations whose logs must be read. */
  #behind: Set<number> | undefined;
  /** Those of which an answer that is on its way does not count any more. */
  #outdated: Set<number> | undefined;
  #isComparing = false;
  #reading: Promise<void> | undefined;
  #isOver = false;

  constructor(options: LogReaderOptions) {
    this.#options = options;
  }

  /** Compares all heads with the positions and reads what is missing. */
  compare(): void {
    this.#isComparing = true;
    this.#read();
  }

  /** Tells the heads of conversations. */
  hint(heads: readonly Head[]): void {
    for (const { conversation, seq } of heads) {
      if (seq > this.#position(conversation)) this.#isBehind(conversation);
    }
  }

  /** Reads a conversation again from this position, whatever was read of it before, or is being read. */
  restart(conversation: number, position: number): void {
    this.#options.positions.set(conversation, position);
    if (this.isReading) (this.#outdated ??= new Set()).add(conversation);
    this.#isBehind(conversation);
  }

  get isReading(): boolean {
    return this.#reading !== undefined;
  }

  /** Returns true when a pushed message is next in order: pass it on. Otherwise it is a repeat, or will be read. */
  takes(message: Message): boolean {
    const isNext = this.isNext(message);
    if (isNext) this.#options.positions.set(message.conversation, message.seq);
    return isNext;
  }

  /** The same for whoever moves the position on itself. */
  isNext({ conversation, seq }: Message): boolean {
    if (!this.#options.wants(conversation)) return false;
    const position = this.#position(conversation);
    if (seq <= position) return false;
    if (seq === position + 1 && this.#behind?.has(conversation) !== true && !this.isReading) return true;
    this.#isBehind(conversation);
    return false;
  }

  /** The heads of all conversations. */
  async *heads(): AsyncGenerator<{ readonly conversation: number; readonly seq: number }> {
    for (let cursor = ''; ;) {
      const reply = await this.#ask({ case: 'listHeads', value: { cursor, limit: LIMITS.maxHeadsPerPage } });
      if (reply.case !== 'headsPage') return;
      for (const { conversation = 0, seq = 0 } of reply.value.heads ?? []) {
        if (this.#options.wants(conversation)) yield { conversation, seq };
      }
      cursor = reply.value.next ?? '';
      if (cursor === '') return;
    }
  }

  /** Stops reading. */
  close(): void {
    this.#isOver = true;
  }

  #position(conversation: number): number {
    return this.#options.positions.get(conversation) ?? 0;
  }

  #isBehind(conversation: number): void {
    if (!this.#options.wants(conversation)) return;
    (this.#behind ??= new Set()).add(conversation);
    this.#read();
  }

  /** Reads until nothing is missing. Joins a run in progress. */
  #read(): void {
    this.#reading ??= this.#readAll()
      .catch((error: unknown) => {
        if (!this.#isOver) this.#options.onFailure(error);
        this.#isOver = true;
      })
      .finally(() => {
        this.#reading = undefined;
        if ((this.#behind !== undefined || this.#isComparing) && !this.#isOver) this.#read();
      });
  }

  async #readAll(): Promise<void> {
    if (this.#isComparing) {
      this.#isComparing = false;
      for await (const { conversation, seq } of this.heads()) {
        if (seq > this.#position(conversation)) (this.#behind ??= new Set()).add(conversation);
      }
    }
    while (this.#behind !== undefined && !this.#isOver) {
      const conversations = [...this.#behind].slice(0, LIMITS.maxRangesPerPull);
      for (const conversation of conversations) {
        this.#behind.delete(conversation);
        this.#outdated?.delete(conversation);
      }
      if (this.#behind.size === 0) this.#behind = undefined;
      const ranges = conversations.map((conversation) => ({
        conversation,
        after: this.#position(conversation),
        before: 0,
        limit: MESSAGES_PER_PULL,
        mark: 0,
      }));
      const reply = await this.#ask({ case: 'pull', value: { ranges } });
      if (reply.case === 'pulled') this.#pulled(reply.value);
      await this.#options.drained();
    }
  }

  #pulled({ batches = [] }: PulledInit): void {
    for (const batch of batches) {
      const { conversation = 0, messages = [], states = [], through = 0, more = false, error = 0 } = batch;
      // No longer a member; or it is behind again.
      if (error !== 0 || this.#outdated?.delete(conversation) === true) continue;
      if (messages.length > 0) this.#options.onRead(conversation, messages, states);
      if (through > this.#position(conversation)) this.#options.positions.set(conversation, through);
      if (more) (this.#behind ??= new Set()).add(conversation);
    }
  }

  async #ask(request: Request): Promise<Reply> {
    const reply = await this.#options.request(request);
    if (this.#isOver) throw new PosthornError('UNAVAILABLE', 'the connection has ended');
    return reply;
  }
}
