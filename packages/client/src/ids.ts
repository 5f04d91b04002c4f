/**
 * Ids that this device makes.
 *
 * @module
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Client message ids: 10 characters of time, 16 of chance (the layout of a ULID). Rising ids lie side by side
 * in the server's index, which makes writing them cheaper.
 */
export function newClientId(nowMs: number): string {
  let time = '';
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = ALPHABET.charAt(rest % 32) + time;
  return time + randomText(16);
}

/** `length` characters with five unpredictable bits each. */
export function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('');
}
