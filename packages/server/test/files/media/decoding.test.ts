import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import type { Examined } from '../../../src/features/files/media/examined.ts';
import { Media } from '../../../src/features/files/media/media.ts';
import { bytesIn, latin1, PLACE, png, sourceOf } from './samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'posthorn-media-'));
const media = new Media({ directory, stripLocation: true, niceness: 0, ffmpeg: 'off' });

after(async () => {
  await media.close();
  assert.deepEqual(readdirSync(directory), []);
  await rm(directory, { recursive: true });
});

function examine(bytes: Uint8Array): Promise<Examined> {
  return media.examine(sourceOf(bytes), { user: 1 });
}

/** Left half red, right half blue, with a colour in between at the top. */
function picture(width: number, height: number): ReturnType<typeof sharp> {
  const blue = { create: { width: Math.ceil(width / 2), height, channels: 3, background: 'blue' } } as const;
  return sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: blue, left: Math.floor(width / 2), top: 0 },
  ]);
}

async function sizesOf(found: Examined): Promise<unknown> {
  return Promise.all(
    found.thumbnails.map(async ({ size, width, height, type, bytes }) => {
      const metadata = await sharp(Buffer.from(bytes)).metadata();
      assert.deepEqual([metadata.width, metadata.height, `image/${metadata.format}`], [width, height, type]);
      return [size, width, height, type];
    }),
  );
}

describe('thumbnails', () => {
  it('are made where the original is larger', async () => {
    const found = await examine(await picture(2000, 1000).jpeg().toBuffer());
    assert.deepEqual([found.type, found.width, found.height], ['image/jpeg', 2000, 1000]);
    assert.deepEqual(await sizesOf(found), [
      [320, 320, 160, 'image/jpeg'],
      [1280, 1280, 640, 'image/jpeg'],
    ]);
    assert.ok(found.thumbhash.length > 4 && found.thumbhash.length < 40);
    const medium = await examine(await picture(400, 1000).png().toBuffer());
    assert.deepEqual(await sizesOf(medium), [[320, 128, 320, 'image/jpeg']]);
    const small = await examine(await picture(320, 200).webp().toBuffer());
    assert.deepEqual(small.thumbnails, []);
    assert.ok(small.thumbhash.length > 4);
  });

  it('are the right way up', async () => {
    const found = await examine(await picture(800, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    assert.deepEqual([found.width, found.height], [400, 800]);
    assert.deepEqual(await sizesOf(found), [[320, 160, 320, 'image/jpeg']]);
    const pixels = await sharp(Buffer.from(found.thumbnails[0]?.bytes ?? []))
      .raw()
      .toBuffer();
    // What was on the left is at the top.
    assert.ok((pixels[0] ?? 0) > 200 && (pixels[2] ?? 255) < 60);
    assert.ok((pixels.at(-1) ?? 0) > 200 && (pixels.at(-3) ?? 255) < 60);
  });

  it('keep transparency', async () => {
    const clear = sharp({ create: { width: 1500, height: 1500, channels: 4, background: '#ff000080' } });
    assert.deepEqual(await sizesOf(await examine(await clear.webp().toBuffer())), [
      [320, 320, 320, 'image/png'],
      [1280, 1280, 1280, 'image/webp'],
    ]);
  });

  it('are of the first frame of what moves', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map((background) =>
        sharp({ create: { width: 500, height: 400, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    for (const type of ['gif', 'webp'] as const) {
      const moving = await sharp(frames, { join: { animated: true } })
        [type]({ delay: [100, 100] })
        .toBuffer();
      const found = await examine(moving);
      assert.deepEqual([found.type, found.width, found.height], [`image/${type}`, 500, 400]);
      assert.deepEqual(await sizesOf(found), [[320, 320, 256, 'image/jpeg']]);
      const [red = 0, , blue = 0] = await sharp(Buffer.from(found.thumbnails[0]?.bytes ?? []))
        .raw()
        .toBuffer();
      assert.ok(red > 200 && blue < 60);
    }
  });

  it('are made of AVIF, which loses Exif and XMP in place', async () => {
    const exif = { IFD0: { ImageDescription: PLACE } };
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/">${PLACE}</x:xmpmeta>`;
    const original = await picture(400, 200).avif({ effort: 0 }).withExif(exif).withXmp(xmp).toBuffer();
    assert.ok(original.includes(PLACE));
    const found = await examine(original);
    assert.deepEqual([found.type, found.width, found.height], ['image/avif', 400, 200]);
    assert.deepEqual(await sizesOf(found), [[320, 320, 160, 'image/jpeg']]);
    assert.ok(found.cleaned !== undefined);
    const kept = await bytesIn(found.cleaned.open());
    assert.ok(!kept.includes(PLACE));
    assert.deepEqual([kept.length, found.cleaned.bytes], [original.length, original.length]);
    const { data } = await sharp(kept).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual(data, await sharp(original).raw().toBuffer());
  });
});

describe('what is cleaned', () => {
  it('shows the same pixels in the same colours', async () => {
    const metadata = {
      IFD0: { ImageDescription: PLACE },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 30/1' },
    };
    for (const type of ['jpeg', 'png', 'webp'] as const) {
      const original = await picture(64, 32)
        [type]()
        .withMetadata({ orientation: 6 })
        .withIccProfile('p3')
        .withExifMerge(metadata)
        .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${PLACE}</x:xmpmeta>`)
        .toBuffer();
      assert.ok(original.includes(PLACE));
      const found = await examine(original);
      assert.deepEqual([found.width, found.height], [32, 64]);
      assert.ok(found.cleaned !== undefined);
      const kept = await bytesIn(found.cleaned.open());
      assert.ok(!kept.includes(PLACE) && !kept.includes('GPS'));
      const [before, now] = [await sharp(original).metadata(), await sharp(kept).metadata()];
      assert.deepEqual([now.orientation, now.icc, now.xmp], [6, before.icc, undefined]);
      assert.ok((now.exif?.length ?? 0) < 40);
      assert.deepEqual(await sharp(kept).raw().toBuffer(), await sharp(original).raw().toBuffer());
    }
  });
});

describe('harmful pictures', () => {
  it('that unfold to billions of pixels are plain files', async () => {
    const bomb = png(50_000, 50_000);
    const found = await examine(bomb);
    assert.deepEqual([found.type, found.width, found.thumbnails], ['application/octet-stream', 0, []]);
  });

  it('that say less than they unfold to are decoded as far as they say', async () => {
    const large = png(2000, 2000);
    const small = png(10, 10).subarray(0, 33);
    const lying = Buffer.concat([small, large.subarray(33)]);
    const found = await examine(lying);
    assert.deepEqual([found.width, found.height, found.thumbnails], [10, 10, []]);
  });

  it('of many frames take no longer than one', async () => {
    const head = latin1('GIF89a\xD0\x07\xD0\x07\x80\0\0\xFF\0\0\0\0\xFF');
    const frame = latin1('\x21\xF9\x04\0\x01\0\0\0\x2C\0\0\0\0\xD0\x07\xD0\x07\0\x02\x02\x4C\x01\0');
    const bomb = Buffer.concat([head, ...Array.from({ length: 20_000 }, () => frame), latin1(';')]);
    const found = await examine(bomb);
    assert.deepEqual([found.type, found.width, found.durationMs], ['image/gif', 2000, 200_000]);
  });

  it('that are broken are plain files', async () => {
    const broken = png(400, 400);
    broken[24] = 77; // Bits of a sample.
    const found = await examine(broken);
    assert.deepEqual([found.type, found.width], ['application/octet-stream', 0]);
  });
});
