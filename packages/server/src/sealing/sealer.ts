/**
 * Seals secrets for the database, and opens them (ADR 56).
 *
 * A sealed value is `sealed:1:KEY:` and, in base64url, nonce (12 bytes), AES-256-GCM of the secret, tag (16). The tag covers the
 * key's id and the place with the values of its row. A nonce is random: NIST SP 800-38D §8.3 lets a key seal 2^32 values so,
 * and a server has one for each second factor and webhook.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Random } from '../clock.ts';
import type { Value } from '../store/sql/sql.ts';
import { SEALED } from '../store/sealing/place.ts';
import type { SealedPlace } from '../store/sealing/place.ts';
import { beginningOf } from '../store/sealing/queries.ts';
import { OPTION } from './key-file.ts';
import type { SealingKeys } from './key-file.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TAG_OPTION = { authTagLength: TAG_BYTES } as const;
const FORMAT = /^sealed:1:([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/;

/** The values of SealedPlace.boundTo. */
export type Row = readonly Value[];

type Place = Pick<SealedPlace, 'table' | 'columns'>;

/** A value is sealed with a key that is not here, is damaged, or lay elsewhere when it was sealed. */
export class SealedError extends Error {
  override readonly name = 'SealedError';
}

export class Sealer {
  /** Without a key: seals nothing, and opens what is plain. */
  static readonly off = new Sealer();

  readonly #current: string | undefined;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #random: Random | undefined;

  constructor(given?: { readonly keys: SealingKeys; readonly random: Random }) {
    const { current, all = [] } = given?.keys ?? {};
    this.#current = current?.id;
    this.#keys = new Map(all.map(({ id, bytes }) => [id, createSecretKey(bytes)]));
    this.#random = given?.random;
  }

  /** A value for a text column of this row. */
  sealText(place: Place, row: Row, secret: string): string {
    return this.#current === undefined
      ? secret
      : this.sealedWith(this.#current, place, row, Buffer.from(secret));
  }

  /** The secret that {@link sealText} was given, or a plain one. Throws a SealedError. */
  openText(place: Place, row: Row, stored: string): string {
    return isSealed(stored) ? this.#opened(place, row, stored).toString() : stored;
  }

  /** A value for a column of bytes of this row. */
  sealBytes(place: Place, row: Row, secret: Uint8Array): Uint8Array {
    return this.#current === undefined
      ? secret
      : Buffer.from(this.sealedWith(this.#current, place, row, secret));
  }

  /** The secret that {@link sealBytes} was given, or a plain one. Throws a SealedError. */
  openBytes(place: Place, row: Row, stored: Uint8Array): Uint8Array {
    const text = Buffer.from(stored).toString('latin1');
    return isSealed(text) ? this.#opened(place, row, text) : stored;
  }

  /** Seals with one of the keys. Throws a SealedError if there is no such key. */
  sealedWith(id: string, place: Place, row: Row, secret: Uint8Array): string {
    const nonce = this.#random?.bytes(NONCE_BYTES) ?? new Uint8Array(0);
    const cipher = createCipheriv(CIPHER, this.#key(id, place), nonce, TAG_OPTION);
    cipher.setAAD(contextOf(id, place, row));
    const parts = [nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()];
    return beginningOf(id) + Buffer.concat(parts).toString('base64url');
  }

  #opened(place: Place, row: Row, stored: string): Buffer {
    const [, id, base64 = ''] = FORMAT.exec(stored) ?? [];
    if (id === undefined) throw new SealedError(`a secret in ${place.table} is damaged`);
    const key = this.#key(id, place);
    const bytes = Buffer.from(base64, 'base64url');
    try {
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), TAG_OPTION);
      decipher.setAAD(contextOf(id, place, row));
      decipher.setAuthTag(bytes.subarray(Math.max(NONCE_BYTES, bytes.length - TAG_BYTES)));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw new SealedError(
        `a secret in ${place.table} does not open with the key "${id}": it is damaged, or lay elsewhere when it was sealed`,
        { cause },
      );
    }
  }

  #key(id: string, { table }: Place): KeyObject {
    const key = this.#keys.get(id);
    if (key !== undefined) return key;
    throw new SealedError(`a secret in ${table} is sealed with the key "${id}", which ${OPTION} has to name`);
  }
}

export function isSealed(stored: string): boolean {
  return stored.startsWith(SEALED);
}

function contextOf(id: string, { table, columns }: Place, row: Row): Buffer {
  return Buffer.from(JSON.stringify([id, table, columns[0], ...row]));
}
