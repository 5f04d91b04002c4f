/**
 * Whether what a file says besides its picture tells where it was taken. In doubt it does: then it is taken away, and otherwise not
 * a byte of the file is changed.
 *
 * @module
 */
import type { Reader } from '../reader.ts';
import { placesInTiff } from './exif.ts';

/** What XMP, QuickTime, Matroska and people call it. */
const WORDS =
  /gps|geo(?:[:_-]|tag|loc|coord)|location|latitude|longitude|coordinates|iso6709|photoshop:(?:city|state|country)|iptc4xmp\w*:(?:country|city|province|sublocation)/i;
/** Degrees as decimals (48.8584, 2.2945; 48.8584N 2.2945E), with minutes (48°51'), or as ISO 6709 writes them (+48.8584+002.2945/). */
const DEGREES =
  /\d{1,3}\.\d{3,}[\s°NSEW,;/]{1,6}[+-]?\d{1,3}\.\d{3}|\d{1,3}\s?(?:Â?°|deg)\s?\d{1,2}[^\w]{1,4}|[+-]\d{2,6}(?:\.\d+)?[+-]\d{3,7}(?:\.\d+)?\//i;
/** Of IPTC (IIM 4.2, record 2): codes and names of places, cities, provinces, countries. */
const DATASETS: ReadonlySet<number> = new Set([26, 27, 90, 92, 95, 100, 101]);
/** Words that two parts share. */
const OVERLAP_CHARS = 256;
const WINDOW_BYTES = 1024 ** 2;
const WINDOW_OVERLAP_BYTES = 65_536;
const EXIF = Buffer.from('Exif\0\0', 'latin1');

export class Places {
  #isFound = false;
  #before = '';

  get isFound(): boolean {
    return this.#isFound;
  }

  /** For what cannot be read, or is a place by its name. */
  assume(): void {
    this.#isFound = true;
  }

  /** Looks through metadata of any kind, in the order of the file: one may go on in the next part. */
  look(bytes: Buffer): void {
    if (this.#isFound) return;
    // As UTF-8, or as UTF-16 and UTF-32 of the same letters.
    const text = this.#before + bytes.toString('latin1').replaceAll('\0', '');
    this.#before = text.slice(-OVERLAP_CHARS);
    this.#isFound = WORDS.test(text) || DEGREES.test(text) || hasIptc(bytes) || hasExif(bytes);
  }

  /** The contents of Exif. */
  lookAtTiff(tiff: Buffer): void {
    if (placesInTiff(tiff)) this.#isFound = true;
    else this.look(tiff);
  }

  /** The same for a part of any length. */
  async lookAt(reader: Reader, start: number, end: number): Promise<void> {
    for (let at = start; at < end && !this.#isFound; at += WINDOW_BYTES)
      this.look(await reader.read(at, Math.min(WINDOW_BYTES + WINDOW_OVERLAP_BYTES, end - at)));
  }
}

function hasIptc(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(0x1c); at >= 0 && at + 5 < bytes.length; at = bytes.indexOf(0x1c, at + 1)) {
    if (bytes[at + 1] !== 2 || !DATASETS.has(bytes[at + 2] ?? 0)) continue;
    const length = bytes.readUInt16BE(at + 3);
    if (length > 0 && length <= 256) return true;
  }
  return false;
}

/** Other pictures and films that follow a picture have Exif of their own. */
function hasExif(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(EXIF); at >= 0; at = bytes.indexOf(EXIF, at + 1))
    if (placesInTiff(bytes.subarray(at + EXIF.length, at + EXIF.length + 65_536))) return true;
  return false;
}
