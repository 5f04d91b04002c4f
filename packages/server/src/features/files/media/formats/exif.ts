/**
 * Exif, as far as it says which way up a picture is, and whether it says where it was taken (CIPA DC-008 §4.6).
 *
 * @module
 */

const ORIENTATION = 0x01_12;
const GPS = 0x88_25;
/** Latitude and longitude of the place and of what is on the picture, and the area's name. */
const PLACE_TAGS: ReadonlySet<number> = new Set([0x02, 0x04, 0x14, 0x16, 0x1c]);
const MAX_DIRECTORIES = 16;

interface Entry {
  readonly tag: number;
  readonly short: number;
  readonly long: number;
}

/** Numbers of a TIFF structure. Bounded by the buffer, whatever it says. */
class Tiff {
  readonly #bytes: Buffer;
  readonly #isLittle: boolean;
  readonly first: number;

  /** Undefined: it is none. */
  static in(bytes: Buffer): Tiff | undefined {
    const order = bytes.toString('latin1', 0, 4);
    return bytes.length >= 8 && (order === 'II*\0' || order === 'MM\0*') ? new Tiff(bytes) : undefined;
  }

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#isLittle = bytes[0] === 0x49;
    this.first = this.#u32(4);
  }

  /** Of the directory that begins there, and where the next one does; 0: nowhere. */
  directory(at: number): { readonly entries: readonly Entry[]; readonly next: number } {
    const count = this.#u16(at);
    const entries: Entry[] = [];
    for (let i = 0; i < count && at + 14 + i * 12 <= this.#bytes.length; i++) {
      const start = at + 2 + i * 12;
      entries.push({ tag: this.#u16(start), short: this.#u16(start + 8), long: this.#u32(start + 8) });
    }
    return { entries, next: this.#u32(at + 2 + count * 12) };
  }

  #u16(at: number): number {
    if (at + 2 > this.#bytes.length) return 0;
    return this.#isLittle ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  #u32(at: number): number {
    if (at + 4 > this.#bytes.length) return 0;
    return this.#isLittle ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }
}

/** 1 to 8; 1 if it says nothing. */
export function orientationIn(bytes: Buffer): number {
  const tiff = Tiff.in(bytes);
  const found = tiff?.directory(tiff.first).entries.find(({ tag }) => tag === ORIENTATION)?.short ?? 1;
  return found >= 1 && found <= 8 ? found : 1;
}

/** True also for what cannot be read. A receiver without a fix writes other things about itself. */
export function placesInTiff(bytes: Buffer): boolean {
  const tiff = Tiff.in(bytes);
  if (tiff === undefined) return bytes.some((byte) => byte !== 0);
  for (let at = tiff.first, left = MAX_DIRECTORIES; at !== 0; left--) {
    if (left === 0) return true;
    const { entries, next } = tiff.directory(at);
    for (const { tag, long } of entries)
      if (tag === GPS && tiff.directory(long).entries.some((each) => PLACE_TAGS.has(each.tag))) return true;
    at = next;
  }
  return false;
}

/** A TIFF structure that says nothing but this. */
export function tiffWith(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION, 10);
  tiff.writeUInt16BE(3, 12); // SHORT
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}
