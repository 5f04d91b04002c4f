import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { cleanedBy } from '../../../src/features/files/media/edits.ts';
import { inspect } from '../../../src/features/files/media/inspect.ts';
import { bufferReader } from '../../../src/features/files/media/reader.ts';
import { typeOf } from '../../../src/features/files/media/sniff.ts';
import {
  box,
  bytesIn,
  chunk,
  exif,
  gps,
  jpeg,
  latin1,
  movie,
  png,
  segment,
  sourceOf,
  tiff,
  u32,
  webp,
} from './samples.ts';

function xmp(inner: string): Buffer {
  return latin1(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>${inner}</rdf:RDF></x:xmpmeta>`);
}

function xmpSegment(content: Buffer): Buffer {
  return segment(0xe1, Buffer.concat([latin1('http://ns.adobe.com/xap/1.0/\0'), content]));
}

/** Photoshop's container with a dataset of IPTC. */
function iptc(dataset: number, text: string): Buffer {
  const data = Buffer.concat([Buffer.from([0x1c, 2, dataset, 0, text.length]), latin1(text)]);
  return segment(0xed, Buffer.concat([latin1('Photoshop 3.0\x008BIM\x04\x04\0\0'), u32(data.length), data]));
}

function comment(text: string): Buffer {
  return segment(0xfe, Buffer.from(text, 'utf8'));
}

function packed(text: Buffer): Buffer {
  return chunk('zTXt', Buffer.concat([latin1('Comment\0\0'), deflateSync(text)]));
}

function rawProfile(content: Buffer): Buffer {
  const lines = content.toString('hex').replaceAll(/.{72}/g, '$&\n');
  const text = latin1(`\nexif\n${String(content.length).padStart(8)}\n${lines}\n`);
  return chunk('zTXt', Buffer.concat([latin1('Raw profile type exif\0\0'), deflateSync(text)]));
}

function packedInternational(text: string): Buffer {
  const head = latin1('XML:com.adobe.xmp\0\x01\0\0\0');
  return chunk('iTXt', Buffer.concat([head, deflateSync(latin1(text))]));
}

function userData(...boxes: readonly Buffer[]): Buffer {
  return movie({ durationMs: 100, extra: [box('udta', ...boxes)] });
}

/** What a comment on a picture says that has nothing to do with places. */
const WORDS = 'Lavc59.37.100, 2026-11-29 10:58, size 1024x768, gamma 0.45455 v1.2.3 +49 30 123456, 100%';

const SILENT: readonly (readonly [string, Buffer])[] = [
  ['a JPEG with a comment', jpeg([comment(WORDS)])],
  ['a JPEG with Exif of a camera', jpeg([exif(tiff(6, 'Camera X100, f/2.8, 1/250 s'))])],
  ['a JPEG of a receiver that found nothing', jpeg([exif(gps(0))])],
  ['a JPEG with XMP', jpeg([xmpSegment(xmp('<xmp:Rating>5</xmp:Rating><dc:title>Balcony</dc:title>'))])],
  ['a JPEG with a headline', jpeg([iptc(105, 'Balcony')])],
  ['a JPEG and something behind it', Buffer.concat([jpeg(), latin1('MotionPhoto'), Buffer.alloc(3000, 5)])],
  [
    'a PNG with texts',
    png(8, 8, [
      chunk('tEXt', latin1(`Software\0${WORDS}`)),
      packed(latin1(WORDS)),
      chunk('tIME', Buffer.alloc(7)),
    ]),
  ],
  [
    'a PNG with Exif in digits',
    png(8, 8, [rawProfile(Buffer.concat([latin1('Exif\0\0'), tiff(1, 'Camera')]))]),
  ],
  [
    'a WebP with XMP and Exif',
    webp(8, 8, [
      ['EXIF', tiff(6, 'Camera')],
      ['XMP ', xmp('<xmp:Rating>5</xmp:Rating>')],
    ]),
  ],
  ['a GIF with a comment', Buffer.concat([latin1('GIF89a\x08\0\x08\0\0\0\0\x21\xFE\x05hello\0;')])],
  [
    'a video with a title',
    userData(box('\xA9nam', 'Balcony'), box('\xA9too', 'Lavf59.27.100'), box('\xA9mak', 'Camera')),
  ],
];

const TELLING: readonly (readonly [string, Buffer])[] = [
  ['GPS in Exif', jpeg([exif(gps())])],
  ['GPS in Exif behind other directories', jpeg([exif(gps(4))])],
  ['the place of what is on it', jpeg([exif(gps(0x14))])],
  ['Exif that cannot be read', jpeg([exif(latin1('XX nothing'))])],
  ['GPS in XMP', jpeg([xmpSegment(xmp('<exif:GPSLatitude>48,51.5N</exif:GPSLatitude>'))])],
  [
    'XMP in UTF-16',
    jpeg([
      xmpSegment(Buffer.from(xmp('<exif:GPSLatitude>x</exif:GPSLatitude>').toString('latin1'), 'utf16le')),
    ]),
  ],
  ['a city in XMP', jpeg([xmpSegment(xmp('<photoshop:City>Verona</photoshop:City>'))])],
  ['a city of IPTC', jpeg([iptc(90, 'Verona')])],
  ['decimal degrees', jpeg([comment('at 45.4384, 10.9916')])],
  ['degrees and minutes', jpeg([comment(`45°26'18"N 10°59'30"E`)])],
  ['ISO 6709', jpeg([comment('+45.4384+010.9916/')])],
  ['words that two segments share', jpeg([comment('Lati'), comment('tude 45')])],
  ['Exif of a second picture', Buffer.concat([jpeg(), jpeg([exif(gps())])])],
  [
    'a film that follows',
    Buffer.concat([jpeg(), Buffer.alloc(2_000_000), latin1('com.apple.quicktime.location.ISO6709')]),
  ],
  ['Exif in a PNG', png(8, 8, [chunk('eXIf', gps())])],
  ['packed text', png(8, 8, [packed(latin1('GPS 45'))])],
  ['packed XMP', png(8, 8, [packedInternational('<exif:GPSLatitude>48,51.5N</exif:GPSLatitude>')])],
  ['Exif in digits', png(8, 8, [rawProfile(Buffer.concat([latin1('Exif\0\0'), gps()]))])],
  ['text that does not unpack', png(8, 8, [chunk('zTXt', latin1('Comment\0\0nothing'))])],
  ['text that unpacks to too much', png(8, 8, [packed(Buffer.alloc(5_000_000))])],
  ['Exif in a WebP', webp(8, 8, [['EXIF', gps()]])],
  ['an unknown chunk of a WebP', webp(8, 8, [['geoX', latin1('geotag')]])],
  ['a comment in a GIF', Buffer.concat([latin1('GIF89a\x08\0\x08\0\0\0\0\x21\xFE\x06geotag\0;')])],
  ['a place in user data', userData(box('\xA9xyz', 'x'))],
  ['a place of 3GPP', userData(box('loci', 'x'))],
];

async function kept(bytes: Buffer): Promise<Buffer | undefined> {
  const facts = await inspect(bufferReader(bytes), typeOf(bytes.subarray(0, 4096)));
  assert.ok(facts !== undefined);
  const cleaned = cleanedBy(facts.edits, sourceOf(bytes));
  return cleaned === undefined ? undefined : bytesIn(cleaned.open());
}

describe('a file that says nothing of a place', () => {
  for (const [name, bytes] of SILENT)
    it(`stays as it is: ${name}`, async () => assert.equal(await kept(bytes), undefined));
});

describe('a place', () => {
  for (const [name, bytes] of TELLING)
    it(`is found in ${name}, and taken away with all else`, async () => {
      const clean = await kept(bytes);
      assert.ok(clean !== undefined);
      assert.ok(
        !/gps|geotag|verona|exif:|45\.4384|45\xC2?\xB026|ISO6709|\xA9xyz|loci/i.test(
          clean.toString('latin1'),
        ),
      );
      assert.equal(await kept(clean), undefined);
    });
});
