/**
 * Codes of authenticator apps: TOTP with SHA-1, 6 digits and steps of 30 s (RFC 6238), as all apps know it.
 *
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps by which clocks may be apart, and for which a code is on its way (RFC 6238 §5.2). */
const LEEWAY_STEPS = 1;
/** As RFC 4226 §4 recommends. */
export const SECRET_BYTES = 20;

/** The code of a step. */
export function codeAt(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // RFC 4226 §5.3.
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The number of the step that a time (Unix ms) lies in. */
export function stepAt(time: number): number {
  return Math.floor(time / STEP_MS);
}

/** The step whose code this is, around `time` and later than `usedStep`. Undefined: there is none. */
export function stepOf(
  secret: Uint8Array,
  code: string,
  { time, usedStep }: { readonly time: number; readonly usedStep: number },
): number | undefined {
  if (!isCode(code)) return undefined;
  const given = Buffer.from(code);
  const now = stepAt(time);
  let found: number | undefined;
  for (let step = now - LEEWAY_STEPS; step <= now + LEEWAY_STEPS; step++) {
    if (timingSafeEqual(Buffer.from(codeAt(secret, step)), given) && step > usedStep) found ??= step;
  }
  return found;
}

/** Whether a text has the form of a code. Spaces must be removed first. */
export function isCode(text: string): boolean {
  return /^\d{6}$/.test(text);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 §6). */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}

/** What the QR code for an app says: https://github.com/google/google-authenticator/wiki/Key-Uri-Format. */
export function keyUri(
  secret: Uint8Array,
  { server, name }: { readonly server: string; readonly name: string },
): string {
  const issuer = encodeURIComponent(server);
  const label = `${issuer}:${encodeURIComponent(name)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${issuer}`;
}
