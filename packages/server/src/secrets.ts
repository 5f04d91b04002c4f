/**
 * Comparing secrets.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares hashes, which have equal lengths, so that the time taken tells nothing of the secret. */
export function isSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
