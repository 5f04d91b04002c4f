/**
 * CIM's wire as a peer of the native protocol: its clients receive over TCP and send over HTTP
 * (router/http/cim.ts). A message counts as delivered when the client has pinged after it was written.
 *
 * @module
 */
import {
  decodeContent,
  FrameDecoder,
  LIMITS,
  PosthornError,
  toPosthornError,
  WireError,
} from '@posthorn/protocol';
import type { MessageInit } from '@posthorn/protocol';
import type { Link, OutgoingPush, Protocol, ProtocolSession } from '../protocol.ts';
import { LogFollower } from '../log-follower.ts';
import { decodeCim, packCim } from './wire.ts';
import type { CimCommand, CimFrame } from './wire.ts';

export interface CimOptions {
  /** A client that is silent for longer is cut, as CIM does. */
  readonly heartbeatMs: number;
}

export function createCimProtocol({ heartbeatMs }: CimOptions): Protocol {
  return {
    name: 'cim',
    capabilities: { sends: false, acks: false, notes: false, pulls: false, heartbeats: true },
    silenceMs: heartbeatMs,
    open: (link) => new CimSession(link),
    encode: () => undefined,
  };
}

/** Texts in one frame. */
const MAX_BATCH = 100;
const CURSORS_PER_REQUEST = LIMITS.maxCursorsPerMove;

class CimSession implements ProtocolSession {
  readonly #link: Link;
  readonly #frames = new FrameDecoder(LIMITS.preLoginFrameBytes);
  readonly #follower: LogFollower;
  readonly #names = new Map<number, string>();
  /** Written since the last ping, by conversation: up to this seq. */
  readonly #written = new Map<number, number>();
  #self = 0;
  #isKnown = false;
  /** Frames leave in the order of the log, though names are asked for in between. */
  #writing: Promise<void> = Promise.resolve();

  constructor(link: Link) {
    this.#link = link;
    this.#follower = new LogFollower({
      request: (request) => link.request(request),
      wants: () => true,
      onRead: (conversation, messages) => this.#enqueue('OFFLINE', conversation, messages),
      drained: () => link.drained(),
      onFailure: (error) => link.end(toPosthornError(error)),
    });
  }

  receive(bytes: Uint8Array): void {
    this.#frames.push(bytes, (payload) => this.#frame(decoded(payload)));
  }

  /** CIM has no last word. */
  goodbye(): undefined {
    this.#follower.close();
    return undefined;
  }

  push(push: OutgoingPush): undefined {
    const { body } = push.decode();
    switch (body?.case) {
      case 'message': {
        const { conversation } = body.value;
        // Before the login is done everything is read from the log anyway.
        if (this.#isKnown && this.#follower.takes(body.value))
          this.#enqueue('MESSAGE', conversation, [body.value]);
        return undefined;
      }
      case 'heads':
        if (this.#isKnown) this.#follower.hint(body.value.heads);
        return undefined;
      case 'resync':
        if (this.#isKnown) this.#follower.compare();
        return undefined;
      default:
        return undefined;
    }
  }

  #frame({ command, id, text }: CimFrame): void {
    switch (command) {
      case 'LOGIN_REQUEST':
        this.#login(id, text).catch((error: unknown) => this.#link.end(toPosthornError(error)));
        return;
      case 'PING':
        if (id !== this.#self) throw new PosthornError('FORBIDDEN', 'this is another user’s id');
        this.#link.write(packCim({ id, command: 'PING', text: 'pong' }));
        this.#delivered();
        return;
      default:
        // CIM's clients send by HTTP; what else comes means nothing here.
        return;
    }
  }

  async #login(id: number, name: string): Promise<void> {
    if (this.#self !== 0) throw new PosthornError('INVALID', 'this connection is logged in already');
    this.#self = id;
    await this.#link.attachAs({ user: id, name });
    await this.#begin();
    this.#isKnown = true;
    this.#follower.compare();
  }

  /** A room reaches a CIM user only while they are there; everything else waits for them. */
  async #begin(): Promise<void> {
    for (let cursor = ''; ;) {
      const limit = LIMITS.maxPageItems;
      const reply = await this.#link.request({ case: 'listConversations', value: { cursor, limit } });
      if (reply.case !== 'conversations') return;
      for (const { id = 0, kind, head = 0, delivered = 0 } of reply.value.conversations ?? []) {
        this.#follower.positions.set(id, kind === 'room' ? head : delivered);
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
      .catch((error: unknown) => this.#link.end(toPosthornError(error)));
  }

  async #write(command: CimCommand, messages: readonly MessageInit[]): Promise<void> {
    const others = messages.filter(({ sender }) => sender !== this.#self);
    for (let from = 0; from < others.length;) {
      const sender = others[from]?.sender ?? 0;
      let to = from + 1;
      while (to < others.length && to - from < MAX_BATCH && others[to]?.sender === sender) to++;
      const texts = others.slice(from, to).map(readable);
      const properties = {
        sendUserId: String(sender),
        sendUserName: await this.#nameOf(sender),
        // The client finds its callback by this one.
        receiveUserId: String(this.#self),
      };
      const [only = ''] = texts;
      const content = command === 'MESSAGE' ? { text: only } : { batch: texts };
      this.#link.write(packCim({ id: this.#self, command, properties, ...content }));
      from = to;
    }
  }

  async #nameOf(user: number): Promise<string> {
    const known = this.#names.get(user);
    if (known !== undefined) return known;
    const reply = await this.#link.request({ case: 'getUsers', value: { ids: [user], names: [] } });
    const name = reply.case === 'users' ? (reply.value.users?.[0]?.name ?? '') : '';
    this.#names.set(user, name);
    return name;
  }

  /** The client lives: what was written before has arrived. */
  #delivered(): void {
    const cursors = [...this.#written].map(([conversation, delivered]) => ({
      conversation,
      delivered,
      read: 0,
    }));
    this.#written.clear();
    for (let from = 0; from < cursors.length; from += CURSORS_PER_REQUEST) {
      const some = cursors.slice(from, from + CURSORS_PER_REQUEST);
      // When it is lost the messages are pending again: delivered twice beats never.
      this.#link.request({ case: 'moveCursors', value: { cursors: some } }).catch(() => {});
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

/** What CIM cannot express, as text that a person can read. */
function readable({ content }: MessageInit): string {
  const { text, kind } = decodeContent(content ?? new Uint8Array(0));
  if (text !== '') return text;
  switch (kind?.case) {
    case 'event':
      return `[${kind.value.kind}${kind.value.title === '' ? '' : `: ${kind.value.title}`}]`;
    case 'custom':
      return `[${kind.value.type}]`;
    case undefined:
      return '';
  }
}
