/**
 * Outgoing messages. Each is stored, sent in the order of send(), and sent again under the same id after transient
 * errors, reconnects and restarts, until it is acked or refused for good (promises 2, 4, 8).
 *
 * @module
 */
import { decodeContent, encodeContent, PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Ack, ContentInit, SendInit } from '@posthorn/protocol';
import type { SendAck, Target } from './api.ts';
import { backoffMs } from './backoff.ts';
import type { Platform } from './platform.ts';
import type { Requests } from './requests.ts';
import type { Memory } from './storage.ts';

export interface Outgoing {
  readonly clientId: string;
  readonly order: number;
  readonly target: Target;
  /** Encoded Content. */
  readonly content: Uint8Array;
}

interface Entry extends Outgoing {
  readonly lane: string;
  /** The target as the server takes it; undefined until the id of a name is known. */
  address: SendInit['target'] | undefined;
  isResolving: boolean;
  isKept: boolean;
  isInFlight: boolean;
  /** Resolves once the storage has forgotten it, or has failed to. */
  forgotten: Promise<void> | undefined;
  readonly done: PromiseWithResolvers<SendAck>;
}

/** All messages to one target. After a transient refusal the lane starts again from its oldest message. */
interface Lane {
  readonly entries: Entry[];
  attempt: number;
  /** Sends nothing until everything in flight is answered and a delay has passed. */
  isHeld: boolean;
  retryAfterMs: number;
}

export interface OutboxOptions {
  readonly memory: Memory;
  readonly platform: Platform;
  readonly maxEntries: number;
  /** The id of a user by name. Rejects with NOT_FOUND if there is none. */
  readonly resolveUser: (name: string) => Promise<number>;
  readonly onAcked: (entry: Outgoing, ack: Ack) => void;
  readonly onFailed: (clientId: string, error: PosthornError) => void;
  /** The message was refused for now. */
  readonly onDelayed: (clientId: string, error: PosthornError) => void;
}

/** Sends that may wait for their ack at the same time; the server allows more. */
const MAX_IN_FLIGHT = 128;
/** Longest delay between two tries on a live connection: the first try may already have waited for a server timeout. */
const LONGEST_WAIT_MS = 5000;

