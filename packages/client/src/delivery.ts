/**
 * Hands messages to the application, one at a time, after the hooks. Then it stores their positions and tells the server
 * that they arrived.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Message } from '@posthorn/protocol';
import type { Hook, Incoming } from './api.ts';
import type { Platform } from './platform.ts';
import type { Position } from './storage.ts';
import type { Step } from './timeline.ts';

export interface DeliveryOptions {
  readonly hooks: readonly Hook[];
  /** The id of this user; known once attached. */
  readonly self: () => number;
  readonly hand: (message: Incoming) => Promise<void>;
  readonly keep: (positions: ReadonlyMap<number, Position>) => Promise<void>;
  readonly onDelivered: (conversation: number, seq: number) => void;
  /** Called when the queue has room again. */
  readonly onRoom: () => void;
  readonly onError: (error: unknown) => void;
  readonly after: Platform['after'];
}

type Item = Step | { readonly marker: () => void };

/** Reading pauses when this many messages wait for the application. Pages on their way add at most two pages. */
const MAX_WAITING = 1000;
/** How long close() waits for a running listener. */
const LAST_LISTENER_MS = 500;
/** Messages handed over before their positions are stored: the application may see this many again after a crash. */
const MAX_UNKEPT = 100;

export class Delivery {
  readonly #options: DeliveryOptions;
  #queue: Item[] = [];
  #isRunning = false;
  #isClosed = false;
  #current: Promise<void> = Promise.resolve();
  #unkept = new Map<number, Position>();
  #unkeptCount = 0;
  /** The positions that are being stored. */
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  hasRoom(): boolean {
    return this.#queue.length < MAX_WAITING;
  }

  push(step: Step): void {
    this.#enqueue(step);
  }

  /** Calls `marker` when everything pushed before has been handed over. */
  mark(marker: () => void): void {
    this.#enqueue({ marker });
  }

  /** Stops handing over. Resolves when the last positions are stored. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue = [];
    // The running listener may itself be waiting for this close.
    const { promise: timeout, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.after(LAST_LISTENER_MS, resolve);
    await Promise.race([this.#current, timeout]);
    // A timer left running would keep the process of a command alive.
    cancel();
    await this.#keep();
  }

  #enqueue(item: Item): void {
    if (this.#isClosed) return;
    this.#queue.push(item);
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const wasFull = this.#queue.length >= MAX_WAITING;
      const item = this.#queue.shift();
      if (item === undefined) break;
      this.#current = this.#take(item);
      await this.#current;
      if (wasFull && this.#queue.length < MAX_WAITING) this.#options.onRoom();
    }
    await this.#keep();
    this.#isRunning = false;
    // Something may have arrived while the positions were stored.
    if (this.#queue.length > 0 && !this.#isClosed) {
      this.#isRunning = true;
      void this.#run();
    }
  }

  async #take(item: Item): Promise<void> {
    if ('marker' in item) {
      // What a marker stores must not be durable before the positions of earlier messages.
      await this.#keep();
      item.marker();
      return;
    }
    const { conversation, position, message } = item;
    if (message !== undefined) {
      await this.#hand(message);
      this.#options.onDelivered(conversation, position.seq);
    }
    this.#unkept.set(conversation, position);
    this.#unkeptCount += 1;
    if (this.#unkeptCount >= MAX_UNKEPT) await this.#keep();
  }

  async #hand(message: Message): Promise<void> {
    const { hooks, hand, onError } = this.#options;
    let incoming: Incoming | undefined = this.#incoming(message);
    for (const hook of hooks) {
      if (incoming === undefined || hook.incoming === undefined) continue;
      try {
        incoming = await hook.incoming(incoming);
      } catch (error) {
        // A hook that throws does not cost the application the message.
        onError(error);
      }
    }
    if (incoming !== undefined) await hand(incoming);
  }

  #incoming(message: Message): Incoming {
    return toIncoming(message, this.#options.self());
  }

  /** Resolves when all positions so far are stored, also those of an earlier call. */
  #keep(): Promise<void> {
    if (this.#unkept.size > 0) {
      const positions = this.#unkept;
      this.#unkept = new Map();
      this.#unkeptCount = 0;
      // A storage writes in the order of the calls.
      this.#keeping = this.#options.keep(positions).catch(this.#options.onError);
    }
    return this.#keeping;
  }
}

/** A message of the log, as the application gets it. */
export function toIncoming(message: Message, self: number): Incoming {
  const { conversation, seq, sender, time, content, clientId, state, quote } = message;
  return {
    conversation,
    seq,
    sender,
    time,
    content: decodeContent(content),
    isMine: sender === self,
    clientId: clientId === '' ? undefined : clientId,
    state,
    quote,
  };
}
