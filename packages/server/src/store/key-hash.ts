/**
 * Keys of what has any length, as an index has bounds.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** 43 characters, which nothing but these texts in this order has. */
export function keyHash(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
}