export class Outbox {
  readonly #options: OutboxOptions;
  /** By client id, oldest first. */
  readonly #entries = new Map<string, Entry>();
  readonly #lanes = new Map<string, Lane>();
  #requests: Requests | undefined;
  #inFlight = 0;
  #lastOrder = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    for (const [clientId, kept] of options.memory.sends) {
      this.#lastOrder = Math.max(this.#lastOrder, kept.order);
      const entry = this.#add({ clientId, ...kept });
      entry.isKept = true;
    }
  }

  /** Accepts a message. Resolves with the ack; rejects with the reason why there never will be one. */
  async send(clientId: string, target: Target, content: ContentInit): Promise<SendAck> {
    if (this.#entries.has(clientId)) {
      throw new PosthornError('CONFLICT', 'a message with this client id is still pending');
    }
    if (this.#entries.size >= this.#options.maxEntries) {
      throw new PosthornError('LIMIT_EXCEEDED', 'too many messages wait to be sent');
    }
    const order = (this.#lastOrder += 1);
    // A copy: the codec's small messages share one buffer, and IndexedDB would store all of that buffer.
    const kept = { order, target, content: encodeContent(content).slice() };
    const entry = this.#add({ clientId, ...kept });
    try {
      await this.#options.memory.keepSend(clientId, kept);
    } catch (cause) {
      await this.#forget(entry);
      entry.done.reject(new PosthornError('STORAGE_FULL', 'the message could not be stored', { cause }));
      return entry.done.promise;
    }
    entry.isKept = true;
    this.#pump();
    return entry.done.promise;
  }

  /** Messages that are not acked yet, oldest first. */
  pending(): readonly {
    readonly clientId: string;
    readonly target: Target;
    readonly content: ContentInit;
  }[] {
    return [...this.#entries.values()].map(({ clientId, target, content }) => ({
      clientId,
      target,
      content: decodeContent(content),
    }));
  }

  /** Takes a message back that is not in flight. False: it is too late, or there is none. */
  async discard(clientId: string): Promise<boolean> {
    const entry = this.#entries.get(clientId);
    if (entry === undefined || entry.isInFlight) return false;
    await this.#forget(entry);
    entry.done.reject(new PosthornError('NOT_FOUND', 'it was taken back'));
    return true;
  }

  /** A connection is attached: sends everything again, in order. */
  online(requests: Requests): void {
    this.#requests = requests;
    for (const lane of this.#lanes.values()) {
      lane.isHeld = false;
      lane.attempt = 0;
    }
    this.#pump();
  }

  /** The connection is gone: what was in flight may or may not have arrived. */
  offline(): void {
    this.#requests = undefined;
    this.#inFlight = 0;
    for (const entry of this.#entries.values()) entry.isInFlight = false;
  }

  /** The client closes: rejects all waiting sends. Stored messages stay stored. */
  close(): void {
    this.offline();
    const error = new PosthornError('UNAVAILABLE', 'the client was closed; the next start sends the message');
    for (const { done } of this.#entries.values()) done.reject(error);
    this.#entries.clear();
  }

  #add(outgoing: Outgoing): Entry {
    const entry: Entry = {
      ...outgoing,
      lane: JSON.stringify(outgoing.target),
      address: addressOf(outgoing.target),
      isResolving: false,
      isKept: false,
      isInFlight: false,
      forgotten: undefined,
      done: Promise.withResolvers<SendAck>(),
    };
    // A close may reject it before anybody handles it. The events and the next start report the outcome.
    entry.done.promise.catch(() => {});
    this.#entries.set(entry.clientId, entry);
    const lane = this.#lanes.get(entry.lane) ?? { entries: [], attempt: 0, isHeld: false, retryAfterMs: 0 };
    lane.entries.push(entry);
    this.#lanes.set(entry.lane, lane);
    return entry;
  }

  /** Sends everything that may go now, in the order of send(). */
  #pump(): void {
    const requests = this.#requests;
    if (requests === undefined) return;
    for (const entry of this.#entries.values()) {
      if (this.#inFlight >= MAX_IN_FLIGHT) return;
      // A later message must not overtake one that is not stored yet.
      if (!entry.isKept) return;
      // Nor one to a user by name: a later message may name the same conversation by its number.
      if (entry.address === undefined) {
        void this.#resolve(entry);
        return;
      }
      if (entry.isInFlight || this.#lanes.get(entry.lane)?.isHeld === true) continue;
      entry.isInFlight = true;
      this.#inFlight += 1;
      void this.#transmit(requests, entry, entry.address);
    }
  }

  /** Looks up the id of a name. Sending continues once it is known, or known not to exist. */
  async #resolve(entry: Entry): Promise<void> {
    if (entry.isResolving || this.#lanes.get(entry.lane)?.isHeld === true) return;
    entry.isResolving = true;
    try {
      const value = await this.#options.resolveUser('to' in entry.target ? String(entry.target.to) : '');
      entry.address = { case: 'user', value };
    } catch (caught) {
      const error = toPosthornError(caught);
      // No server knows of this failure. Later messages wait until a restart cannot send this one behind them (promise 4).
      if (!error.canRetry) await this.#forgetForSure(entry);
      if (this.#entries.has(entry.clientId)) this.#refused(entry, error);
    } finally {
      entry.isResolving = false;
    }
    this.#pump();
  }

  async #transmit(requests: Requests, entry: Entry, target: SendInit['target']): Promise<void> {
    try {
      const { clientId, order, content } = entry;
      const ack = await requests.ask('send', { target, clientId, order, content });
      this.#answered(requests);
      this.#acked(entry, ack);
    } catch (error) {
      const isStale = requests !== this.#requests;
      this.#answered(requests);
      // The connection has ended: the next one sends everything again.
      if (isStale || !this.#entries.has(entry.clientId)) return;
      this.#refused(entry, toPosthornError(error));
    }
    this.#pump();
  }

  #answered(requests: Requests): void {
    if (requests === this.#requests) this.#inFlight -= 1;
  }

  #acked(entry: Entry, ack: Ack): void {
    if (!this.#entries.has(entry.clientId)) return;
    const lane = this.#lanes.get(entry.lane);
    if (lane !== undefined) lane.attempt = 0;
    this.#options.onAcked(entry, ack);
    // If this write fails, the next start sends the message again under the same id, which is harmless.
    void this.#forget(entry);
    entry.done.resolve({ ...ack, clientId: entry.clientId });
    // Messages behind it may have been refused before this ack arrived.
    if (lane !== undefined) this.#retryLater(lane);
  }

  #refused(entry: Entry, error: PosthornError): void {
    entry.isInFlight = false;
    if (!error.canRetry) void this.#fail(entry, error);
    const lane = this.#lanes.get(entry.lane);
    if (lane === undefined) return;
    if (error.canRetry) {
      // HELD only says that an earlier message was refused.
      if (error.code !== 'HELD') this.#options.onDelayed(entry.clientId, error);
      lane.isHeld = true;
      lane.retryAfterMs = Math.max(lane.retryAfterMs, error.retryAfterMs);
    }
    this.#retryLater(lane);
  }

  /** If nothing of a held lane is in flight any more: starts it again from its oldest message, after a delay. */
  #retryLater(lane: Lane): void {
    if (!lane.isHeld || lane.entries.some((entry) => entry.isInFlight)) return;
    const { platform } = this.#options;
    lane.attempt += 1;
    const delayMs = lane.retryAfterMs + backoffMs(lane.attempt, platform.random(), LONGEST_WAIT_MS);
    lane.retryAfterMs = 0;
    platform.after(delayMs, () => {
      lane.isHeld = false;
      this.#pump();
    });
  }

  /** Reports a failure only after the message is forgotten: a later start might send it, and it might be accepted (promise 8). */
  async #fail(entry: Entry, error: PosthornError): Promise<void> {
    await this.#forget(entry);
    entry.done.reject(error);
    this.#options.onFailed(entry.clientId, error);
  }

  /** Resolves when the storage has forgotten it, or has failed to. */
  async #forget(entry: Entry): Promise<void> {
    this.#entries.delete(entry.clientId);
    const lane = this.#lanes.get(entry.lane);
    lane?.entries.splice(lane.entries.indexOf(entry), 1);
    if (lane?.entries.length === 0) this.#lanes.delete(entry.lane);
    await this.#forgetKept(entry);
  }

  /** Resolves when the storage has forgotten it, however often it fails before, or when the client closes. */
  async #forgetForSure(entry: Entry): Promise<void> {
    const { memory, platform } = this.#options;
    for (let attempt = 1; this.#entries.has(entry.clientId); attempt++) {
      try {
        entry.forgotten = memory.keepSend(entry.clientId, undefined);
        await entry.forgotten;
        return;
      } catch {
        const delayMs = backoffMs(attempt, platform.random(), LONGEST_WAIT_MS);
        await new Promise<void>((resolve) => platform.after(delayMs, resolve));
      }
    }
  }

  #forgetKept(entry: Entry): Promise<void> {
    return (entry.forgotten ??= this.#options.memory.keepSend(entry.clientId, undefined).catch(() => {}));
  }
}

/** Undefined for a user whose id must be looked up first. */
function addressOf(target: Target): SendInit['target'] | undefined {
  if ('conversation' in target) return { case: 'conversation', value: target.conversation };
  return typeof target.to === 'number' ? { case: 'user', value: target.to } : undefined;
}
