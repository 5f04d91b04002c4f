/**
 * Bytes that look random and are the same each time, from any offset on: nobody has to keep a large file.
 *
 * @module
 */
import { createCipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;
const PIECE_BYTES = 262_144;
const ZEROS = Buffer.alloc(PIECE_BYTES);
const KEY = Buffer.alloc(32, 7);

/** Bytes from `start` up to but not including `end`. */
export function* keystream(start: number, end: number): Generator<Buffer> {
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt(Math.floor(start / BLOCK_BYTES)), 8);
  const cipher = createCipheriv('aes-256-ctr', KEY, counter);
  cipher.update(ZEROS.subarray(0, start % BLOCK_BYTES));
  for (let at = start; at < end; at += PIECE_BYTES)
    yield cipher.update(ZEROS.subarray(0, Math.min(PIECE_BYTES, end - at)));
}
