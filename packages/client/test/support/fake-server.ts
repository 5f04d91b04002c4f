/**
 * A server of one user with as little as the SDK needs, and a network that loses, repeats, delays and cuts as
 * a test decides. Its log is right by construction, so what arrives can be compared with it.
 *
 * @module
 */
import {
  decodeClientFrame,
  encodeContent,
  ERRORS,
  FrameDecoder,
  LIMITS,
  packServerFrame,
} from '@posthorn/protocol';
import type { ClientFrame, MessageInit, Range, ServerFrameBodyInit } from '@posthorn/protocol';
import type { Transport, TransportHandlers } from '../../src/platform.ts';
import { FakeSpace } from './fake-space.ts';
import { VirtualPlatform } from './virtual-platform.ts';

const SELF = 1;
export const PEER = 2;
const LATE_MS = 20;

/** What the network does to each thing that the server sends; asked in order, and over again. */
export interface Faults {
  /** To a push: `pass`, `drop`, `twice`, or late by so many ms. */
  readonly pushes: readonly ('pass' | 'drop' | 'twice' | number)[];
  /** After so many frames from the client a connection is cut, before the frame is looked at or after. */
  readonly cuts: readonly { readonly after: number; readonly isHandled: boolean }[];
  /** To each send: carried out, carried out with a late answer, or refused for now. */
  readonly sends: readonly ('ok' | 'late' | 'busy')[];
  /** To each list that the client asks for: given, or refused for now. */
  readonly lists?: readonly ('ok' | 'busy')[];
  readonly random: readonly number[];
}

/** UNAVAILABLE: it may work in a moment. */
const BUSY = { case: 'error', value: { code: 31, message: 'busy', retryAfterMs: 50 } } as const;
/** No trouble lasts for ever: so many refusals at most. */
const MAX_BUSY = 40;

interface Wire {
  readonly handlers: TransportHandlers;
  isOpen: boolean;
  isAttached: boolean;
  /** Frames until the cut; undefined: none. */
  framesLeft: number | undefined;
  isHandled: boolean;
  readonly held: { order: number | undefined };
}

