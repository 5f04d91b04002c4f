/**
 * Encrypts messages between nodes that share a secret, so that nobody else can read, forge or change one (ADR 16).
 *
 * A sealed message is: stream (16 bytes) · number (4) · length of the context (2) · context · AES-256-GCM of the message ·
 * tag (16). The context is readable, and protected like the message. A stream is chosen at random by its sender, and has
 * a key of its own (HKDF of the secret), under which each number is used once. So no two messages have the same key and
 * nonce, though the nodes agree on nothing but the secret.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Random } from '../clock.ts';

const CIPHER = 'aes-256-gcm';
const STREAM_BYTES = 16;
const NAME_BYTES = STREAM_BYTES + 4;
const HEADER_BYTES = NAME_BYTES + 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TAG_OPTION = { authTagLength: TAG_BYTES } as const;
const KEY_BYTES = 32;
const KEY_PURPOSE = 'posthorn bus 1';
/** What fits into the number; far below what one key of AES-GCM may encrypt. */
const MAX_STREAM_MESSAGES = 2 ** 32;
/** Bounds memory; one for each start of each node that was heard. */
const MAX_KEYS = 10_000;

/** Bound on the length of a context, which is ASCII. */
export const MAX_CONTEXT_BYTES = 512;
/** How many bytes a sealed message may have more. */
export const SEAL_BYTES = HEADER_BYTES + MAX_CONTEXT_BYTES + TAG_BYTES;

/** A message was not sealed with our secret for this context, or was changed. */
export class SealError extends Error {
  constructor(options?: ErrorOptions) {
    super('a message on the bus was not sealed with our --bus-secret, or was changed', options);
    this.name = 'SealError';
  }
}

export interface Opened {
  readonly context: string;
  readonly message: Uint8Array;
}

/** The sending side of one stream. */
interface Stream {
  readonly id: Uint8Array;
  readonly key: KeyObject;
  sent: number;
}

export class Seal {
  readonly #secret: string;
  readonly #random: Random;
  readonly #nonce = new Uint8Array(NONCE_BYTES);
  #stream: Stream;
  /** Keys of streams that were heard. Only genuine messages add to it. */
  readonly #keys = new Map<string, KeyObject>();

  constructor(secret: string, random: Random) {
    this.#secret = secret;
    this.#random = random;
    this.#stream = this.#newStream();
  }

  /** Returns the message, sealed together with its context. */
  seal(context: string, message: Uint8Array): Uint8Array {
    if (context.length > MAX_CONTEXT_BYTES) throw new RangeError('the context is too long');
    if (this.#stream.sent === MAX_STREAM_MESSAGES) this.#stream = this.#newStream();
    const { id, key } = this.#stream;
    const bodyAt = HEADER_BYTES + context.length;
    const sealed = Buffer.allocUnsafe(bodyAt + message.length + TAG_BYTES);
    sealed.set(id, 0);
    sealed.writeUInt32BE(this.#stream.sent++, STREAM_BYTES);
    sealed.writeUInt16BE(context.length, NAME_BYTES);
    sealed.write(context, HEADER_BYTES, 'latin1');
    const cipher = createCipheriv(CIPHER, key, this.#nonceOf(sealed), TAG_OPTION);
    cipher.setAAD(sealed.subarray(HEADER_BYTES, bodyAt));
    sealed.set(cipher.update(message), bodyAt);
    cipher.final();
    sealed.set(cipher.getAuthTag(), bodyAt + message.length);
    return sealed;
  }

  /** Throws SealError. */
  open(given: Uint8Array): Opened {
    if (given.length < HEADER_BYTES + TAG_BYTES) throw new SealError();
    const sealed = Buffer.from(given.buffer, given.byteOffset, given.length);
    const bodyAt = HEADER_BYTES + sealed.readUInt16BE(NAME_BYTES);
    if (sealed.length < bodyAt + TAG_BYTES) throw new SealError();
    const stream = sealed.toString('latin1', 0, STREAM_BYTES);
    const known = this.#keys.get(stream);
    const key = known ?? this.#keyOf(sealed.subarray(0, STREAM_BYTES));
    const decipher = createDecipheriv(CIPHER, key, this.#nonceOf(sealed), TAG_OPTION);
    decipher.setAAD(sealed.subarray(HEADER_BYTES, bodyAt));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const message = decipher.update(sealed.subarray(bodyAt, -TAG_BYTES));
    try {
      decipher.final();
    } catch (cause) {
      throw new SealError({ cause });
    }
    if (known === undefined) this.#remember(stream, key);
    return { context: sealed.toString('latin1', HEADER_BYTES, bodyAt), message };
  }

  /** The number of the message, in the last bytes. Valid until the next call. */
  #nonceOf(sealed: Uint8Array): Uint8Array {
    this.#nonce.set(sealed.subarray(STREAM_BYTES, NAME_BYTES), NONCE_BYTES - (NAME_BYTES - STREAM_BYTES));
    return this.#nonce;
  }

  #newStream(): Stream {
    const id = this.#random.bytes(STREAM_BYTES);
    return { id, key: this.#keyOf(id), sent: 0 };
  }

  #keyOf(stream: Uint8Array): KeyObject {
    return createSecretKey(new Uint8Array(hkdfSync('sha256', this.#secret, stream, KEY_PURPOSE, KEY_BYTES)));
  }

  #remember(stream: string, key: KeyObject): void {
    const [oldest] = this.#keys.keys();
    if (oldest !== undefined && this.#keys.size >= MAX_KEYS) this.#keys.delete(oldest);
    this.#keys.set(stream, key);
  }
}

/** Identifies a sealed message among all that were sealed with our secret: its stream and number, a byte a character. */
export function nameOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length).toString('latin1', 0, NAME_BYTES);
}
