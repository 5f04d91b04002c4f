/**
 * JPEG (ITU-T T.81 Annex B): size, orientation, and which segments stay if one of them tells a place. Kept are those that say how to show it: JFIF, colour
 * profile, Adobe's transform. All other application data and comments go, and what follows the end of the picture.
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

const EXIF = 'Exif\0\0';
/** XMP that goes on in further segments has a head in each (XMP specification part 3, §1.1.3.1). */
const MORE_XMP = 'http://ns.adobe.com/xmp/extension/\0';
const MORE_XMP_BYTES = MORE_XMP.length + 40;
const SCAN_BYTES = 65_536;

interface Found {
  readonly edits: Edits;
  readonly places: Places;
  width: number;
  height: number;
  orientation: number;
}

export async function inspectJpeg(reader: Reader): Promise<Facts> {
  const found: Found = { edits: new Edits(), places: new Places(), width: 0, height: 0, orientation: 1 };
  let at = 2;
  while (at < reader.bytes) {
    const marker = await markerAt(reader, at);
    // What is between segments is nothing that anybody needs.
    await drop(reader, { start: at, end: marker.at }, found);
    if (marker.code === undefined) break;
    at = marker.at + 2;
    if (marker.code === 0xd9) {
      await drop(reader, { start: at, end: reader.bytes }, found);
      break;
    }
    if (isAlone(marker.code)) continue;
    const length = (await exactly(reader, at, 2)).readUInt16BE(0);
    if (length < 2) throw new Malformed('a segment without a length');
    const end = Math.min(at + length, reader.bytes);
    await takeSegment(reader, marker.code, { start: marker.at, body: at + 2, end }, found);
    at = marker.code === 0xda ? await endOfScan(reader, end) : end;
  }
  if (found.width === 0) throw new Malformed('no frame');
  return {
    ...turned(found.width, found.height, found.orientation),
    edits: found.places.isFound ? found.edits.list : [],
  };
}

async function drop(
  reader: Reader,
  { start, end }: { readonly start: number; readonly end: number },
  { edits, places }: Found,
): Promise<void> {
  edits.drop(start, end);
  await places.lookAt(reader, start, end);
}

interface Place {
  /** With its marker. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

async function takeSegment(reader: Reader, code: number, place: Place, found: Found): Promise<void> {
  const { start, body, end } = place;
  if (isFrame(code) && found.width === 0) {
    const frame = await exactly(reader, body, 5);
    found.height = frame.readUInt16BE(1);
    found.width = frame.readUInt16BE(3);
  }
  const isApplication = code >= 0xe0 && code <= 0xef;
  if (!isApplication && code !== 0xfe) return;
  const bytes = await reader.read(body, end - body);
  if (isApplication && isKept(code, bytes.toString('latin1', 0, 16))) return;
  if (code !== 0xe1 || bytes.toString('latin1', 0, 6) !== EXIF) {
    found.places.look(bytes.subarray(bytes.toString('latin1').startsWith(MORE_XMP) ? MORE_XMP_BYTES : 0));
    return found.edits.drop(start, end);
  }
  found.places.lookAtTiff(bytes.subarray(6));
  found.orientation = orientationIn(bytes.subarray(6));
  if (found.orientation === 1) return found.edits.drop(start, end);
  const kept = exifSegment(found.orientation);
  if (!kept.subarray(4).equals(bytes)) found.edits.replace(start, end, kept);
}

function isKept(code: number, name: string): boolean {
  if (code === 0xe0) return name.startsWith('JFIF\0');
  if (code === 0xe2) return name.startsWith('ICC_PROFILE\0');
  return code === 0xee && name.startsWith('Adobe');
}

function exifSegment(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from(EXIF, 'latin1'), tiffWith(orientation)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** The next marker from there on, as decoders look for it. `code` undefined: none is left, and `at` is the end. */
async function markerAt(reader: Reader, from: number): Promise<{ at: number; code: number | undefined }> {
  return findMarker(reader, from, (code) => code !== 0x00 && code !== 0xff);
}

/** §F.1.2.3: within a scan, a marker is anything behind FF but a stuffed zero; restarts belong to the scan. */
async function endOfScan(reader: Reader, from: number): Promise<number> {
  const { at } = await findMarker(reader, from, (code) => code !== 0 && code !== 0xff && !isAlone(code));
  return at;
}

async function findMarker(
  reader: Reader,
  from: number,
  isIt: (code: number) => boolean,
): Promise<{ at: number; code: number | undefined }> {
  for (let at = from; at + 1 < reader.bytes;) {
    const chunk = await reader.read(at, SCAN_BYTES);
    let found = chunk.indexOf(0xff);
    while (found >= 0 && found + 1 < chunk.length) {
      const code = chunk[found + 1] ?? 0;
      if (isIt(code)) return { at: at + found, code };
      found = chunk.indexOf(0xff, found + 1);
    }
    // An FF at the very end is looked at again, with what follows it.
    at += found >= 0 ? Math.max(1, found) : chunk.length;
  }
  return { at: reader.bytes, code: undefined };
}

/** Without a length (table B.1): TEM, RST0 to RST7, a second SOI. */
function isAlone(code: number): boolean {
  return code === 0x01 || (code >= 0xd0 && code <= 0xd8);
}

/** Start of frame: C0 to CF, without DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
}
