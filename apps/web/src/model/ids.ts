/**
 * Ids that the client makes.
 *
 * @module
 */

/** 128 random bits. Works on pages without TLS too, where crypto.randomUUID() is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
