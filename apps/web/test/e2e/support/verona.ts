/**
 * Photos and a video that tell where they were taken, each in the ways of its format.
 *
 * @module
 */
import sharp from 'sharp';
import type { Sharp } from 'sharp';

export interface TakenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const WORDS = '+45.4384+010.9916/';
const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="${WORDS}" exif:GPSLongitude="10,59.496E"/></rdf:RDF></x:xmpmeta>`;
/** Degrees, minutes and seconds, as receivers write them. */
const LATITUDE = [45, 1, 26, 1, 18, 1];
const EXIF = {
  IFD0: { ImageDescription: WORDS },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '45/1 26/1 18/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '10/1 59/1 30/1',
  },
};

export async function takenInVerona(): Promise<readonly TakenFile[]> {
  const photo = (): Sharp =>
    sharp({ create: { width: 640, height: 480, channels: 3, background: 'green' } })
      .withExif(EXIF)
      .withXmp(XMP);
  return [
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await photo().jpeg().toBuffer() },
    { name: 'photo.png', mimeType: 'image/png', buffer: await photo().png().toBuffer() },
    { name: 'photo.webp', mimeType: 'image/webp', buffer: await photo().webp().toBuffer() },
    { name: 'photo.avif', mimeType: 'image/avif', buffer: await photo().avif().toBuffer() },
    { name: 'film.mp4', mimeType: 'video/mp4', buffer: film() },
  ];
}

/** Whether the place stands anywhere in it, in words or in numbers. */
export function tellsVerona(bytes: Buffer): boolean {
  const big = Buffer.alloc(LATITUDE.length * 4);
  const little = Buffer.alloc(LATITUDE.length * 4);
  for (const [index, value] of LATITUDE.entries()) {
    big.writeUInt32BE(value, index * 4);
    little.writeUInt32LE(value, index * 4);
  }
  return (
    bytes.includes(WORDS) || bytes.includes(big) || bytes.includes(little) || bytes.includes('GPSLatitude')
  );
}

/** Of one second, without a picture: what matters is its head. */
function film(): Buffer {
  const header = box('mvhd', u32(0, 0, 0, 1000, 1000), Buffer.alloc(80));
  const matrix = u32(0x1_00_00, 0, 0, 0, 0x1_00_00, 0, 0, 0, 0x40_00_00_00);
  const track = box(
    'trak',
    box('tkhd', u32(0, 0, 0, 1, 0, 1000, 0, 0, 0, 0), matrix, u32(640 * 65_536, 360 * 65_536)),
    box('mdia', box('hdlr', u32(0, 0), 'vide', Buffer.alloc(13))),
  );
  const place = box('udta', box('\xA9xyz', u32(0x00_12_15_c7), WORDS));
  const moov = box('moov', header, track, place);
  return Buffer.concat([box('ftyp', 'isom', u32(512), 'isommp42'), moov, box('mdat', Buffer.alloc(64, 7))]);
}

function box(type: string, ...contents: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    contents.map((each) => (typeof each === 'string' ? Buffer.from(each, 'latin1') : each)),
  );
  const head = Buffer.from(`\0\0\0\0${type}`, 'latin1');
  head.writeUInt32BE(body.length + 8);
  return Buffer.concat([head, body]);
}

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
