/**
 * What the SDK keeps on a device: its names and types, and the storage in memory.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Storage } from './api.ts';

/** A storage that lasts as long as the process. */
export function memoryStorage(): Storage {
  const values = new Map<string, unknown>();
  return {
    async load() {
      return new Map(values);
    },
    async put(entries) {
      for (const [key, value] of entries) {
        if (value === undefined) values.delete(key);
        else values.set(key, value);
      }
    },
    async close() {},
  };
}

/** This device has everything of a conversation up to `seq`. `mark` is the time of that message; 0: unknown. */
export interface Position {
  readonly seq: number;
  readonly mark: number;
}

/** A stored message that is not acked yet. */
export interface KeptSend {
  /** Its place among all messages of this device. */
  readonly order: number;
  readonly target: { readonly to: number | string } | { readonly conversation: number };
  /** Encoded Content. */
  readonly content: Uint8Array;
}

/** As a storage returns it: text storages keep the content as base64, and so did every storage in the past. */
type StoredSend = Omit<KeptSend, 'content'> & { readonly content: Uint8Array | string };

/** A write to the user's own space that is not acked yet: JSON, or empty to remove the entry; and its client id. */
export type KeptWrite = readonly [value: string, clientId: string];

export interface KeptSession {
  readonly user: string;
  readonly token: string;
}

/** An upload that may go on. */
export interface KeptUpload {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Unix ms; then the server has forgotten it. */
  readonly expires: number;
}

/** What the storage holds: read once at the start, and written through. */
export class Memory {
  readonly #storage: Storage;
  readonly #onError: (error: unknown) => void;
  readonly device: string | undefined;
  session: KeptSession | undefined;
  /** The token of the session, if this process has begun it. */
  begun: string | undefined;
  /** The epoch of the log that the positions belong to. */
  epoch: string | undefined;
  /** The first positions of this device are known. */
  hasBegun: boolean;
  readonly positions: ReadonlyMap<number, Position>;
  readonly sends: ReadonlyMap<string, KeptSend>;
  /** By the fingerprint of what is uploaded. */
  readonly uploads = new Map<string, KeptUpload>();
  /** The user's own space, up to a version in an epoch; undefined: it was never read. */
  readonly space: {
    readonly values: Map<string, string>;
    readonly writes: Map<string, KeptWrite>;
    readonly known: readonly [version: number, epoch: string | undefined] | undefined;
  };

  private constructor(
    storage: Storage,
    kept: ReadonlyMap<string, unknown>,
    onError: (error: unknown) => void,
  ) {
    this.#storage = storage;
    this.#onError = onError;
    // Only the methods below write these.
    this.device = kept.get('device') as string | undefined;
    this.session = kept.get('session') as KeptSession | undefined;
    this.epoch = kept.get('epoch') as string | undefined;
    this.hasBegun = kept.get('begun') === true;
    const positions = new Map<number, Position>();
    const sends: [string, KeptSend][] = [];
    const values = new Map<string, string>();
    const writes = new Map<string, KeptWrite>();
    for (const [key, value] of kept) {
      if (key.startsWith('p/')) {
        const [seq, mark] = value as [number, number];
        positions.set(Number(key.slice(2)), { seq, mark });
      } else if (key.startsWith('o/')) {
        sends.push([key.slice(2), readSend(value as StoredSend)]);
      } else if (key.startsWith('m/')) {
        values.set(key.slice(2), value as string);
      } else if (key.startsWith('w/')) {
        writes.set(key.slice(2), value as KeptWrite);
      } else if (key.startsWith('u/')) {
        this.uploads.set(key.slice(2), value as KeptUpload);
      }
    }
    this.positions = positions;
    this.space = { values, writes, known: kept.get('mine') as Memory['space']['known'] };
    this.sends = new Map(sends.sort(([, a], [, b]) => a.order - b.order));
  }

  /** `onError` is called when a write fails that nobody waits for. */
  static async load(storage: Storage, onError: (error: unknown) => void): Promise<Memory> {
    try {
      return new Memory(storage, await storage.load(), onError);
    } catch (cause) {
      if (cause instanceof PosthornError) throw cause;
      throw new PosthornError('INTERNAL', 'the storage cannot be read', { cause });
    }
  }

  keepDevice(id: string): void {
    this.#put([['device', id]]);
  }

  keepSession(session: KeptSession | undefined): void {
    this.session = session;
    this.begun = session?.token;
    this.#put([['session', session]]);
  }

  keepEpoch(epoch: string): void {
    this.epoch = epoch;
    this.#put([['epoch', epoch]]);
  }

  keepBegun(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.#put([['begun', true]]);
  }

  keepPositions(positions: Iterable<readonly [conversation: number, position: Position]>): Promise<void> {
    return this.#storage.put(
      Array.from(positions, ([conversation, { seq, mark }]) => [`p/${conversation}`, [seq, mark]] as const),
    );
  }

  /** Undefined: forgets the message. */
  keepSend(clientId: string, send: KeptSend | undefined): Promise<void> {
    return this.#storage.put([[`o/${clientId}`, send]]);
  }

  /** Undefined: forgets the upload. */
  keepUpload(fingerprint: string, upload: KeptUpload | undefined): Promise<void> {
    if (upload === undefined) this.uploads.delete(fingerprint);
    else this.uploads.set(fingerprint, upload);
    return this.#storage.put([[`u/${fingerprint}`, upload]]);
  }

  /** Entries `m/…`, writes `w/…`, and `mine`: up to where the space is known. */
  keepSpace(entries: readonly (readonly [string, unknown])[]): Promise<void> {
    return this.#storage.put(entries);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  #put(entries: readonly (readonly [string, unknown])[]): void {
    this.#storage.put(entries).catch(this.#onError);
  }
}

function readSend({ order, target, content }: StoredSend): KeptSend {
  return { order, target, content: typeof content === 'string' ? fromBase64(content) : content };
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
}
