/**
 * The body of a push: encrypted for one browser (RFC 8291), in one record of the encoding aes128gcm (RFC 8188). The push service
 * sees neither the words nor, to 256 bytes, how many they are.
 *
 * @module
 */
import { createCipheriv, createECDH, hkdfSync } from 'node:crypto';
import type { ECDH } from 'node:crypto';

/** What a browser gives along with the URL of its push service. */
export interface BrowserKeys {
  /** An uncompressed point of P-256: 65 bytes. */
  readonly p256dh: Uint8Array;
  /** 16 bytes. */
  readonly auth: Uint8Array;
}

const CURVE = 'prime256v1';
const POINT_BYTES = 65;
const AUTH_BYTES = 16;
const SALT_BYTES = 16;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Push services take so much in all (RFC 8030 §7.2). */
const BODY_BYTES = 4096;
const HEADER_BYTES = SALT_BYTES + 4 + 1 + POINT_BYTES;
const DELIMITER_BYTES = 1;
const STEP_BYTES = 256;
const LAST_RECORD = 2;

/** The most that a payload may have. */
export const MAX_PAYLOAD_BYTES: number = BODY_BYTES - HEADER_BYTES - DELIMITER_BYTES - TAG_BYTES;

/** Undefined: they are none. That `p256dh` is a point of the curve is checked where it costs something: see {@link secretWith}. */
export function browserKeys(p256dh: string, auth: string): BrowserKeys | undefined {
  const keys = { p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') };
  return keys.p256dh.length === POINT_BYTES && keys.auth.length === AUTH_BYTES ? keys : undefined;
}

/** What `sender` shares with a browser; undefined: `p256dh` is no point of the curve. */
function secretWith(sender: ECDH, { p256dh }: BrowserKeys): Buffer | undefined {
  try {
    return sender.computeSecret(p256dh);
  } catch {
    return undefined;
  }
}

/** Whether pushes can be encrypted for them. */
export function areUsable(keys: BrowserKeys): boolean {
  return secretWith(ephemeral(), keys) !== undefined;
}

function ephemeral(): ECDH {
  const ecdh = createECDH(CURVE);
  ecdh.generateKeys();
  return ecdh;
}

export interface Encryption {
  readonly keys: BrowserKeys;
  /** 16 bytes that are used once. */
  readonly salt: Uint8Array;
  /** A key pair that is used once. Default: a new one. */
  readonly sender?: ECDH;
  /** Default: so that the length tells little. */
  readonly padding?: number;
}

/** Undefined: the keys are not usable. Throws a RangeError for more than {@link MAX_PAYLOAD_BYTES}. */
export function encrypt(payload: Uint8Array, { keys, salt, ...options }: Encryption): Buffer | undefined {
  if (payload.length > MAX_PAYLOAD_BYTES) throw new RangeError('the payload of a push is too long');
  const { sender = ephemeral(), padding = paddingFor(payload.length) } = options;
  const agreed = secretWith(sender, keys);
  if (agreed === undefined) return undefined;
  const own = sender.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.p256dh, own]);
  const shared = hkdfSync('sha256', agreed, keys.auth, info, 32);
  const secret = new Uint8Array(shared);
  const key = derived(secret, salt, 'Content-Encoding: aes128gcm\0', KEY_BYTES);
  const nonce = derived(secret, salt, 'Content-Encoding: nonce\0', NONCE_BYTES);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const record = [
    cipher.update(payload),
    cipher.update(delimiter(padding)),
    cipher.final(),
    cipher.getAuthTag(),
  ];
  return Buffer.concat([header(salt, own), ...record]);
}

function paddingFor(bytes: number): number {
  const padded = Math.min(MAX_PAYLOAD_BYTES, Math.ceil(bytes / STEP_BYTES) * STEP_BYTES);
  return padded - bytes;
}

/** The last record ends with it, and zeros (RFC 8188 §2). */
function delimiter(padding: number): Uint8Array {
  const bytes = new Uint8Array(DELIMITER_BYTES + padding);
  bytes[0] = LAST_RECORD;
  return bytes;
}

function derived(secret: Uint8Array, salt: Uint8Array, info: string, bytes: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, bytes));
}

function header(salt: Uint8Array, own: Uint8Array): Buffer {
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(BODY_BYTES, 0);
  sizes.writeUInt8(own.length, 4);
  return Buffer.concat([salt, sizes, own]);
}
