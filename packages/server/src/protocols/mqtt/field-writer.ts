/**
 * Writes MQTT's data types (§1.5) into packets. Reusable: {@link FieldWriter.finish} and {@link FieldWriter.take} return a copy
 * and start over.
 *
 * @module
 */

/** Room for the first byte and the longest length in front of a packet. */
const HEAD = 5;
const START_BYTES = 1024;
/** A buffer that has grown beyond this is not kept. */
const KEPT_BYTES = 65_536;
/** Up to this length a loop writes ASCII faster than an encoder. */
const MAX_LOOP = 64;
const MAX_STRING_BYTES = 65_535;
const MAX_VARINT = 268_435_455;

const encoder = new TextEncoder();

export class FieldWriter {
  #bytes = new Uint8Array(START_BYTES);
  #end = HEAD;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = value;
  }

  uint16(value: number): void {
    this.byte(value >>> 8);
    this.byte(value);
  }

  uint32(value: number): void {
    this.uint16(value >>> 16);
    this.uint16(value);
  }

  varint(value: number): void {
    this.#reserve(4);
    this.#end = putVarint(this.#bytes, this.#end, value);
  }

  /** Throws a RangeError beyond 65,535 bytes. U+0000, which MQTT does not have, becomes U+FFFD. */
  string(value: string): void {
    const { length } = value;
    this.#reserve(2 + length * 3);
    const start = this.#end + 2;
    const written = length > MAX_LOOP ? -1 : this.#putAscii(value, start);
    this.#putLength(written === -1 ? this.#putText(value, start) : written);
  }

  /** Returns -1 for what is no ASCII, or has U+0000. */
  #putAscii(value: string, start: number): number {
    const bytes = this.#bytes;
    const { length } = value;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit === 0 || unit > 127) return -1;
      bytes[start + i] = unit;
    }
    return length;
  }

  #putText(value: string, start: number): number {
    const text = value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
    return encoder.encodeInto(text, this.#bytes.subarray(start)).written;
  }

  /** Of a string whose bytes are behind it already. */
  #putLength(length: number): void {
    if (length > MAX_STRING_BYTES) throw new RangeError(`a string of ${length} bytes`);
    this.uint16(length);
    this.#end += length;
  }

  /** Throws a RangeError beyond 65,535 bytes. */
  binary(value: Uint8Array): void {
    if (value.length > MAX_STRING_BYTES) throw new RangeError(`binary data of ${value.length} bytes`);
    this.uint16(value.length);
    this.raw(value);
  }

  /** Bytes without a length. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** Starts a part whose length comes first, as a varint. */
  open(): number {
    this.#reserve(1);
    return ++this.#end;
  }

  close(start: number): void {
    const length = this.#end - start;
    const extra = varintBytes(length) - 1;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(start + extra, start, this.#end);
      this.#end += extra;
    }
    putVarint(this.#bytes, start - 1, length);
  }

  /** The packet of what was written. */
  finish(firstByte: number): Uint8Array {
    const length = this.#end - HEAD;
    const start = HEAD - 1 - varintBytes(length);
    this.#bytes[start] = firstByte;
    putVarint(this.#bytes, start + 1, length);
    return this.#copyFrom(start);
  }

  /** What was written, as it is. */
  take(): Uint8Array {
    return this.#copyFrom(HEAD);
  }

  #copyFrom(start: number): Uint8Array {
    const copy = this.#bytes.slice(start, this.#end);
    this.#end = HEAD;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = new Uint8Array(START_BYTES);
    return copy;
  }

  /** Forgets what was written. */
  reset(): void {
    this.#end = HEAD;
  }

  #reserve(count: number): void {
    const needed = this.#end + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}

function varintBytes(value: number): number {
  if (value < 128) return 1;
  if (value < 128 ** 2) return 2;
  if (value < 128 ** 3) return 3;
  if (value <= MAX_VARINT) return 4;
  throw new RangeError(`not a number that MQTT can write: ${value}`);
}

/** Returns the index after it. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  const last = at + varintBytes(value) - 1;
  let rest = value;
  for (let i = at; i < last; i++) {
    bytes[i] = (rest & 127) | 128;
    rest >>>= 7;
  }
  bytes[last] = rest;
  return last + 1;
}
