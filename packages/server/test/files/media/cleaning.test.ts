import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Examined } from '../../../src/features/files/media/examined.ts';
import { Media } from '../../../src/features/files/media/media.ts';
import { bytesIn, chunk, exif, jpeg, latin1, PLACE, png, segment, sourceOf, tiff, webp } from './samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'posthorn-media-'));
// What is not decoded works everywhere, and with samples that are no real pictures.
const media = new Media({ directory, stripLocation: true, niceness: 0, thumbnails: false });

after(async () => {
  await media.close();
  assert.deepEqual(readdirSync(directory), []);
  await rm(directory, { recursive: true });
});

function examine(bytes: Uint8Array): Promise<Examined> {
  return media.examine(sourceOf(bytes), { user: 1 });
}

async function cleaned(bytes: Uint8Array): Promise<Buffer> {
  const found = await examine(bytes);
  assert.ok(found.cleaned !== undefined);
  const kept = await bytesIn(found.cleaned.open());
  assert.equal(kept.length, found.cleaned.bytes);
  assert.ok(!kept.includes(PLACE), 'the place is gone');
  // What is clean stays as it is.
  const again = await examine(kept);
  assert.equal(again.cleaned, undefined);
  assert.deepEqual([again.type, again.width, again.height], [found.type, found.width, found.height]);
  return kept;
}

const XMP = latin1(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${PLACE}</x:xmpmeta>`);

describe('a JPEG', () => {
  it('has a size', async () => {
    const { type, width, height, cleaned: change } = await examine(jpeg());
    assert.deepEqual([type, width, height, change], ['image/jpeg', 16, 8, undefined]);
  });

  it('loses what says where and how it was taken, and keeps orientation and colours', async () => {
    const colours = segment(0xe2, latin1('ICC_PROFILE\0\x01\x01colours'));
    const extra = [
      exif(tiff(6)),
      segment(0xe1, XMP),
      colours,
      segment(0xed, latin1(`Photoshop 3.0\0${PLACE}`)),
      segment(0xfe, latin1(PLACE)),
      segment(0xef, latin1(PLACE)),
    ];
    const original = Buffer.concat([jpeg(extra), jpeg([exif(tiff(1))]), latin1(PLACE)]);
    const { width, height } = await examine(original);
    assert.deepEqual([width, height], [8, 16], 'as people see it');
    const kept = await cleaned(original);
    assert.ok(kept.includes(colours));
    // The picture itself is byte for byte what it was.
    assert.ok(kept.includes(jpeg().subarray(20)));
    assert.equal(kept.length, jpeg().length + colours.length + 36);
  });

  it('that is cut off is one as far as it goes', async () => {
    const original = jpeg([exif(tiff(3))]);
    assert.equal((await examine(original.subarray(0, -9))).width, 16);
    assert.equal((await examine(original.subarray(0, 60))).type, 'application/octet-stream');
  });
});

describe('a PNG', () => {
  it('loses its texts and what follows it, and keeps orientation and colours', async () => {
    const gamma = chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]));
    const extra = [
      chunk('tEXt', latin1(`Comment\0${PLACE}`)),
      chunk('iTXt', Buffer.concat([latin1('XML:com.adobe.xmp\0\0\0\0\0'), XMP])),
      chunk('eXIf', tiff(8)),
      gamma,
      chunk('zzZz', latin1(PLACE)),
    ];
    const original = Buffer.concat([png(30, 20, extra), latin1(PLACE)]);
    const { width, height } = await examine(original);
    assert.deepEqual([width, height], [20, 30]);
    const kept = await cleaned(original);
    assert.ok(kept.includes(gamma));
    assert.equal(kept.length, png(30, 20).length + gamma.length + 12 + 26);
    assert.deepEqual(await cleaned(png(30, 20, [chunk('eXIf', tiff(1))])), png(30, 20));
  });
});

describe('a WebP', () => {
  it('loses Exif and XMP, and keeps orientation and colours', async () => {
    const original = webp(300, 200, [
      ['ICCP', latin1('colours!')],
      ['EXIF', tiff(6)],
      ['XMP ', XMP],
    ]);
    const { width, height } = await examine(Buffer.concat([original, latin1(PLACE)]));
    assert.deepEqual([width, height], [200, 300]);
    const kept = await cleaned(original);
    assert.equal(kept.readUInt32LE(4) + 8, kept.length);
    assert.equal(kept[20], 0x08, 'it says that there is Exif');
    const without = await cleaned(webp(300, 200, [['XMP ', XMP]]));
    assert.equal(without[20], 0);
  });
});

describe('a GIF', () => {
  it('loses comments, and tells how long it runs', async () => {
    const head = latin1('GIF89a\x10\0\x08\0\0\0\0');
    const frame = latin1('\x21\xF9\x04\0\x32\0\0\0\x2C\0\0\0\0\x10\0\x08\0\0\x02\x02\x4C\x01\0');
    const loop = latin1('\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0');
    const comment = Buffer.concat([Buffer.from([0x21, 0xfe, PLACE.length]), latin1(PLACE), Buffer.alloc(1)]);
    const original = Buffer.concat([head, loop, comment, frame, frame, latin1(';'), latin1(PLACE)]);
    const { width, height, durationMs } = await examine(original);
    assert.deepEqual([width, height, durationMs], [16, 8, 1000]);
    assert.deepEqual(await cleaned(original), Buffer.concat([head, loop, frame, frame, latin1(';')]));
  });
});

describe('what is no picture', () => {
  it('is a plain file', async () => {
    const svg = latin1(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`);
    for (const bytes of [svg, latin1('GIF89a'), latin1('\x89PNG\r\n\x1A\nnothing'), Buffer.alloc(0)]) {
      const { type, width, thumbnails, cleaned: change } = await examine(bytes);
      assert.ok(['image/svg+xml', 'application/octet-stream'].includes(type));
      assert.deepEqual([width, thumbnails, change], [0, [], undefined]);
    }
  });
});
