/**
 * Ids that a device creates.
 *
 * @module
 */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A client message id: 10 characters of time, then 16 random ones (the layout of a ULID). Rising ids are neighbours in the
 * server's index, so writing them is cheaper.
 */
export function newClientId(nowMs: number): string {
  let time = '';
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = ALPHABET.charAt(rest % 32) + time;
  return time + randomText(16);
}

/** `length` random characters with five bits each. */
export function randomText(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('');
}

/** When an id of {@link newClientId} was made. Undefined: it has another form. */
export function timeOfClientId(id: string): number | undefined {
  if (id.length !== 26) return undefined;
  const digits = Array.from(id.slice(0, 10), (digit) => ALPHABET.indexOf(digit));
  return digits.includes(-1) ? undefined : digits.reduce((time, digit) => time * 32 + digit, 0);
}
