/**
 * The event stream as a wire protocol: messages and notes for clients that only speak HTTP. They send by REST.
 *
 * Per conversation the stream is what the log is: in order, without hole or repeat. A push that fits is passed
 * on; for anything else it is only a hint, and the log is read from where the stream is.
 *
 * @module
 */
import { ERRORS, LIMITS, PosthornError, PROTOCOL_VERSION, toPosthornError } from '@posthorn/protocol';
import type { Message, MessageInit, PulledInit, Reply, Request, ServerFrame } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { Link, OutgoingPush, Parting, Protocol, ProtocolSession } from '../protocol.ts';
import { formatEvent } from './format.ts';
import { decodePositions, encodePositions } from './positions.ts';
import type { Positions } from './positions.ts';

export interface EventsOptions {
  readonly token: string;
  readonly lastEventId: string | undefined;
  readonly from: 'start' | 'now';
  /** Only these; empty for all. */
  readonly conversations: readonly number[];
  /** Resolves when the client has taken what was written, or is gone. */
  readonly drained: () => Promise<void>;
}

/** One stream's protocol: unlike other protocols it knows at once who comes and what they want. */
export interface EventsProtocol extends Protocol {
  /**
   * Attaches the session and begins. Resolves when the client may be told that it works; rejects with a
   * PosthornError when not.
   */
  start(): Promise<void>;
}

export function createEventsProtocol(options: EventsOptions): EventsProtocol {
  let session: EventsSession | undefined;
  return {
    name: 'events',
    capabilities: { sends: false, acks: false, notes: true, pulls: false, heartbeats: false },
    open: (link) => (session = new EventsSession(link, options)),
    encode: () => undefined,
    start: () => session?.start() ?? Promise.reject(new PosthornError('INTERNAL', 'not opened')),
  };
}

const MESSAGES_PER_PULL = 200;

class EventsSession implements ProtocolSession {
  readonly #link: Link;
  readonly #options: EventsOptions;
  readonly #wanted: ReadonlySet<number>;
  #positions: Positions = new Map();
  #epoch = '';
  /** Conversations to be read on. */
  readonly #behind = new Set<number>();
  #isComparing = false;
  #reading: Promise<void> | undefined;
  #isOver = false;
  #refusal: PosthornError | undefined;

  constructor(link: Link, options: EventsOptions) {
    this.#link = link;
    this.#options = options;
    this.#wanted = new Set(options.conversations);
  }

