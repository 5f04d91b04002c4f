/**
 * Reads PNG (https://www.w3.org/TR/png-3/), as far as thumbnails need it: not interlaced, at most 8 bits a channel.
 *
 * @module
 */
import { inflateSync } from 'node:zlib';
import type { Pixels } from './pixels.ts';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Channels by colour type: grey, colours, palette, grey and alpha, colours and alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Head {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
}

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

/** Undefined for a form that this does not read. Throws for what is damaged. `maxPixels` bounds memory. */
export function readPng(bytes: Uint8Array, maxPixels: number): Pixels | undefined {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = chunks.get('IHDR')?.[0];
  if (header === undefined || header.length < 13) return undefined;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 0, type = 0, , , interlace = 0] = header.subarray(8);
  const channels = CHANNELS[type];
  const isRead = channels !== undefined && interlace === 0 && (depth === 8 || (depth < 8 && channels === 1));
  if (!isRead || width * height > maxPixels || width * height === 0) return undefined;
  const rowBytes = Math.ceil((width * channels * depth) / 8);
  const raw = inflateSync(Buffer.concat(chunks.get('IDAT') ?? []), {
    maxOutputLength: (rowBytes + 1) * height,
  });
  const rows = unfiltered(raw, { rowBytes, height, step: Math.max(1, (channels * depth) >> 3) });
  const colour = colourReader({ width, height, depth, type }, chunks);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const row = rows.subarray(y * rowBytes, (y + 1) * rowBytes);
    for (let x = 0; x < width; x++) data.set(colour(row, x), (y * width + x) * 4);
  }
  return { width, height, data };
}

function chunksOf(bytes: Buffer): ReadonlyMap<string, readonly Buffer[]> {
  const chunks = new Map<string, Buffer[]>();
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    chunks.set(name, [...(chunks.get(name) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return chunks;
}

/** Undoes the filter of each row (§9). */
function unfiltered(
  raw: Buffer,
  { rowBytes, height, step }: { readonly rowBytes: number; readonly height: number; readonly step: number },
): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (rowBytes + 1)];
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x < step ? 0 : (rows[at - step] ?? 0);
      const above = y === 0 ? 0 : (rows[at - rowBytes] ?? 0);
      const corner = x < step || y === 0 ? 0 : (rows[at - rowBytes - step] ?? 0);
      rows[at] = (raw[y * (rowBytes + 1) + 1 + x] ?? 0) + predicted(filter, { left, above, corner });
    }
  }
  return rows;
}

function predicted(
  filter: number | undefined,
  { left, above, corner }: { readonly left: number; readonly above: number; readonly corner: number },
): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

type Rgba = readonly [number, number, number, number];

function colourReader(
  { depth, type }: Head,
  chunks: ReadonlyMap<string, readonly Buffer[]>,
): (row: Uint8Array, x: number) => Rgba {
  const palette = chunks.get('PLTE')?.[0] ?? Buffer.alloc(0);
  const alphas = chunks.get('tRNS')?.[0] ?? Buffer.alloc(0);
  const byte = (row: Uint8Array, at: number): number => row[at] ?? 0;
  const sample = (row: Uint8Array, x: number): number => {
    const bit = x * depth;
    return (byte(row, bit >> 3) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  };
  switch (type) {
    case 2:
      return (row, x) => [byte(row, x * 3), byte(row, x * 3 + 1), byte(row, x * 3 + 2), 255];
    case 3:
      return (row, x) => {
        const at = sample(row, x);
        return [palette[at * 3] ?? 0, palette[at * 3 + 1] ?? 0, palette[at * 3 + 2] ?? 0, alphas[at] ?? 255];
      };
    case 4:
      return (row, x) => [byte(row, x * 2), byte(row, x * 2), byte(row, x * 2), byte(row, x * 2 + 1)];
    case 6:
      return (row, x) => [byte(row, x * 4), byte(row, x * 4 + 1), byte(row, x * 4 + 2), byte(row, x * 4 + 3)];
    default:
      return (row, x) => {
        const grey = (sample(row, x) * 255) / (2 ** depth - 1);
        return [grey, grey, grey, 255];
      };
  }
}
