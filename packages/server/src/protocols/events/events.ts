/**
 * The event stream as a wire protocol: messages and notes for clients that only speak HTTP. They send by REST.
 *
 * Per conversation the stream is what the log is: in order, without hole or repeat; see log-follower.ts.
 *
 * @module
 */
import { ERRORS, PosthornError, PROTOCOL_VERSION, toPosthornError } from '@posthorn/protocol';
import type { MessageInit, ServerFrame } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type {
  OutgoingPush,
  Parting,
  Protocol,
  ProtocolCapabilities,
  ProtocolHost,
  ProtocolSession,
} from '../protocol.ts';
import { formatEvent } from './format.ts';
import { LogFollower } from '../log-reader.ts';
import { decodePositions, encodePositions } from './positions.ts';

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

export const EVENTS_CAPABILITIES: ProtocolCapabilities = {
  sends: false,
  acks: false,
  notes: true,
  pulls: false,
  heartbeats: false,
};

export function createEventsProtocol(options: EventsOptions): EventsProtocol {
  let session: EventsSession | undefined;
  return {
    name: 'events',
    capabilities: EVENTS_CAPABILITIES,
    open: (host) => (session = new EventsSession(host, options)),
    encode: () => undefined,
    start: () => session?.start() ?? Promise.reject(new PosthornError('INTERNAL', 'not opened')),
  };
}

class EventsSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #options: EventsOptions;
  readonly #wanted: ReadonlySet<number>;
  readonly #follower: LogFollower;
  #epoch = '';
  #isOver = false;
  #refusal: PosthornError | undefined;

  constructor(host: ProtocolHost, options: EventsOptions) {
    this.#host = host;
    this.#options = options;
    this.#wanted = new Set(options.conversations);
    this.#follower = new LogFollower({
      request: (request) => host.request(request),
      wants: (conversation) => this.#wanted.size === 0 || this.#wanted.has(conversation),
      onRead: (conversation, messages) => this.#read(conversation, messages),
      drained: options.drained,
      onFailure: (error) => this.#fail(error),
    });
  }

  async start(): Promise<void> {
    const hello = { version: PROTOCOL_VERSION, client: 'events' };
    const welcome = await this.#host.request({ case: 'hello', value: hello });
    if (welcome.case === 'welcome') this.#epoch = welcome.value.epoch ?? '';
    await this.#host.request({ case: 'attach', value: { token: this.#options.token } });
    const restored = await this.#begin();
    encodePositions(this.#epoch, this.#follower.positions);
    if (this.#refusal !== undefined) throw this.#refusal;
    // The head of the response goes first, and is written when start() has resolved.
    setImmediate(() => {
      if (restored !== undefined) this.#emit('restored', { conversations: restored });
      this.#emit('ready', {}, true);
      this.#follower.compare();
    });
  }

  receive(): void {
    throw new PosthornError('INVALID', 'an event stream takes nothing');
  }

  goodbye({ error, windowMs }: Parting): Uint8Array {
    this.#isOver = true;
    this.#refusal = error;
    this.#follower.close();
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
        return this.#follower.takes(body.value)
          ? this.#format('message', toJson('Message', body.value), true)
          : undefined;
      case 'heads':
        this.#follower.hint(body.value.heads);
        return undefined;
      case 'resync':
        this.#follower.compare();
        return undefined;
      case 'typingNote':
      case 'presenceNote':
      case 'receiptNote':
        return this.#note(body);
      default:
        return undefined;
    }
  }

  #note(
    body: Extract<ServerFrame['body'], { case: 'typingNote' | 'presenceNote' | 'receiptNote' }>,
  ): Uint8Array | undefined {
    const isElsewhere =
      body.case !== 'presenceNote' && this.#wanted.size > 0 && !this.#wanted.has(body.value.conversation);
    if (isElsewhere) return undefined;
    const [type, name] = NOTES[body.case];
    return this.#format(type, toJson(name, body.value), false);
  }

  /** Where the stream begins. Returns the conversations that are read again after a restore. */
  async #begin(): Promise<readonly number[] | undefined> {
    const { lastEventId, from, conversations } = this.#options;
    const { positions } = this.#follower;
    if (lastEventId !== undefined) {
      const last = decodePositions(lastEventId);
      // Another history of the log (promise 12): what the client has seen may not be in it.
      if (last.epoch !== this.#epoch) return [...last.positions.keys()];
      for (const [conversation, seq] of last.positions) {
        if (conversations.length === 0 || this.#wanted.has(conversation)) positions.set(conversation, seq);
      }
      return undefined;
    }
    if (from === 'now') {
      for await (const { conversation, seq } of this.#follower.heads()) positions.set(conversation, seq);
    }
    return undefined;
  }

  #read(conversation: number, messages: readonly MessageInit[]): void {
    for (const message of messages) {
      // The id of each event says how far the stream has come with it.
      this.#follower.positions.set(conversation, message.seq ?? 0);
      this.#emit('message', toJson('Message', message), true);
    }
  }

  #emit(type: string, data: unknown, hasId = false): void {
    if (!this.#isOver) this.#host.write(this.#format(type, data, hasId));
  }

  #format(type: string, data: unknown, hasId: boolean): Uint8Array {
    const id = hasId ? { id: encodePositions(this.#epoch, this.#follower.positions) } : {};
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
} as const;
