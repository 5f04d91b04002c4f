/**
 * PNG (W3C PNG 3, §5, §11): size, orientation, and which chunks stay if one of them tells a place: those that say how to
 * show it.
 *
 * @module
 */
import { crc32, inflateSync } from 'node:zlib';
import { Edits } from '../edits.ts';
import { exactly, Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { orientationIn, tiffWith } from './exif.ts';
import { Places } from './places.ts';
import { turned } from './facts.ts';
import type { Facts } from './facts.ts';

const KEPT: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(
    ' ',
  ),
);
const MAX_EXIF_BYTES = 1024 ** 2;
const MAX_TEXT_BYTES = 4 * 1024 ** 2;

export async function inspectPng(reader: Reader): Promise<Facts> {
  const header = await exactly(reader, 8, 21);
  if (header.toString('latin1', 4, 8) !== 'IHDR') throw new Malformed('no IHDR');
  const [width, height] = [header.readUInt32BE(8), header.readUInt32BE(12)];
  const edits = new Edits();
  const places = new Places();
  let orientation = 1;
  for (let at = 8, name = ''; name !== 'IEND' && at + 12 <= reader.bytes;) {
    const head = await exactly(reader, at, 8);
    const length = head.readUInt32BE(0);
    name = head.toString('latin1', 4, 8);
    const end = Math.min(at + 12 + length, reader.bytes);
    if (name === 'eXIf' && length <= MAX_EXIF_BYTES) {
      const tiff = await reader.read(at + 8, length);
      orientation = orientationIn(tiff);
      places.lookAtTiff(tiff);
      await keepOrientation(reader, { at, end, orientation }, edits);
    } else if (!KEPT.has(name)) {
      edits.drop(at, end);
      if (length > MAX_TEXT_BYTES) places.assume();
      else lookAtText(name, await reader.read(at + 8, length), places);
    }
    if (name === 'IEND') {
      edits.drop(end, reader.bytes);
      await places.lookAt(reader, end, reader.bytes);
    }
    at = end;
  }
  const size = turned(width, height, orientation);
  if (size.width === 0) throw new Malformed('no size');
  return { ...size, edits: places.isFound ? edits.list : [] };
}

/** §11.3.3: texts may be compressed. Some programs write Exif and others into one, in hexadecimal digits. */
function lookAtText(name: string, data: Buffer, places: Places): void {
  places.look(data);
  const packed = packedText(name, data);
  let text = data.toString('latin1');
  if (packed !== undefined) {
    try {
      const unpacked = inflateSync(packed, { maxOutputLength: MAX_TEXT_BYTES });
      places.look(unpacked);
      text += unpacked.toString('latin1');
    } catch {
      places.assume();
    }
  }
  if (!text.startsWith('Raw profile type')) return;
  const digits = /\n[\da-f\s]{16,}$/i.exec(text)?.[0];
  if (digits === undefined) places.assume();
  // Without its length, which stands before it in a line of its own.
  else places.look(Buffer.from(digits.replace(/^\s*\d+\s*\n/, '').replaceAll(/\s/g, ''), 'hex'));
}

function packedText(name: string, data: Buffer): Buffer | undefined {
  const end = data.indexOf(0);
  if (name === 'zTXt') return data.subarray(end + 2);
  if (name !== 'iTXt' || data[end + 1] !== 1) return undefined;
  const language = data.indexOf(0, end + 3);
  return data.subarray(data.indexOf(0, language + 1) + 1);
}

interface Chunk {
  readonly at: number;
  readonly end: number;
  readonly orientation: number;
}

async function keepOrientation(reader: Reader, { at, end, orientation }: Chunk, edits: Edits): Promise<void> {
  if (orientation === 1) return edits.drop(at, end);
  const tiff = tiffWith(orientation);
  const kept = Buffer.alloc(12 + tiff.length);
  kept.writeUInt32BE(tiff.length, 0);
  kept.write('eXIf', 4, 'latin1');
  tiff.copy(kept, 8);
  kept.writeUInt32BE(crc32(kept.subarray(4, 8 + tiff.length)), 8 + tiff.length);
  if (!kept.equals(await reader.read(at, end - at))) edits.replace(at, end, kept);
}
