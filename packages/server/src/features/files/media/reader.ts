/**
 * Random access to bytes that somebody else wrote, for parsers that trust none of them.
 *
 * @module
 */
import type { FileHandle } from 'node:fs/promises';

/** A file is not what it claims to be. Never leaves this folder. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export interface Reader {
  readonly bytes: number;
  /** Fewer than `length` bytes only where the file ends. Throws Malformed for more than MAX_READ_BYTES. Do not change or keep them. */
  read(at: number, length: number): Promise<Buffer>;
}

export const MAX_READ_BYTES = 8 * 1024 ** 2;
const WINDOW_BYTES = 65_536;

/** Exactly `length` bytes, or throws Malformed. */
export async function exactly(reader: Reader, at: number, length: number): Promise<Buffer> {
  const found = await reader.read(at, length);
  if (found.length < length) throw new Malformed('the file ends too early');
  return found;
}

/** Bytes in memory. */
export function bufferReader(buffer: Buffer): Reader {
  return {
    bytes: buffer.length,
    read(at, length) {
      checkLength(length);
      return Promise.resolve(buffer.subarray(at, at + length));
    },
  };
}

/** An open file. Headers that lie close together take one read. */
export function fileReader(file: FileHandle, bytes: number): Reader {
  let window: Buffer = Buffer.alloc(0);
  let start = 0;
  return {
    bytes,
    async read(at, length) {
      checkLength(length);
      const wanted = Math.max(0, Math.min(length, bytes - at));
      if (at < start || at + wanted > start + window.length) {
        window = await readFully(file, at, Math.min(Math.max(wanted, WINDOW_BYTES), bytes - at));
        start = at;
      }
      return window.subarray(at - start, at - start + wanted);
    },
  };
}

async function readFully(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, length));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function checkLength(length: number): void {
  if (!(length >= 0 && length <= MAX_READ_BYTES)) throw new Malformed('a part is too long');
}
