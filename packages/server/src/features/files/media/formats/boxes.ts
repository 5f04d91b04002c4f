/**
 * Boxes of ISO base media files (ISO/IEC 14496-12 §4.2), which MP4, MOV, HEIC and AVIF consist of.
 *
 * @module
 */
import { Malformed } from '../reader.ts';
import type { Reader } from '../reader.ts';

export interface Box {
  /** Four characters. */
  readonly type: string;
  /** With its header. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

/** Of one file, whatever is nested in what. */
const MAX_BOXES = 50_000;

/** Counts boxes over all calls, so that a file of nothing else ends. */
export class BoxReader {
  readonly reader: Reader;
  #left = MAX_BOXES;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  /** Those between the two places, until one is broken. One that claims to be longer than what it is in ends with it. */
  async *in(start: number, end: number): AsyncGenerator<Box> {
    for (let at = start; at + 8 <= end;) {
      if (this.#left-- === 0) throw new Malformed('too many boxes');
      const head = await this.reader.read(at, 16);
      if (head.length < 8) return;
      const short = head.readUInt32BE(0);
      if (short === 1 && head.length < 16) return;
      const length = short === 0 ? end - at : short === 1 ? Number(head.readBigUInt64BE(8)) : short;
      const headBytes = short === 1 ? 16 : 8;
      if (length < headBytes) return;
      const box = { type: head.toString('latin1', 4, 8), start: at, body: at + headBytes };
      at = Math.min(at + length, end);
      yield { ...box, end: at };
    }
  }

  /** What is in a box whose contents begin behind `skipped` bytes. */
  within(box: Box, skipped = 0): AsyncGenerator<Box> {
    return this.in(box.body + skipped, box.end);
  }

  /** The first of this type. */
  async find(box: Box, type: string, skipped = 0): Promise<Box | undefined> {
    for await (const each of this.within(box, skipped)) if (each.type === type) return each;
    return undefined;
  }

  /** At most `max` bytes of its contents. */
  contents(box: Box, max: number): Promise<Buffer> {
    return this.reader.read(box.body, Math.max(0, Math.min(max, box.end - box.body)));
  }
}

/** Numbers out of a buffer, one after the other; Malformed where it ends. */
export class Cursor {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  /** Of 0 to 8 bytes, big endian. Beyond 2^53 it is rounded. */
  uint(length: number): number {
    if (length > this.left) throw new Malformed('a box ends too early');
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 256 + (this.#bytes[this.at + i] ?? 0);
    this.at += length;
    return value;
  }

  text(length: number): string {
    if (length > this.left) throw new Malformed('a box ends too early');
    this.at += length;
    return this.#bytes.toString('latin1', this.at - length, this.at);
  }

  /** Up to a zero byte, or the end. */
  line(): string {
    const end = this.#bytes.indexOf(0, this.at);
    const text = this.#bytes.toString('latin1', this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.#bytes.length : end + 1;
    return text;
  }
}
