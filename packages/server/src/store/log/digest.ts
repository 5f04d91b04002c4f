/**
 * What is kept of words that were erased.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** Enough to recognise a repeat. */
const DIGEST_BYTES = 16;

export function digestOf(content: Uint8Array): Uint8Array {
  return createHash('sha256').update(content).digest().subarray(0, DIGEST_BYTES);
}
