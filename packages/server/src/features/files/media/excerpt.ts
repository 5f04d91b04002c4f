/**
 * A file on the local disk that stands for the one that was sent: the same, or, if that is large, the parts of it that parsers
 * look at, with holes between them that take no space.
 *
 * @module
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { MediaSource } from './examined.ts';

const MIB = 1024 ** 2;
/** Beyond it, there is no whole copy of sounds and videos. */
const WHOLE_BYTES = 64 * MIB;
/** Pictures are decoded as a whole. Beyond it, one is kept as what it is called, and not looked at. */
export const MAX_PICTURE_BYTES = 256 * MIB;
const HEAD_BYTES = 16 * MIB;
const TAIL_BYTES = 4 * MIB;
/** Boxes of a large MP4 that are looked at, and how much of one is copied. */
const MAX_BOXES = 100;
const MAX_BOX_BYTES = 64 * MIB;

export interface Excerpt {
  readonly path: string;
  /** Whether nothing is missing. */
  readonly isWhole: boolean;
}

/** Writes a new file, which the caller removes. Rejects if the source or the disk fails. */
export async function writeExcerpt(source: MediaSource, path: string, type: string): Promise<Excerpt> {
  await using file = await open(path, 'wx', 0o600);
  const isWhole = source.bytes <= (type.startsWith('image/') ? MAX_PICTURE_BYTES : WHOLE_BYTES);
  if (isWhole) await copy(source, file, [0, source.bytes]);
  else {
    await file.truncate(source.bytes);
    await copy(source, file, [0, Math.min(HEAD_BYTES, source.bytes)]);
    await copy(source, file, [Math.max(0, source.bytes - TAIL_BYTES), source.bytes]);
    if (/^(video\/(mp4|quicktime|3gpp2?)|audio\/mp4)$/.test(type)) await copyBoxes(source, file);
  }
  return { path, isWhole };
}

/** All boxes of an MP4 but its data: its index may be at the end. */
async function copyBoxes(source: MediaSource, file: FileHandle): Promise<void> {
  for (let at = 0, count = 0; at + 16 <= source.bytes && count < MAX_BOXES; count++) {
    const head = await bytesOf(source, at, at + 16);
    const short = head.readUInt32BE(0);
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? source.bytes - at : short;
    if (length < 8) return;
    const end = Math.min(at + length, source.bytes);
    const isData = head.toString('latin1', 4, 8) === 'mdat';
    await copy(source, file, [at, isData ? at + 16 : Math.min(end, at + MAX_BOX_BYTES)]);
    at = end;
  }
}

async function copy(
  source: MediaSource,
  file: FileHandle,
  [start, end]: readonly [number, number],
): Promise<void> {
  let at = start;
  if (start >= end) return;
  for await (const chunk of await source.open(start, end)) {
    await file.write(chunk, 0, chunk.length, at);
    at += chunk.length;
  }
}

/** All bytes of a range, which the caller bounds. */
export async function bytesOf(source: MediaSource, start: number, end: number): Promise<Buffer> {
  if (start >= end) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await source.open(start, end)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
