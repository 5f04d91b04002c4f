/**
 * Messages on their way: kept in the storage, sent in the order of send(), tried again under the same id over
 * errors that pass, reconnects and restarts, until they are acked or refused for good (promises 2, 4, 8).
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
  /** What the server is told; undefined until the id behind a name is known. */
  address: SendInit['target'] | undefined;
  isResolving: boolean;
  isKept: boolean;
  isInFlight: boolean;
  readonly done: PromiseWithResolvers<SendAck>;
}

/** What goes to one place. After a refusal that passes it starts again from its oldest message. */
interface Lane {
  readonly entries: Entry[];
  attempt: number;
  /** Waits until what is in flight is answered, and then a little. */
  isHeld: boolean;
  retryAfterMs: number;
}

export interface OutboxOptions {
  readonly memory: Memory;
  readonly platform: Platform;
  readonly maxEntries: number;
  /** The id of a user by their name. Rejects with NOT_FOUND when there is none. */
  readonly resolveUser: (name: string) => Promise<number>;
  readonly onAcked: (entry: Outgoing, ack: Ack) => void;
  readonly onFailed: (clientId: string, error: PosthornError) => void;
  /** Refused for now. */
  readonly onDelayed: (clientId: string, error: PosthornError) => void;
}

/** Sends that wait for their ack at once; the server's bound is higher. */
const MAX_IN_FLIGHT = 128;
/** Between two tries on a connection that holds: what came before may have waited for a timeout of the server already. */
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

  /** Takes a message. Resolves with the ack; rejects with why there never will be one. */
  async send(clientId: string, target: Target, content: ContentInit): Promise<SendAck> {
    if (this.#entries.has(clientId)) {
      throw new PosthornError('CONFLICT', 'a message with this client id is on its way already');
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
      entry.done.reject(
        new PosthornError('STORAGE_FULL', 'this device could not keep the message', { cause }),
      );
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

  /** A connection is attached: everything goes out again, in its order. */
  online(requests: Requests): void {
    this.#requests = requests;
    for (const lane of this.#lanes.values()) {
      lane.isHeld = false;
      lane.attempt = 0;
    }
    this.#pump();
  }

  /** It is gone: what was in flight may or may not have arrived. */
  offline(): void {
    this.#requests = undefined;
    this.#inFlight = 0;
    for (const entry of this.#entries.values()) entry.isInFlight = false;
  }

  /** The client closes: nothing is settled any more; what is kept stays kept. */
  close(): void {
    this.offline();
    const error = new PosthornError(
      'UNAVAILABLE',
      'the client was closed; the message is kept and goes out next time',
    );
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
      done: Promise.withResolvers<SendAck>(),
    };
    // It may be refused, by a close, before anybody waits for it; the events and the next start tell.
    entry.done.promise.catch(() => {});
    this.#entries.set(entry.clientId, entry);
    const lane = this.#lanes.get(entry.lane) ?? { entries: [], attempt: 0, isHeld: false, retryAfterMs: 0 };
    lane.entries.push(entry);
    this.#lanes.set(entry.lane, lane);
    return entry;
  }

  /** Sends what may go, in the order of send(). */
  #pump(): void {
    const requests = this.#requests;
    if (requests === undefined) return;
    for (const entry of this.#entries.values()) {
      if (this.#inFlight >= MAX_IN_FLIGHT) return;
      // What comes later may not overtake what is not kept yet.
      if (!entry.isKept) return;
      // Nor what goes to somebody by name: it may be the very conversation that a later one has by number.
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

  /** Finds the id behind a name; sending goes on when it is known, or known not to be. */
  async #resolve(entry: Entry): Promise<void> {
    if (entry.isResolving || this.#lanes.get(entry.lane)?.isHeld === true) return;
    entry.isResolving = true;
    try {
      const value = await this.#options.resolveUser('to' in entry.target ? String(entry.target.to) : '');
      entry.address = { case: 'user', value };
    } catch (error) {
      if (this.#entries.has(entry.clientId)) this.#refused(entry, toPosthornError(error));
    } finally {
      entry.isResolving = false;
    }
    this.#pump();
  }

  async #transmit(requests: Requests, entry: Entry, target: SendInit['target']): Promise<void> {
    try {
      const { clientId, order, content } = entry;
      const ack = await requests.ask('send', { target, clientId, order, content });
      this.#landed(requests);
      this.#acked(entry, ack);
    } catch (error) {
      const isStale = requests !== this.#requests;
      this.#landed(requests);
      // The connection ended: the next one sends everything again.
      if (isStale || !this.#entries.has(entry.clientId)) return;
      this.#refused(entry, toPosthornError(error));
    }
    this.#pump();
  }

  #landed(requests: Requests): void {
    if (requests === this.#requests) this.#inFlight -= 1;
  }

  #acked(entry: Entry, ack: Ack): void {
    if (!this.#entries.has(entry.clientId)) return;
    const lane = this.#lanes.get(entry.lane);
    if (lane !== undefined) lane.attempt = 0;
    this.#options.onAcked(entry, ack);
    // If this is not written the next start sends it again, under the same id: harmless.
    void this.#forget(entry);
    entry.done.resolve({ ...ack, clientId: entry.clientId });
    // What was sent behind it may have been refused before this ack came.
    if (lane !== undefined) this.#retryLater(lane);
  }

  #refused(entry: Entry, error: PosthornError): void {
    entry.isInFlight = false;
    if (!error.canRetry) void this.#fail(entry, error);
    const lane = this.#lanes.get(entry.lane);
    if (lane === undefined) return;
    if (error.canRetry) {
      // HELD only says that another one was refused.
      if (error.code !== 'HELD') this.#options.onDelayed(entry.clientId, error);
      lane.isHeld = true;
      lane.retryAfterMs = Math.max(lane.retryAfterMs, error.retryAfterMs);
    }
    this.#retryLater(lane);
  }

  /** Once nothing of a held lane is in flight any more: starts again from its oldest message, after a while. */
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

  /** Told once it is certain that no later start sends it again: it might be taken then (promise 8). */
  async #fail(entry: Entry, error: PosthornError): Promise<void> {
    await this.#forget(entry);
    entry.done.reject(error);
    this.#options.onFailed(entry.clientId, error);
  }

  /** Resolves when it is forgotten for good, as far as the storage can. */
  async #forget(entry: Entry): Promise<void> {
    this.#entries.delete(entry.clientId);
    const lane = this.#lanes.get(entry.lane);
    lane?.entries.splice(lane.entries.indexOf(entry), 1);
    if (lane?.entries.length === 0) this.#lanes.delete(entry.lane);
    await this.#options.memory.keepSend(entry.clientId, undefined).catch(() => {});
  }
}

/** Undefined for a user whose id has to be asked for. */
function addressOf(target: Target): SendInit['target'] | undefined {
  if ('conversation' in target) return { case: 'conversation', value: target.conversation };
  return typeof target.to === 'number' ? { case: 'user', value: target.to } : undefined;
}
