/** Small files made by code, and what is done to them. */
import { crc32, deflateSync } from 'node:zlib';
import type { MediaSource } from '../../../src/features/files/media/examined.ts';

/** What must not be left anywhere. */
export const PLACE = '48.8584N 2.2945E Paris';

export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export function sourceOf(bytes: Uint8Array): MediaSource {
  return { bytes: bytes.length, open: (start, end) => Promise.resolve(pieces(bytes, start, end)) };
}

/** As storages give them. */
async function* pieces(bytes: Uint8Array, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += 1000) yield bytes.subarray(at, Math.min(at + 1000, end));
}

export async function bytesIn(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** A TIFF structure with an orientation, and a description of the picture. */
export function tiff(orientation: number, description = PLACE): Buffer {
  const head = Buffer.alloc(38);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(2, 8);
  head.writeUInt16LE(0x01_0e, 10);
  head.writeUInt16LE(2, 12);
  head.writeUInt32LE(description.length, 14);
  head.writeUInt32LE(38, 18);
  head.writeUInt16LE(0x01_12, 22);
  head.writeUInt16LE(3, 24);
  head.writeUInt32LE(1, 26);
  head.writeUInt16LE(orientation, 30);
  return Buffer.concat([head, latin1(description)]);
}

/** One that tells the place as receivers do, in numbers alone. `tag`: of the directory for them. */
export function gps(tag = 2): Buffer {
  const bytes = Buffer.alloc(68);
  bytes.write('MM\0*', 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(1, 8);
  bytes.writeUInt16BE(0x88_25, 10);
  bytes.writeUInt16BE(4, 12);
  bytes.writeUInt32BE(1, 14);
  bytes.writeUInt32BE(26, 18);
  bytes.writeUInt16BE(1, 26);
  bytes.writeUInt16BE(tag, 28);
  bytes.writeUInt16BE(5, 30);
  bytes.writeUInt32BE(3, 32);
  bytes.writeUInt32BE(44, 36);
  for (const [i, value] of [48, 1, 51, 1, 30, 1].entries()) bytes.writeUInt32BE(value, 44 + i * 4);
  return bytes;
}

export function chunk(name: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** A grey PNG. `extra`: chunks behind the header. */
export function png(width: number, height: number, extra: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Buffer.alloc(Math.min(height * (width + 1), 4_000_000));
  for (let i = 0; i < rows.length; i++) rows[i] = i % (width + 1) === 0 ? 0 : (i * 7) & 255;
  const parts = [
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([latin1('\x89PNG\r\n\x1A\n'), ...parts]);
}

/** 8 × 8 pixels of one grey. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAAIABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
);

export function segment(code: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** 16 × 8 pixels of one grey. `extra`: segments behind the first one. */
export function jpeg(extra: readonly Buffer[] = []): Buffer {
  return Buffer.concat([JPEG.subarray(0, 20), ...extra, JPEG.subarray(20)]);
}

export function exif(content: Buffer): Buffer {
  return segment(0xe1, Buffer.concat([latin1('Exif\0\0'), content]));
}

function riffChunk(name: string, data: Uint8Array): Buffer {
  const head = latin1(`${name}\0\0\0\0`);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length & 1)]);
}

export function riff(type: string, chunks: readonly (readonly [string, Uint8Array])[]): Buffer {
  return riffChunk(
    'RIFF',
    Buffer.concat([latin1(type), ...chunks.map(([name, data]) => riffChunk(name, data))]),
  );
}

/** One pixel, lossless, on a canvas of that size. */
export function webp(
  width: number,
  height: number,
  chunks: readonly (readonly [string, Uint8Array])[] = [],
): Buffer {
  const canvas = Buffer.alloc(10);
  canvas[0] = 0x0c;
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const pixel = Buffer.from('2f000000108888080788', 'hex');
  return riff('WEBP', [['VP8X', canvas], ['VP8L', pixel], ...chunks]);
}

/** A sine of 440 Hz that grows louder, 8 kHz, 16 bits. */
export function wav(ms: number): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(8000, 4);
  format.writeUInt32LE(16_000, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const samples = Buffer.alloc(16 * ms);
  for (let i = 0; i < 8 * ms; i++)
    samples.writeInt16LE(
      Math.round(Math.sin((i * 440 * 2 * Math.PI) / 8000) * 32_000 * (i / (8 * ms))),
      i * 2,
    );
  return riff('WAVE', [
    ['fmt ', format],
    ['data', samples],
  ]);
}

export function box(type: string, ...contents: readonly (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(contents.map((each) => (typeof each === 'string' ? latin1(each) : each)));
  const head = latin1(`\0\0\0\0${type}`);
  head.writeUInt32BE(body.length + 8);
  return Buffer.concat([head, body]);
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
  return bytes;
}

export interface Movie {
  readonly durationMs: number;
  readonly isTurned?: boolean;
  readonly handlers?: readonly string[];
  /** Boxes in `moov`. */
  readonly extra?: readonly Buffer[];
}

/** 640 × 360, without data. */
export function movie({ durationMs, isTurned = false, handlers = ['vide'], extra = [] }: Movie): Buffer {
  const header = box('mvhd', u32(0, 0, 0, 1000, durationMs), Buffer.alloc(80));
  const matrix = isTurned
    ? u32(0, 0x1_00_00, 0, 0xff_ff_00_00, 0, 0, 0, 0, 0x40_00_00_00)
    : u32(0x1_00_00, 0, 0, 0, 0x1_00_00, 0, 0, 0, 0x40_00_00_00);
  const tracks = handlers.map((handler) =>
    box(
      'trak',
      box('tkhd', u32(0, 0, 0, 1, 0, durationMs, 0, 0, 0, 0), matrix, u32(640 * 65_536, 360 * 65_536)),
      box('mdia', box('hdlr', u32(0, 0), handler, Buffer.alloc(13))),
    ),
  );
  return Buffer.concat([
    box('ftyp', 'isom', u32(512), 'isommp42'),
    box('moov', header, ...tracks, ...extra),
    box('mdat', Buffer.alloc(64, 7)),
  ]);
}
