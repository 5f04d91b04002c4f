/**
 * The connection of one CIM client. It only receives here; it sends over HTTP (http.ts). A message counts as delivered
 * when the client pings after the message was written.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { FrameDecoder, LIMITS, PosthornError, toPosthornError, WireError } from '@posthorn/protocol';
import type { MessageInit } from '@posthorn/protocol';
import type { OutgoingPush, ProtocolHost, ProtocolSession } from '../protocol.ts';
import { LogReader } from '../log-reader.ts';
import type { Contents } from '../../router/contents.ts';
import { CIM } from './name.ts';
import { cimText } from './texts.ts';
import { decodeCim, packCim } from './wire.ts';
import type { CimCommand, CimFrame } from './wire.ts';

/** Limits of texts per frame; a single text of any size always fits. */
const MAX_BATCH = 100;
const MAX_BATCH_BYTES = 262_144;
/** Sender of a note that names none. */
const SERVER = { sendUserId: '0', sendUserName: 'server' };
const CURSORS_PER_REQUEST = LIMITS.maxCursorsPerMove;

export interface CimSessionOptions {
  /** Must be the property `cim-secret` of the login frame, when there is one. */
  readonly secret: string | undefined;
  /** How content reads that has no text. */
  readonly contents: Contents;
}

export class CimSession implements ProtocolSession {
  readonly #host: ProtocolHost;
  readonly #frames = new FrameDecoder(LIMITS.preLoginFrameBytes);
  readonly #log: LogReader;
  readonly #names = new Map<number, string>();
  /** By conversation, the highest seq written since the last ping. */
  readonly #written = new Map<number, number>();
  readonly #options: CimSessionOptions;
  #self = 0;
  /** The user's inbox, in which only the server writes. */
  #inbox = 0;
  #isKnown = false;
  /** Keeps frames in log order while names are looked up. */
  #writing: Promise<void> = Promise.resolve();

  constructor(host: ProtocolHost, options: CimSessionOptions) {
    this.#host = host;
    this.#options = options;
    this.#log = new LogReader({
      request: (request) => host.request(request),
      wants: () => true,
      onRead: (conversation, messages) => this.#enqueue('OFFLINE', conversation, messages),
      drained: () => host.drained(),
      onFailure: (error) => host.end(toPosthornError(error)),
    });
  }

  receive(bytes: Uint8Array): void {
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
    return undefined;
  }

  push(push: OutgoingPush): undefined {
    const { body } = push.decode();
    switch (body?.case) {
      case 'message': {
        const { conversation } = body.value;
        // Until login completes, everything is read from the log anyway.
        if (this.#isKnown && this.#log.takes(body.value))
          this.#enqueue('MESSAGE', conversation, [body.value]);
        return undefined;
      }
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

  #frame({ command, id, text, properties }: CimFrame): void {
    switch (command) {
      case 'LOGIN_REQUEST':
        this.#checkSecret(properties['cim-secret'] ?? '');
        this.#login(id, text).catch((error: unknown) => this.#host.end(toPosthornError(error)));
        return;
      case 'PING':
        if (this.#self === 0 || id !== this.#self)
          throw new PosthornError('FORBIDDEN', 'this is another user’s id');
        this.#host.write(packCim({ id, command: 'PING', text: 'pong' }));
        this.#delivered();
        return;
      default:
        // CIM's clients send over HTTP; other frames have no meaning here.
        return;
    }
  }

  /** Hashes make the lengths equal, so that the comparison takes the same time for any input. */
  #checkSecret(given: string): void {
    const { secret } = this.#options;
    if (secret === undefined) return;
    const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
    if (!timingSafeEqual(digest(given), digest(secret)))
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
      const reply = await this.#host.request({ case: 'listConversations', value: { cursor, limit } });
      if (reply.case !== 'conversations') return;
      for (const { id = 0, kind, head = 0, delivered = 0 } of reply.value.conversations ?? []) {
        this.#log.positions.set(id, kind === 'room' ? head : delivered);
      }
      cursor = reply.value.next ?? '';
      if (cursor === '') return;
    }
  }

  #enqueue(command: CimCommand, conversation: number, messages: readonly MessageInit[]): void {
    this.#writing = this.#writing
      .then(() => this.#write(command, messages))
      .then(() => {
        const last = messages.at(-1)?.seq ?? 0;
        this.#written.set(conversation, Math.max(last, this.#written.get(conversation) ?? 0));
      })
      .catch((error: unknown) => this.#host.end(toPosthornError(error)));
  }

  async #write(command: CimCommand, messages: readonly MessageInit[]): Promise<void> {
    let batch: string[] = [];
    let bytes = 0;
    let last: Readonly<Record<string, string>> | undefined;
    const flush = (): void => {
      if (batch.length > 0 && last !== undefined) this.#host.write(this.#pack(command, batch, last));
      batch = [];
      bytes = 0;
    };
    for (const message of messages) {
      const isNote = message.conversation === this.#inbox;
      if (message.sender === this.#self && !isNote) continue;
      const { text, properties: own } = await cimText(message, {
        nameOf: (user) => this.#nameOf(user),
        contents: this.#options.contents,
      });
      const properties = isNote ? { ...SERVER, ...own } : await this.#senderOf(message.sender ?? 0);
      const size = Buffer.byteLength(text);
      const isAnother = isNote || last?.['sendUserId'] !== properties['sendUserId'];
      if (isAnother || batch.length >= MAX_BATCH || bytes + size > MAX_BATCH_BYTES) flush();
      last = properties;
      batch.push(text);
      bytes += size;
    }
    flush();
  }

  async #senderOf(sender: number): Promise<Readonly<Record<string, string>>> {
    return { sendUserId: String(sender), sendUserName: await this.#nameOf(sender) };
  }

  /** The client finds its callback by `receiveUserId`. */
  #pack(command: CimCommand, texts: readonly string[], sender: Readonly<Record<string, string>>): Uint8Array {
    const properties = { ...sender, receiveUserId: String(this.#self) };
    const [only = ''] = texts;
    const content = command === 'MESSAGE' ? { text: only } : { batch: texts };
    return packCim({ id: this.#self, command, properties, ...content });
  }

  async #nameOf(user: number): Promise<string> {
    const known = this.#names.get(user);
    if (known !== undefined) return known;
    const reply = await this.#host.request({ case: 'getUsers', value: { ids: [user], names: [] } });
    const name = reply.case === 'users' ? (reply.value.users?.[0]?.name ?? '') : '';
    this.#names.set(user, name);
    return name;
  }

  /** A ping confirms everything that was written before it. */
  #delivered(): void {
    const cursors = [...this.#written].map(([conversation, delivered]) => ({
      conversation,
      delivered,
      read: 0,
    }));
    this.#written.clear();
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
