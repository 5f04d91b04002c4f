/**
 * The connection of one CIM client. It only receives here; it sends over HTTP (http.ts). What counts as delivered is in
 * receipts.ts.
 *
 * @module
 */
import { FrameDecoder, LIMITS, PosthornError, toPosthornError, WireError } from '@posthorn/protocol';
import type { Message, MessageInit } from '@posthorn/protocol';
import type { OutgoingPush, ProtocolHost, ProtocolSession } from '../protocol.ts';
import { LogReader } from '../log-reader.ts';
import type { LogPositions } from '../log-reader.ts';
import { nameOf, wordsOf } from '../lookups.ts';
import type { Ask } from '../lookups.ts';
import { foldedIn } from '../readable.ts';
import type { Clock } from '../../clock.ts';
import type { Contents, LinkTo } from '../../router/contents.ts';
import { isSecret } from '../../secrets.ts';
import { CIM } from './name.ts';
import { Outbox } from './outbox.ts';
import type { Parcel } from './outbox.ts';
import type { Pace } from './pace.ts';
import { Receipts } from './receipts.ts';
import type { Delivered } from './receipts.ts';
import { cimText } from './texts.ts';
import type { CimText } from './texts.ts';
import { decodeCim, packCim } from './wire.ts';
import type { CimCommand, CimFrame } from './wire.ts';

/** Sender of a note that names none. */
const SERVER = { sendUserId: '0', sendUserName: 'server' };
const CURSORS_PER_REQUEST = LIMITS.maxCursorsPerMove;

export interface CimSessionOptions {
  /** Must be the property `cim-secret` of the login frame, when there is one. */
  readonly secret: string | undefined;
  /** How content reads that has no text. */
  readonly contents: Contents;
  /** Where files are to be had. */
  readonly linkTo: LinkTo;
  readonly clock: Clock;
  /** Shared by all connections of this wire. */
  readonly pace: Pace;
}

const LOG_IN_FIRST = new PosthornError('UNAUTHENTICATED', 'the first frame must be a login');