  async start(): Promise<void> {
    const welcome = await this.#ask({
      case: 'hello',
      value: { version: PROTOCOL_VERSION, client: 'events' },
    });
    if (welcome.case === 'welcome') this.#epoch = welcome.value.epoch ?? '';
    await this.#ask({ case: 'attach', value: { token: this.#options.token } });
    const restored = await this.#begin();
    encodePositions(this.#epoch, this.#positions);
    if (this.#refusal !== undefined) throw this.#refusal;
    // The head of the response goes first, and is written when start() has resolved.
    setImmediate(() => {
      if (restored !== undefined) this.#emit('restored', { conversations: restored });
      this.#emit('ready', {}, true);
      this.#isComparing = true;
      this.#read();
    });
  }

  receive(): void {
    throw new PosthornError('INVALID', 'an event stream takes nothing');
  }

  goodbye({ error, windowMs }: Parting): Uint8Array {
    this.#isOver = true;
    this.#refusal = error;
    const { message, retryAfterMs } = error;
    const data = { code: ERRORS[error.code].code, name: error.code, message, retryAfterMs, windowMs };
    return formatEvent({ type: 'goodbye', data });
  }

  push(push: OutgoingPush): Uint8Array | undefined {
    try {
      return this.#push(push.decode());
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #push({ body }: ServerFrame): Uint8Array | undefined {
    switch (body?.case) {
      case 'message':
        return this.#message(body.value);
      case 'heads':
        for (const { conversation, seq } of body.value.heads) {
          if (seq > (this.#positions.get(conversation) ?? 0)) this.#isBehind(conversation);
        }
        return undefined;
      case 'resync':
        this.#isComparing = true;
        this.#read();
        return undefined;
      case 'typingNote':
      case 'presenceNote':
      case 'receiptNote':
        return this.#note(body);
      default:
        return undefined;
    }
  }

  #message(message: Message): Uint8Array | undefined {
    const { conversation, seq } = message;
    if (!this.#wants(conversation)) return undefined;
    const position = this.#positions.get(conversation) ?? 0;
    if (seq <= position) return undefined;
    const isNext = seq === position + 1 && !this.#behind.has(conversation) && this.#reading === undefined;
    if (!isNext) {
      this.#isBehind(conversation);
      return undefined;
    }
    this.#positions.set(conversation, seq);
    return this.#format('message', toJson('Message', message), true);
  }

  #note(
    body: Extract<ServerFrame['body'], { case: 'typingNote' | 'presenceNote' | 'receiptNote' }>,
  ): Uint8Array | undefined {
    if (body.case !== 'presenceNote' && !this.#wants(body.value.conversation)) return undefined;
    const [type, name] = NOTES[body.case];
    return this.#format(type, toJson(name, body.value), false);
  }

  #wants(conversation: number): boolean {
    return this.#wanted.size === 0 || this.#wanted.has(conversation);
  }

  #isBehind(conversation: number): void {
    if (!this.#wants(conversation)) return;
    this.#behind.add(conversation);
    this.#read();
  }

  /** Where the stream begins. Returns the conversations that are read again after a restore. */
  async #begin(): Promise<readonly number[] | undefined> {
    const { lastEventId, from } = this.#options;
    if (lastEventId !== undefined) {
      const { epoch, positions } = decodePositions(lastEventId);
      if (epoch === this.#epoch) {
        this.#positions = new Map([...positions].filter(([conversation]) => this.#wants(conversation)));
        return undefined;
      }
      // Another history of the log (promise 12): what the client has seen may not be in it.
      return [...positions.keys()];
    }
    if (from === 'now') {
      for await (const { conversation, seq } of this.#heads()) this.#positions.set(conversation, seq);
    }
    return undefined;
  }

  /** Reads on until nothing is behind. One at a time; joins the one that runs. */
  #read(): void {
    this.#reading ??= this.#readAll()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#reading = undefined;
        if ((this.#behind.size > 0 || this.#isComparing) && !this.#isOver) this.#read();
      });
  }

  async #readAll(): Promise<void> {
    if (this.#isComparing) {
      this.#isComparing = false;
      for await (const { conversation, seq } of this.#heads()) {
        if (seq > (this.#positions.get(conversation) ?? 0)) this.#behind.add(conversation);
      }
    }
    while (this.#behind.size > 0 && !this.#isOver) {
      const conversations = [...this.#behind].slice(0, LIMITS.maxRangesPerPull);
      for (const conversation of conversations) this.#behind.delete(conversation);
      const ranges = conversations.map((conversation) => ({
        conversation,
        after: this.#positions.get(conversation) ?? 0,
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
    for (const { conversation = 0, messages = [], through = 0, more = false, error = 0 } of batches) {
      // Not a member any more: nothing more comes from there.
      if (error !== 0) continue;
      for (const message of messages) this.#emitMessage(message);
      if (through > (this.#positions.get(conversation) ?? 0)) this.#positions.set(conversation, through);
      if (more) this.#behind.add(conversation);
    }
  }

  #emitMessage(message: MessageInit): void {
    this.#positions.set(message.conversation ?? 0, message.seq ?? 0);
    this.#emit('message', toJson('Message', message), true);
  }

  async *#heads(): AsyncGenerator<{ readonly conversation: number; readonly seq: number }> {
    for (let cursor = ''; ;) {
      const reply = await this.#ask({ case: 'listHeads', value: { cursor, limit: LIMITS.maxHeadsPerPage } });
      if (reply.case !== 'headsPage') return;
      for (const { conversation = 0, seq = 0 } of reply.value.heads ?? []) {
        if (this.#wants(conversation)) yield { conversation, seq };
      }
      cursor = reply.value.next ?? '';
      if (cursor === '') return;
    }
  }

  async #ask(request: Request): Promise<Reply> {
    const reply = await this.#link.request(request);
    if (this.#isOver) throw this.#refusal ?? new PosthornError('UNAVAILABLE', 'the stream has ended');
    return reply;
  }

  #emit(type: string, data: unknown, hasId = false): void {
    if (!this.#isOver) this.#link.write(this.#format(type, data, hasId));
  }

  #format(type: string, data: unknown, hasId: boolean): Uint8Array {
    const id = hasId ? { id: encodePositions(this.#epoch, this.#positions) } : {};
    return formatEvent({ type, data, ...id });
  }

  #fail(error: unknown): void {
    if (!this.#isOver) this.#link.end(toPosthornError(error));
  }
}

const NOTES = {
  typingNote: ['typing', 'TypingNote'],
  presenceNote: ['presence', 'PresenceNote'],
  receiptNote: ['receipt', 'ReceiptNote'],
} as const;
