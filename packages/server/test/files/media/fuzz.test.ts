import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { cleanedBy } from '../../../src/features/files/media/edits.ts';
import { inspect } from '../../../src/features/files/media/inspect.ts';
import { Media } from '../../../src/features/files/media/media.ts';
import { bufferReader } from '../../../src/features/files/media/reader.ts';
import { SNIFFED_BYTES, typeOf } from '../../../src/features/files/media/sniff.ts';
import {
  box,
  bytesIn,
  chunk,
  exif,
  jpeg,
  latin1,
  movie,
  PLACE,
  png,
  sourceOf,
  tiff,
  wav,
  webp,
} from './samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'posthorn-media-'));
const media = new Media({ directory, stripLocation: true, niceness: 0, maxWorkers: 1 });

after(async () => {
  await media.close();
  await rm(directory, { recursive: true });
});

function ebml(id: string, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << 56n) | BigInt(body.length));
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

const MATROSKA = Buffer.concat([
  ebml('1a45dfa3', ebml('4282', latin1('webm'))),
  ebml(
    '18538067',
    ebml(
      '1549a966',
      ebml('2ad7b1', Buffer.from([15, 66, 64])),
      ebml('4489', Buffer.from('4089000000000000', 'hex')),
    ),
    ebml(
      '1654ae6b',
      ebml(
        'ae',
        ebml('83', Buffer.from([1])),
        ebml('e0', ebml('b0', Buffer.from([64])), ebml('ba', Buffer.from([32]))),
      ),
    ),
    ebml('1254c367', latin1(PLACE)),
    ebml('1f43b675', ebml('e7', Buffer.from([0])), ebml('a3', Buffer.from('8100100000', 'hex'))),
  ),
]);
const MP3 = Buffer.concat(
  Array.from({ length: 8 }, () => Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)])),
);
const OGG = Buffer.concat([
  latin1(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead\x01\x01\x38\x01\x80\xBB\0\0\0\0\0`),
  latin1(`OggS\0\x04\0\x53\x07\0\0\0\0\0${'\0'.repeat(12)}\x01\x03abc`),
]);
const GIF = Buffer.concat([
  latin1('GIF89a\x10\0\x08\0\0\0\0'),
  latin1('\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0'),
  Buffer.concat([Buffer.from([0x21, 0xfe, PLACE.length]), latin1(PLACE), Buffer.alloc(1)]),
  latin1('\x21\xF9\x04\0\x32\0\0\0\x2C\0\0\0\0\x10\0\x08\0\0\x02\x02\x4C\x01\0;'),
]);
const plain = sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } });
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${PLACE}</x:xmpmeta>`;
const SAMPLES: readonly Buffer[] = [
  jpeg([exif(tiff(6))]),
  await plain.clone().jpeg({ progressive: true }).withXmp(xmp).toBuffer(),
  png(20, 10, [chunk('eXIf', tiff(3)), chunk('tEXt', latin1(PLACE))]),
  webp(20, 10, [['EXIF', tiff(6)]]),
  await plain.clone().webp().toBuffer(),
  await plain.clone().avif({ effort: 0 }).withXmp(xmp).toBuffer(),
  GIF,
  movie({ durationMs: 100, extra: [box('udta', box('\xA9xyz', PLACE), box('meta', Buffer.alloc(4)))] }),
  MATROSKA,
  wav(50),
  MP3,
  OGG,
];

/** The same numbers for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NASTY = [0, 1, 0x7f, 0x80, 0xff];

/** Another file of the same beginning: bytes changed, lengths made absurd, parts cut out, doubled, or cut off. */
function mutated(sample: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(sample);
  for (let left = 1 + random(4); left > 0; left--) {
    const at = 8 + random(Math.max(1, bytes.length - 8));
    const length = 1 + random(16);
    switch (random(6)) {
      case 0:
        bytes[at] = random(256);
        break;
      case 1:
        bytes.fill(
          NASTY[random(NASTY.length)] ?? 0,
          Math.min(at, bytes.length),
          Math.min(at + length, bytes.length),
        );
        break;
      case 2:
        if (at + 4 <= bytes.length)
          bytes.writeUInt32BE([0, 7, 0xff_ff_ff_ff, bytes.length, at][random(5)] ?? 0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length * 4))]);
        break;
      default:
        bytes = Buffer.from(bytes.subarray(0, at));
    }
  }
  return bytes;
}

const ROUNDS = 400;
const MAX_MS = 500;

async function checkParser(bytes: Buffer): Promise<void> {
  const type = typeOf(bytes.subarray(0, SNIFFED_BYTES));
  const started = process.cpuUsage();
  const facts = await inspect(bufferReader(bytes), type);
  // Not by the clock: others use the machine.
  assert.ok(process.cpuUsage(started).user < MAX_MS * 1000, 'it takes no time');
  if (facts === undefined) return;
  const { width = 0, height = 0, durationMs = 0 } = facts;
  for (const value of [width, height, durationMs]) assert.ok(Number.isSafeInteger(value) && value >= 0);
  const cleaned = cleanedBy(facts.edits, sourceOf(bytes));
  if (cleaned === undefined) return;
  const kept = await bytesIn(cleaned.open());
  assert.equal(kept.length, cleaned.bytes);
  // What is clean is found to be clean, so nothing hides behind what was taken away.
  const again = await inspect(bufferReader(kept), typeOf(kept.subarray(0, SNIFFED_BYTES)));
  assert.deepEqual(again?.edits ?? [], []);
}

describe('broken files', () => {
  for (const [i, sample] of SAMPLES.entries()) {
    const type = typeOf(sample.subarray(0, SNIFFED_BYTES));
    it(`of ${type} (${i}) are harmless to the parsers`, async () => {
      assert.ok((await inspect(bufferReader(sample), type)) !== undefined, 'the sample itself is fine');
      for (let seed = 1; seed <= ROUNDS; seed++) {
        try {
          await checkParser(mutated(sample, randomOf(seed)));
        } catch (error) {
          throw new Error(`seed ${seed}`, { cause: error });
        }
      }
    });
  }

  it('are harmless to the server, with all decoders', async () => {
    const before = process.memoryUsage().rss;
    for (const [i, sample] of SAMPLES.entries())
      for (let seed = 1; seed <= 1; seed++) {
        const bytes = mutated(sample, randomOf(i * 1000 + seed));
        const { type, thumbnails } = await media.examine(sourceOf(bytes), { user: 1 });
        assert.ok(type.includes('/') && thumbnails.length <= 2);
      }
    assert.ok(process.memoryUsage().rss - before < 64 * 1024 ** 2);
  });
});
