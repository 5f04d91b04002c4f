/**
 * WebP (RFC 9649 §2): size, orientation, and which chunks stay if one of them tells a place. Exif and XMP go
 * then, and what the format does not know.
 *
 * @module
 */
import { Edits } from '../edits.ts';
import { exactly, Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { orientationIn, tiffWith } from './exif.ts';
import { Places } from './places.ts';
import { turned } from './facts.ts';
import type { Facts } from './facts.ts';

const KEPT: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ICCP', 'ANIM', 'ANMF', 'ALPH']);
/** Of the flags in VP8X. */
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;
const MAX_EXIF_BYTES = 1024 ** 2;

interface Chunk {
  readonly name: string;
  readonly at: number;
  readonly end: number;
}

export async function inspectWebp(reader: Reader): Promise<Facts> {
  const declared = (await exactly(reader, 0, 12)).readUInt32LE(4) + 8;
  const total = Math.min(declared, reader.bytes);
  const chunks = await chunksOf(reader, total);
  const exif = chunks.find(({ name }) => name === 'EXIF');
  const orientation = exif === undefined ? 1 : orientationIn(await exifAt(reader, exif));
  const flags = chunks[0]?.name === 'VP8X' ? ((await exactly(reader, 20, 1))[0] ?? 0) : undefined;
  const { width, height } = turned(...(await sizeOf(reader)), orientation);
  if (width === 0) throw new Malformed('no size');

  const places = new Places();
  const edits = new Edits();
  const kept = orientation === 1 || flags === undefined ? Buffer.alloc(0) : exifChunk(orientation);
  if (flags !== undefined) {
    const cleaned = (flags & ~EXIF_FLAG & ~XMP_FLAG) | (kept.length > 0 ? EXIF_FLAG : 0);
    if (cleaned !== flags) edits.replace(20, 21, Uint8Array.of(cleaned));
  }
  let change = 0;
  for (const chunk of chunks) {
    if (KEPT.has(chunk.name)) continue;
    if (chunk === exif) places.lookAtTiff(await exifAt(reader, chunk));
    else await places.lookAt(reader, chunk.at + 8, chunk.end);
    const bytes = chunk === exif ? kept : Buffer.alloc(0);
    if (bytes.length > 0 && bytes.equals(await reader.read(chunk.at, bytes.length))) continue;
    if (bytes.length > 0) edits.replace(chunk.at, chunk.end, bytes);
    else edits.drop(chunk.at, chunk.end);
    change += bytes.length - (chunk.end - chunk.at);
  }
  edits.drop(total, reader.bytes);
  await places.lookAt(reader, total, reader.bytes);
  if (!places.isFound) return { width, height, edits: [] };
  return { width, height, edits: withLength(edits, total - 8 + change, declared - 8) };
}

/** The file says at its beginning how long it is. */
function withLength(edits: Edits, length: number, before: number): Facts['edits'] {
  if (length === before || edits.list.length === 0) return edits.list;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return [{ start: 4, end: 8, bytes }, ...edits.list];
}

async function chunksOf(reader: Reader, total: number): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= total;) {
    if (chunks.length === 100_000) throw new Malformed('too many chunks');
    const head = await exactly(reader, at, 8);
    const length = head.readUInt32LE(4);
    const end = Math.min(at + 8 + length + (length & 1), total);
    chunks.push({ name: head.toString('latin1', 0, 4), at, end });
    at = end;
  }
  return chunks;
}

/** §2.5 to §2.7: three ways to say it. */
async function sizeOf(reader: Reader): Promise<[number, number]> {
  const head = await exactly(reader, 0, 30);
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return [head.readUInt16LE(26) & 0x3f_ff, head.readUInt16LE(28) & 0x3f_ff];
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return [(bits & 0x3f_ff) + 1, ((bits >> 14) & 0x3f_ff) + 1];
    }
    case 'VP8X':
      return [head.readUIntLE(24, 3) + 1, head.readUIntLE(27, 3) + 1];
    default:
      throw new Malformed('no picture');
  }
}

/** Nothing of what is too long to be it. */
async function exifAt(reader: Reader, { at, end }: Chunk): Promise<Buffer> {
  if (end - at > MAX_EXIF_BYTES) return Buffer.alloc(0);
  const bytes = await reader.read(at + 8, end - at - 8);
  // The padding is no part of it.
  const isNamed = bytes.toString('latin1', 0, 6) === 'Exif\0\0';
  return isNamed ? bytes.subarray(6) : bytes;
}

function exifChunk(orientation: number): Buffer {
  const tiff = tiffWith(orientation);
  const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
  head.writeUInt32LE(tiff.length, 4);
  return Buffer.concat([head, tiff]);
}
