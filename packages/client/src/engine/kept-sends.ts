/**
 * The storage of the SDK, watched: what was seen is stored before a position moves past it, a message that fails stays until the
 * user has decided, and whoever sends learns when the message is stored.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import type { Storage, Target } from '../api.ts';
import type { PlainError } from './api.ts';

/** A message that the server has refused for good. */
export interface FailedSend {
  readonly clientId: string;
  readonly target: Target;
  readonly content: ContentInit;
  readonly error: PlainError | undefined;
}

interface Stored {
  readonly target: Target;
  /** Encoded. */
  readonly content: Uint8Array;
  readonly error?: PlainError;
}

/** Keys of the SDK: its outbox, its positions. */
const SEND = 'o/';
const POSITION = 'p/';
/** Not the SDK's. */
const FAILED = 'f/';

export class KeptSends implements Storage {
  readonly #storage: Storage;
  readonly #beforePositions: () => Promise<void>;
  readonly #sends = new Map<string, Stored>();
  readonly #failed = new Map<string, Stored>();
  /** Messages that end well: acked, or taken back. */
  readonly #settled = new Set<string>();
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  constructor(storage: Storage, beforePositions: () => Promise<void>) {
    this.#storage = storage;
    this.#beforePositions = beforePositions;
  }

  async load(): Promise<ReadonlyMap<string, unknown>> {
    const kept = await this.#storage.load();
    for (const [key, value] of kept) {
      // Only these shapes are stored under these keys.
      if (key.startsWith(SEND)) this.#sends.set(key.slice(SEND.length), value as Stored);
      if (key.startsWith(FAILED)) this.#failed.set(key.slice(FAILED.length), value as Stored);
    }
    return kept;
  }

  async put(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void> {
    if (entries.some(([key]) => key.startsWith(POSITION))) await this.#beforePositions();
    const failed = entries.flatMap(([key, value]) => this.#failedBy(key, value));
    await this.#storage.put([...entries, ...failed]);
    for (const [key, value] of entries) this.#stored(key, value);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  /** Resolves when the message is stored. */
  whenStored(clientId: string): Promise<void> {
    const waiting = this.#waiting.get(clientId) ?? Promise.withResolvers<void>();
    this.#waiting.set(clientId, waiting);
    return waiting.promise;
  }

  /** The message is acked, or taken back: when the SDK forgets it, it has not failed. */
  settle(clientId: string): void {
    this.#settled.add(clientId);
  }

  /** It was too late to take it back: it may still fail. */
  unsettle(clientId: string): void {
    this.#settled.delete(clientId);
  }

  failed(): readonly FailedSend[] {
    return [...this.#failed].map(([clientId, { target, content, error }]) => ({
      clientId,
      target,
      content: decodeContent(content),
      error,
    }));
  }

  /** Why a message has failed. */
  async explain(clientId: string, error: PlainError): Promise<void> {
    const known = this.#failed.get(clientId);
    if (known === undefined) return;
    this.#failed.set(clientId, { ...known, error });
    await this.#storage.put([[`${FAILED}${clientId}`, { ...known, error }]]);
  }

  /** False: no such message has failed. */
  async forgetFailed(clientId: string): Promise<boolean> {
    if (!this.#failed.delete(clientId)) return false;
    await this.#storage.put([[`${FAILED}${clientId}`, undefined]]);
    return true;
  }

  /** What else is to be stored when the SDK forgets a message. */
  #failedBy(key: string, value: unknown): readonly (readonly [string, unknown])[] {
    if (!key.startsWith(SEND) || value !== undefined) return [];
    const clientId = key.slice(SEND.length);
    const send = this.#sends.get(clientId);
    if (send === undefined || this.#settled.delete(clientId)) return [];
    const { target, content } = send;
    this.#failed.set(clientId, { target, content });
    return [[`${FAILED}${clientId}`, { target, content }]];
  }

  #stored(key: string, value: unknown): void {
    if (!key.startsWith(SEND)) return;
    const clientId = key.slice(SEND.length);
    if (value === undefined) this.#sends.delete(clientId);
    else this.#sends.set(clientId, value as Stored);
    this.#waiting.get(clientId)?.resolve();
    this.#waiting.delete(clientId);
  }
}
