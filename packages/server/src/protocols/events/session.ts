/**
 * One event stream. Each conversation's messages come in order, without gaps or repeats; see log-reader.ts.
 *
 * @module
 */
import { ERRORS, PosthornError, PROTOCOL_VERSION, toPosthornError } from '@posthorn/protocol';
import type { MessageInit, ServerFrame, StateInit } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { Contents } from '../../router/contents.ts';
import type { OutgoingPush, Parting, ProtocolHost, ProtocolSession } from '../protocol.ts';
import { formatEvent } from './wire.ts';
import type { StreamEventType } from './wire.ts';
import { LogReader } from '../log-reader.ts';
import { withTargets } from '../targets.ts';
import { decodePositions, StreamPositions } from './positions.ts';

/** What the client asks for, and its token. */
export interface EventStream {
  readonly token: string;
  readonly lastEventId: string | undefined;
  readonly from: 'start' | 'now';
  /** Only these; empty for all. */
  readonly conversations: readonly number[];
  /** Resolves when the client has taken what was written, or is gone. */
  readonly drained: () => Promise<void>;
}

export class EventsSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #contents: Contents;
  readonly #stream: EventStream;
  readonly #wanted: ReadonlySet<number>;
  readonly #log: LogReader;
  readonly #positions = new StreamPositions();
  #epoch = '';
  #isOver = false;
  #refusal: PosthornError | undefined;

  constructor(host: ProtocolHost, contents: Contents, stream: EventStream) {
    this.#host = host;
    this.#contents = contents;
    this.#stream = stream;
    this.#wanted = new Set(stream.conversations);
    this.#log = new LogReader({
      positions: this.#positions,
      request: (request) => host.request(request),
      wants: (conversation) => this.#wanted.size === 0 || this.#wanted.has(conversation),
      onRead: (conversation, messages, states) => this.#read(conversation, messages, states),
      drained: stream.drained,
      onFailure: (error) => this.#fail(error),
    });
  }

  /**
   * Attaches the session and starts the stream. Resolves when a success response may be sent; rejects with a
   * PosthornError.
   */
  async start(): Promise<void> {
    const hello = { version: PROTOCOL_VERSION, client: 'events' };
    const welcome = await this.#host.request({ case: 'hello', value: hello });
    if (welcome.case === 'welcome') this.#epoch = welcome.value.epoch ?? '';
    await this.#host.request({ case: 'attach', value: { token: this.#stream.token } });
    const restored = await this.#begin();
    if (this.#refusal !== undefined) throw this.#refusal;
    // The response head must go first; it is written after start() resolves.
    setImmediate(() => {
      if (restored !== undefined) this.#emit('restored', { conversations: restored });
      this.#emit('ready', {}, true);
      this.#log.compare();
    });
  }

  receive(): void {
    throw new PosthornError('INVALID', 'an event stream takes nothing');
  }

  goodbye({ error, windowMs }: Parting): Uint8Array {
    this.#isOver = true;
    this.#refusal = error;
    this.#log.close();
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
        return this.#log.takes(body.value)
          ? this.#format('message', toJson('Message', body.value), true)
          : undefined;
      case 'heads':
        this.#log.hint(body.value.heads);
        return undefined;
      case 'resync':
        this.#log.compare();
        return undefined;
      case 'typingNote':
      case 'presenceNote':
      case 'receiptNote':
      case 'user':
        return this.#note(body);
      default:
        return undefined;
    }
  }

  #note(body: Extract<ServerFrame['body'], { case: keyof typeof NOTES }>): Uint8Array | undefined {
    const isElsewhere =
      'conversation' in body.value && this.#wanted.size > 0 && !this.#wanted.has(body.value.conversation);
    if (isElsewhere) return undefined;
    const [type, name] = NOTES[body.case];
    return this.#format(type, toJson(name, body.value), false);
  }

  /** Sets the starting positions. Returns the conversations that restart because the database was restored. */
  async #begin(): Promise<readonly number[] | undefined> {
    const { lastEventId, from, conversations } = this.#stream;
    const positions = this.#positions;
    if (lastEventId !== undefined) {
      const last = decodePositions(lastEventId);
      // The database was restored (promise 12): it may lack messages that the client has seen.
      if (last.epoch !== this.#epoch) return [...last.positions.keys()];
      for (const [conversation, seq] of last.positions) {
        if (conversations.length === 0 || this.#wanted.has(conversation)) positions.set(conversation, seq);
      }
      return undefined;
    }
    if (from === 'now') {
      for await (const { conversation, seq } of this.#log.heads()) positions.set(conversation, seq);
    }
    return undefined;
  }

  #read(conversation: number, messages: readonly MessageInit[], states: readonly StateInit[]): void {
    for (const message of withTargets(messages, { states, contents: this.#contents })) {
      // Each event's id includes the event itself.
      this.#positions.set(conversation, message.seq ?? 0);
      this.#emit('message', toJson('Message', message), true);
    }
  }

  #emit(type: StreamEventType, data: unknown, hasId = false): void {
    if (!this.#isOver) this.#host.write(this.#format(type, data, hasId));
  }

  #format(type: StreamEventType, data: unknown, hasId: boolean): Uint8Array {
    const id = hasId ? { id: this.#positions.encode(this.#epoch) } : {};
    return formatEvent({ type, data, ...id });
  }

  #fail(error: unknown): void {
    if (!this.#isOver) this.#host.end(toPosthornError(error));
  }
}

const NOTES = {
  typingNote: ['typing', 'TypingNote'],
  presenceNote: ['presence', 'PresenceNote'],
  receiptNote: ['receipt', 'ReceiptNote'],
  user: ['user', 'User'],
} as const;
