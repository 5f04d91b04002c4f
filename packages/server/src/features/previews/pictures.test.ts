/** Kinds and sizes of pictures, by their headers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { pictureIn } from './pictures.ts';

function bytes(...parts: readonly (string | number | readonly number[])[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from([part].flat()),
    ),
  );
}

const SIZE = Buffer.alloc(20);
const png = (width: number, height: number): Buffer => {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([bytes('\x89PNG\r\n\x1A\n', [0, 0, 0, 13], 'IHDR'), size]);
};
const FRAME = [0, 17, 8, 0, 200, 1, 44, 3];
const EXIF = [0xff, 0xe1, 0, 6, 0xff, 0xc0, 0, 0];

const KINDS = {
  'image/png': png(300, 200),
  'image/gif': bytes('GIF89a', [44, 1, 200, 0]),
  'image/jpeg': bytes([0xff, 0xd8], EXIF, [0xff, 0xff, 0xd0], [0xff, 0xc2], FRAME),
  'image/webp': bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', Buffer.alloc(10).toJSON().data, [44, 1, 200, 0]),
};

describe('a picture', () => {
  it('is known by its bytes, with its size', () => {
    for (const [type, given] of Object.entries(KINDS)) {
      assert.deepEqual(pictureIn(given), { type, width: 300, height: 200 });
    }
    const lossless = bytes(
      'RIFF',
      [0, 0, 0, 0],
      'WEBPVP8L',
      [0, 0, 0, 0, 0x2f],
      [0x2b, 0xc1, 0x31, 0],
      [0, 0, 0, 0, 0],
    );
    assert.deepEqual(pictureIn(lossless), { type: 'image/webp', width: 300, height: 200 });
    const extended = bytes(
      'RIFF',
      [0, 0, 0, 0],
      'WEBPVP8X',
      [10, 0, 0, 0, 0, 0, 0, 0],
      [0x2b, 1, 0],
      [199, 0, 0],
    );
    assert.deepEqual(pictureIn(extended), { type: 'image/webp', width: 300, height: 200 });
  });

  it('is none without a size, or with one that nobody can show', () => {
    for (const [width, height] of [
      [0, 1],
      [1, 0],
      [4097, 1],
      [1, 0xff_ff_ff_ff],
    ] as const) {
      assert.equal(pictureIn(png(width, height)), undefined);
    }
    assert.equal(pictureIn(png(4096, 4096))?.width, 4096);
  });

  it('is none of another kind', () => {
    for (const given of [
      '',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<html>',
      'BM',
      'II*\0',
      'RIFF....WAVE',
    ]) {
      assert.equal(pictureIn(Buffer.concat([Buffer.from(given, 'latin1'), SIZE])), undefined);
    }
  });

  it('may be cut or broken anywhere', () => {
    const starts = fc.constantFrom(...Object.values(KINDS));
    fc.assert(
      fc.property(starts, fc.nat(40), fc.uint8Array({ maxLength: 200 }), (start, length, rest) => {
        const found = pictureIn(Buffer.concat([start.subarray(0, length), rest]));
        assert.ok(found === undefined || (found.width > 0 && found.width <= 4096 && found.height > 0));
      }),
      { numRuns: runs(1500) },
    );
  });
});