export class FakeServer {
  readonly platform: VirtualPlatform;
  /** By conversation; the message of seq 1 is at 0. */
  readonly log = new Map<number, MessageInit[]>();
  space = new FakeSpace();
  /** The user's own space takes no more. */
  isFull = false;
  readonly #faults: Faults;
  readonly #sent = new Map<
    string,
    { readonly conversation: number; readonly seq: number; readonly time: number }
  >();
  #wire: Wire | undefined;
  /** Whoever dials meanwhile gets no answer, and no refusal either. */
  isBlackHole = false;
  /** The path is dead: nothing arrives any more, on either side, and nobody is told. */
  isUnreachable = false;
  /** So many requests to attach are refused. */
  voidTokens = 0;
  /** Hears of each that does. */
  onDial: () => void = () => {};
  #epoch = 1;
  #pushCount = 0;
  #connectionCount = 0;
  #sendCount = 0;
  #listCount = 0;
  #randomCount = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
    const random = (): number => at(faults.random, this.#randomCount++) ?? 0.5;
    this.platform = new VirtualPlatform(random, (handlers) => this.#connect(handlers));
  }

  /** Somebody else says something. */
  say(conversation: number, text: string): void {
    this.#append(conversation, { sender: PEER, content: encodeContent({ text }) });
  }

  /** Another device of the user sets an entry of their own space. */
  setElsewhere(key: string, value: string): void {
    const change = { entries: [{ key, value, version: 0 }], clientId: `elsewhere-${this.#pushCount}` };
    const news = this.space.set(change);
    this.#push({ case: 'mine', value: news }, at(this.#faults.pushes, this.#pushCount++) ?? 'pass');
  }

  /** Tells the client how far everything has come, as the routers do regularly (promise 6). */
  advertise(): void {
    this.#push({ case: 'heads', value: { heads: this.#heads() } }, 'pass');
  }

  /** The log is put back to its first `kept` messages a conversation, as from a backup; everybody is cut off. */
  restore(kept: number): void {
    this.#epoch += 1;
    for (const messages of this.log.values()) messages.length = Math.min(messages.length, kept);
    this.cut();
  }

  cut(): void {
    const wire = this.#wire;
    this.#wire = undefined;
    if (wire === undefined || !wire.isOpen) return;
    wire.isOpen = false;
    this.platform.after(0, () => wire.handlers.onClose('cut'));
  }

  #connect(handlers: TransportHandlers): Transport {
    const cut = this.#faults.cuts[this.#connectionCount++];
    const wire: Wire = {
      handlers,
      isOpen: true,
      isAttached: false,
      framesLeft: cut?.after,
      isHandled: cut?.isHandled ?? true,
      held: { order: undefined },
    };
    this.#wire = wire;
    if (this.isBlackHole) this.onDial();
    else this.platform.after(1, () => wire.isOpen && handlers.onOpen());
    const frames = new FrameDecoder(LIMITS.maxFrameBytes);
    return {
      send: (bytes) =>
        frames.push(bytes, (payload) => {
          const frame = decodeClientFrame(payload.slice());
          this.platform.after(1, () => this.#receive(wire, frame));
        }),
      close: () => {
        if (wire.isOpen) this.cut();
      },
    };
  }

  #receive(wire: Wire, frame: ClientFrame): void {
    if (!wire.isOpen || this.isUnreachable) return;
    if (wire.framesLeft !== undefined && wire.framesLeft-- <= 0) {
      if (wire.isHandled) this.#answer(frame, wire);
      this.cut();
      return;
    }
    const fate = frame.body?.case === 'send' ? at(this.#faults.sends, this.#sendCount) : undefined;
    const answer = this.#answer(frame, wire);
    this.platform.after(
      fate === 'late' ? LATE_MS : 1,
      () => wire.isOpen && wire.handlers.onBytes(packServerFrame({ re: frame.id, body: answer })),
    );
    if (answer.case === 'attached') wire.isAttached = true;
  }

  #answer({ body }: ClientFrame, wire: Wire): ServerFrameBodyInit {
    switch (body?.case) {
      case 'hello':
        return { case: 'welcome', value: { version: 1, epoch: `e${this.#epoch}`, heartbeatMs: 30_000 } };
      case 'login':
        return { case: 'loggedIn', value: { token: 't', user: { id: SELF, name: 'self' } } };
      case 'attach':
        if (this.voidTokens > 0) {
          this.voidTokens -= 1;
          return { case: 'error', value: { code: ERRORS.UNAUTHENTICATED.code, message: 'unknown token' } };
        }
        return { case: 'attached', value: { user: { id: SELF, name: 'self' }, session: 1 } };
      case 'getUsers':
        return {
          case: 'users',
          value: { users: body.value.names.includes('peer') ? [{ id: PEER, name: 'peer' }] : [] },
        };
      case 'listHeads':
        return this.#isListBusy() ? BUSY : { case: 'headsPage', value: { heads: this.#heads() } };
      case 'listConversations':
        return this.#isListBusy() ? BUSY : { case: 'conversations', value: { conversations: [] } };
      case 'pull':
        return { case: 'pulled', value: { batches: body.value.ranges.map((range) => this.#batch(range)) } };
      case 'send':
        return this.#send(body.value, wire);
      case 'getMine':
        return this.#isListBusy() ? BUSY : { case: 'mine', value: this.space.get(body.value) };
      case 'setMine':
        if (this.isFull)
          return { case: 'error', value: { code: ERRORS.LIMIT_EXCEEDED.code, message: 'full' } };
        return this.#isListBusy() ? BUSY : { case: 'mine', value: this.space.set(body.value) };
      default:
        return { case: 'done', value: {} };
    }
  }

  #send(
    {
      clientId,
      content,
      order,
      target,
    }: { clientId: string; content: unknown; order: number; target: unknown },
    wire: Wire,
  ): ServerFrameBodyInit {
    const conversation = (target as { value: number }).value;
    const { held } = wire;
    if (held.order !== undefined && order > held.order)
      return { case: 'error', value: { code: 33, message: 'held' } };
    held.order = undefined;
    if (this.#sendCount < MAX_BUSY && at(this.#faults.sends, this.#sendCount++) === 'busy') {
      held.order = order;
      return BUSY;
    }
    const earlier = this.#sent.get(clientId);
    if (earlier !== undefined) return { case: 'ack', value: earlier };
    const { seq, time } = this.#append(
      conversation,
      { sender: SELF, content: encodeContent(content as never), clientId },
      true,
    );
    const ack = { conversation, seq, time };
    this.#sent.set(clientId, ack);
    return { case: 'ack', value: ack };
  }

  #isListBusy(): boolean {
    return this.#listCount < MAX_BUSY && at(this.#faults.lists ?? [], this.#listCount++) === 'busy';
  }

  #append(
    conversation: number,
    message: { readonly sender: number; readonly content: Uint8Array; readonly clientId?: string },
    isOwn = false,
  ): { readonly seq: number; readonly time: number } {
    const messages = this.log.get(conversation) ?? [];
    this.log.set(conversation, messages);
    const stored = { ...message, conversation, seq: messages.length + 1, time: this.platform.now() };
    messages.push(stored);
    const { clientId: _secret, ...shown } = stored;
    if (!isOwn)
      this.#push({ case: 'message', value: shown }, at(this.#faults.pushes, this.#pushCount++) ?? 'pass');
    return stored;
  }

  #push(body: ServerFrameBodyInit, fate: 'pass' | 'drop' | 'twice' | number): void {
    const wire = this.#wire;
    if (wire === undefined || !wire.isAttached || fate === 'drop') return;
    const deliver = (): void => {
      if (wire.isOpen) wire.handlers.onBytes(packServerFrame({ body }));
    };
    this.platform.after(typeof fate === 'number' ? fate : 1, deliver);
    if (fate === 'twice') this.platform.after(5, deliver);
  }

  #heads(): { readonly conversation: number; readonly seq: number }[] {
    return [...this.log].map(([conversation, messages]) => ({ conversation, seq: messages.length }));
  }

  #batch({ conversation, after, limit, mark }: Range): object {
    const messages = this.log.get(conversation) ?? [];
    if (mark !== 0 && messages[after - 1]?.time !== mark) {
      return { conversation, head: messages.length, diverged: true };
    }
    const given = messages.slice(after, after + Math.min(limit, 7));
    const through = after + given.length;
    return { conversation, messages: given, through, head: messages.length, more: through < messages.length };
  }
}

function at<T>(list: readonly T[], index: number): T | undefined {
  return list.length === 0 ? undefined : list[index % list.length];
}