export class CimSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #ask: Ask;
  readonly #frames = new FrameDecoder(LIMITS.preLoginFrameBytes);
  readonly #log: LogReader;
  readonly #positions: LogPositions = new Map();
  readonly #names = new Map<number, string>();
  readonly #outbox: Outbox;
  readonly #receipts = new Receipts();
  readonly #options: CimSessionOptions;
  #self = 0;
  /** The user's inbox, in which only the server writes. */
  #inbox = 0;
  #isKnown = false;
  /** Pings that arrive together are one: they were held up on their way, and so may be what they would confirm. */
  #hasPinged = false;
  /** Keeps messages in log order while names are looked up. */
  #writing: Promise<void> = Promise.resolve();

  constructor(host: ProtocolHost, options: CimSessionOptions) {
    this.#host = host;
    this.#ask = (request) => host.request(request);
    this.#options = options;
    this.#log = new LogReader({
      positions: this.#positions,
      request: this.#ask,
      wants: () => true,
      onRead: (conversation, messages) => this.#enqueue('OFFLINE', conversation, messages),
      drained: async () => {
        await this.#writing;
        await this.#outbox.drained();
      },
      onFailure: (error) => host.end(toPosthornError(error)),
    });
    this.#outbox = new Outbox({
      pace: options.pace,
      write: (parcel) => this.#write(parcel),
      drained: () => host.drained(),
    });
  }

  receive(bytes: Uint8Array): void {
    this.#hasPinged = false;
    this.#frames.push(bytes, (payload) => this.#received(payload));
  }

  resume(): void {
    this.#frames.resume((payload) => this.#received(payload));
  }

  #received(payload: Uint8Array): void {
    this.#frame(decoded(payload));
    if (!this.#host.mayRead) this.#frames.pause();
  }

  /** CIM has no goodbye frame. */
  goodbye(): undefined {
    this.#log.close();
    this.#outbox.clear();
    return undefined;
  }

  left(): void {
    this.goodbye();
    this.#confirm(this.#receipts.ended(this.#now()));
  }

  push(push: OutgoingPush): undefined {
    const { body } = push.decode();
    switch (body?.case) {
      case 'message':
        // Until login completes, everything is read from the log anyway.
        if (this.#isKnown) this.#takeLive(body.value);
        return undefined;
      case 'heads':
        if (this.#isKnown) this.#log.hint(body.value.heads);
        return undefined;
      case 'resync':
        if (this.#isKnown) this.#log.compare();
        return undefined;
      default:
        return undefined;
    }
  }

  #takeLive(message: Message): void {
    const { conversation, seq } = message;
    if (this.#outbox.isFull) this.#log.hint([{ conversation, seq }]);
    else if (this.#log.takes(message)) this.#enqueue('MESSAGE', conversation, [message]);
  }

  #frame({ command, id, text, properties }: CimFrame): void {
    switch (command) {
      case 'LOGIN_REQUEST':
        this.#checkSecret(properties['cim-secret'] ?? '');
        this.#login(id, text).catch((error: unknown) => this.#host.end(toPosthornError(error)));
        return;
      case 'PING':
        this.#ping();
        return;
      default:
        // CIM's clients send over HTTP; other frames have no meaning here.
        return;
    }
  }

  /** The id in a ping tells nothing: CIM's SDK names the client that was built last in its process. */
  #ping(): void {
    if (this.#self === 0) throw LOG_IN_FIRST;
    this.#host.write(packCim({ id: this.#self, command: 'PING', text: 'pong' }));
    if (!this.#hasPinged) this.#confirm(this.#receipts.pinged());
    this.#hasPinged = true;
  }

  #checkSecret(given: string): void {
    const { secret } = this.#options;
    if (secret !== undefined && !isSecret(given, secret))
      throw new PosthornError('BAD_CREDENTIALS', 'the property cim-secret is missing or wrong');
  }

  async #login(id: number, name: string): Promise<void> {
    if (this.#self !== 0) throw new PosthornError('INVALID', 'this connection is logged in already');
    this.#self = id;
    const reply = await this.#host.attachAs({ protocol: CIM, user: id, name });
    if (reply.case === 'attached') this.#inbox = reply.value.inbox ?? 0;
    await this.#begin();
    this.#isKnown = true;
    this.#log.compare();
  }

  /** Rooms start at their head: CIM users get room messages only while connected. Everything else waits for them. */
  async #begin(): Promise<void> {
    for (let cursor = ''; ;) {
      const limit = LIMITS.maxPageItems;
      const page = { cursor, limit, byActivity: false };
      const reply = await this.#host.request({ case: 'listConversations', value: page });
      if (reply.case !== 'conversations') return;
      for (const { id = 0, kind, head = 0, delivered = 0 } of reply.value.conversations ?? []) {
        this.#positions.set(id, kind === 'room' ? head : delivered);
      }
      cursor = reply.value.next ?? '';
      if (cursor === '') return;
    }
  }

  #enqueue(command: CimCommand, conversation: number, messages: readonly MessageInit[]): void {
    this.#writing = this.#writing
      .then(() => this.#post(command, conversation, messages))
      .catch((error: unknown) => this.#host.end(toPosthornError(error)));
  }

  async #post(command: CimCommand, conversation: number, messages: readonly MessageInit[]): Promise<void> {
    const folded = foldedIn(messages);
    for (const message of messages) {
      const { seq = 0 } = message;
      const shown = folded.has(seq) ? undefined : await this.#shown(conversation, message);
      if (shown === undefined) this.#skip(conversation, seq);
      else this.#outbox.add({ command, conversation, seq, ...shown });
    }
  }

  /** Undefined: the client does not see this message. */
  async #shown(
    conversation: number,
    message: MessageInit,
  ): Promise<Pick<CimText, 'text' | 'properties'> | undefined> {
    const { sender = 0 } = message;
    const isInbox = conversation === this.#inbox;
    const isOwn = sender === this.#self;
    if (isOwn && !isInbox) return undefined;
    const { contents, linkTo } = this.#options;
    const said = await cimText(message, {
      nameOf: (user) => this.#nameOf(user),
      wordsOf: (seq) => wordsOf(this.#ask, contents, { conversation, seq }),
      contents,
      linkTo,
    });
    if (said === undefined || (isOwn && said.isEvent)) return undefined;
    const isServer = sender === 0 || (isInbox && !said.isEvent);
    const named = isServer ? { ...SERVER, ...said.properties } : await this.#senderOf(sender);
    // The client finds its callback by it.
    return { text: said.text, properties: { ...named, receiveUserId: String(this.#self) } };
  }

  #skip(conversation: number, seq: number): void {
    if (!this.#outbox.skip(conversation, seq)) this.#receipts.skipped(conversation, seq, this.#now());
  }

  #write({ command, conversation, seq, properties, texts }: Parcel): void {
    const [only = ''] = texts;
    const content = command === 'MESSAGE' && texts.length === 1 ? { text: only } : { batch: texts };
    this.#host.write(packCim({ id: this.#self, command, properties, ...content }));
    this.#receipts.written(conversation, seq, this.#now());
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }

  async #senderOf(sender: number): Promise<Readonly<Record<string, string>>> {
    return { sendUserId: String(sender), sendUserName: await this.#nameOf(sender) };
  }

  async #nameOf(user: number): Promise<string> {
    const known = this.#names.get(user);
    if (known !== undefined) return known;
    const name = await nameOf(this.#ask, user);
    this.#names.set(user, name);
    return name;
  }

  #confirm(delivered: readonly Delivered[]): void {
    const cursors = delivered.map((each) => ({ ...each, read: 0 }));
    for (let from = 0; from < cursors.length; from += CURSORS_PER_REQUEST) {
      const some = cursors.slice(from, from + CURSORS_PER_REQUEST);
      // If this fails, the messages stay pending and are delivered again, which is better than never.
      this.#host.request({ case: 'moveCursors', value: { cursors: some } }).catch(() => {});
    }
  }
}

function decoded(payload: Uint8Array): CimFrame {
  try {
    return decodeCim(payload);
  } catch (error) {
    if (error instanceof WireError)
      throw new PosthornError('MALFORMED_FRAME', error.message, { cause: error });
    throw error;
  }
}
