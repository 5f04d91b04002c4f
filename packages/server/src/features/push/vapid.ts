/**
 * Who sends a push: a key pair of the server (RFC 8292), to which a browser binds its subscription.
 *
 * @module
 */
import { createECDH, createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** As base64url: an uncompressed point of P-256, and its secret number. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const SECRET_BYTES = 32;
const COORDINATE_BYTES = 32;
/** At most a day (RFC 8292 §2). */
const LIFETIME_MS = 12 * 3_600_000;
const RENEW_MS = 3_600_000;
const MAX_TOKENS = 100;

export function makeVapidKeys(): VapidKeys {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys('base64url');
  const secret = ecdh.getPrivateKey();
  // Leading zeros are not given.
  const padded = Buffer.concat([Buffer.alloc(SECRET_BYTES - secret.length), secret]);
  return { publicKey, privateKey: padded.toString('base64url') };
}

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

/** Signs who sends, for each push service. Tokens are used again until shortly before they expire. */
export class Vapid {
  readonly publicKey: string;
  readonly #key: KeyObject;
  readonly #contact: string;
  readonly #tokens = new Map<string, Token>();

  constructor({ publicKey, privateKey }: VapidKeys, contact: string) {
    this.publicKey = publicKey;
    this.#contact = contact;
    const point = Buffer.from(publicKey, 'base64url');
    const x = point.subarray(1, 1 + COORDINATE_BYTES).toString('base64url');
    const y = point.subarray(1 + COORDINATE_BYTES).toString('base64url');
    this.#key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d: privateKey }, format: 'jwk' });
  }

  /** The value of the header `Authorization`. `origin`: of the push service. `now`: Unix ms. */
  authorization(origin: string, now: number): string {
    return `vapid t=${this.#token(origin, now)}, k=${this.publicKey}`;
  }

  #token(origin: string, now: number): string {
    const known = this.#tokens.get(origin);
    if (known !== undefined && known.expiresAt - now > RENEW_MS) return known.value;
    const expiresAt = now + LIFETIME_MS;
    const head = part({ typ: 'JWT', alg: 'ES256' });
    const claims = part({ aud: origin, exp: Math.floor(expiresAt / 1000), sub: this.#contact });
    const said = `${head}.${claims}`;
    const signature = sign('sha256', Buffer.from(said), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    const value = `${said}.${signature.toString('base64url')}`;
    if (this.#tokens.size >= MAX_TOKENS) this.#tokens.clear();
    this.#tokens.set(origin, { value, expiresAt });
    return value;
  }
}

function part(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
