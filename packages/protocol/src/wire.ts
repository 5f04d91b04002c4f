/**
 * Reads and writes the part of the protobuf wire format that our messages use: varints and length-delimited fields. Other
 * fields are skipped. Stricter than proto3 requires: see {@link WireError}.
 * Source: https://protobuf.dev/programming-guides/encoding/
 *
 * @module
 */

/** The bytes are not a valid message: truncated, nested too deep, not UTF-8, or with a number above 2^53-1. */
export class WireError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WireError';
  }
}

/** Deepest nesting of messages. */
const MAX_DEPTH = 16;

/** Size of a slab that small messages share. One stored message keeps its whole slab alive, as with Node's Buffer pool. */
const SLAB_BYTES = 8192;

/** Up to this size a loop copies faster than `set()`. */
const MAX_LOOP = 256;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Encodes one message. Reusable: {@link Writer.finish} returns a copy and starts over. */
export class Writer {
  #bytes = new Uint8Array(512);
  #end = 0;
  #slab = new ArrayBuffer(0);
  /** How much of the slab is used. Initially beyond its size, so that the first message creates one. */
  #slabEnd = SLAB_BYTES + 1;

  /** A field's key: number << 3 | wire type. */
  tag(value: number): void {
    this.varint(value);
  }

  /** An integer in [0, 2^53-1]; anything else is a RangeError. */
  varint(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER) || value % 1 !== 0) {
      throw new RangeError(`not an integer in [0, 2^53-1]: ${value}`);
    }
    this.#reserve(10);
    const bytes = this.#bytes;
    let rest = value;
    while (rest > 0x7fffffff) {
      bytes[this.#end++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      bytes[this.#end++] = (rest & 127) | 0x80;
      rest >>>= 7;
    }
    bytes[this.#end++] = rest;
  }

  bool(value: boolean): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = value ? 1 : 0;
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** Appends fields that are encoded already. */
  raw(fields: Uint8Array): void {
    this.#reserve(fields.length);
    this.#bytes.set(fields, this.#end);
    this.#end += fields.length;
  }

  string(value: string): void {
    const { length } = value;
    this.#reserve(length * 3 + 5);
    const start = this.open();
    const bytes = this.#bytes;
    let end = this.#end;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 127) {
        end = this.#end + encoder.encodeInto(value, bytes.subarray(this.#end)).written;
        break;
      }
      bytes[end++] = unit;
    }
    this.#end = end;
    this.close(start);
  }

  /** Starts a length-delimited part; its length is filled in by {@link Writer.close}. */
  open(): number {
    this.#reserve(1);
    return ++this.#end;
  }

  close(start: number): void {
    const length = this.#end - start;
    if (length < 128) {
      this.#bytes[start - 1] = length;
      return;
    }
    const extra = varintBytes(length) - 1;
    this.#reserve(extra);
    this.#bytes.copyWithin(start + extra, start, this.#end);
    this.#end = start - 1;
    this.varint(length);
    this.#end += length;
  }

  /** The message so far, as a copy that belongs to the caller. */
  finish(): Uint8Array {
    const message = this.#room(this.#end);
    this.#copyTo(message, 0);
    return message;
  }

  /** Like finish(), with the length in front as a varint. */
  finishDelimited(): Uint8Array {
    const prefix = varintBytes(this.#end);
    const message = this.#room(prefix + this.#end);
    let rest = this.#end;
    for (let i = 0; i < prefix - 1; i++) {
      message[i] = (rest & 127) | 128;
      rest >>>= 7;
    }
    message[prefix - 1] = rest;
    this.#copyTo(message, prefix);
    return message;
  }

  #copyTo(message: Uint8Array, start: number): void {
    const bytes = this.#bytes;
    const end = this.#end;
    if (end > MAX_LOOP) message.set(bytes.subarray(0, end), start);
    else for (let i = 0; i < end; i++) message[start + i] = bytes[i] as number;
    this.#end = 0;
  }

  /** Bytes for one message. Small messages share a slab: a separate buffer would cost more than the rest of the encoding. */
  #room(count: number): Uint8Array<ArrayBuffer> {
    if (count > SLAB_BYTES / 8) return new Uint8Array(count);
    if (this.#slabEnd + count > SLAB_BYTES) {
      this.#slab = new ArrayBuffer(SLAB_BYTES);
      this.#slabEnd = 0;
    }
    const room = new Uint8Array(this.#slab, this.#slabEnd, count);
    this.#slabEnd += count;
    return room;
  }

  /** Drops an unfinished message, after an error. */
  reset(): void {
    this.#end = 0;
  }

  #reserve(count: number): void {
    const needed = this.#end + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = grown;
  }
}

/** How many bytes a length takes as a varint. */
function varintBytes(length: number): number {
  if (length < 128) return 1;
  return length < 16_384 ? 2 : length < 2_097_152 ? 3 : length < 268_435_456 ? 4 : 5;
}

/** Decodes one message. Every Uint8Array that it returns is a view into the input. */
export class Reader {
  readonly #bytes: Uint8Array;
  /** Index of the next byte. */
  position: number;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.position = 0;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** An unsigned integer up to 2^53-1. */
  varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.position++];
    if (byte === undefined) throw new WireError('cut off');
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    for (let count = 1; count < 10; count++) {
      byte = bytes[this.position++];
      if (byte === undefined) throw new WireError('cut off');
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) throw new WireError('a number above 2^53-1');
        return value;
      }
      scale *= 128;
    }
    throw new WireError('a varint of more than 10 bytes');
  }

  bool(): boolean {
    return this.varint() !== 0;
  }

  /** The end of the length-delimited part that starts here. Throws if it is beyond the message. */
  #span(): number {
    const length = this.varint();
    const end = this.position + length;
    if (end > this.#bytes.length) throw new WireError('a length beyond the end');
    return end;
  }

  bytes(): Uint8Array {
    const end = this.#span();
    const view = this.#bytes.subarray(this.position, end);
    this.position = end;
    return view;
  }

  string(): string {
    const end = this.#span();
    const bytes = this.#bytes;
    const start = this.position;
    this.position = end;
    if (end - start > 48) return this.#decode(start, end);
    let text = '';
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte > 127) return this.#decode(start, end);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #decode(start: number, end: number): string {
    try {
      return decoder.decode(this.#bytes.subarray(start, end));
    } catch {
      throw new WireError('a string that is not UTF-8');
    }
  }

  /** Reads a nested message. */
  message<T>(read: (reader: Reader, end: number) => T): T {
    const end = this.#span();
    if (++this.#depth > MAX_DEPTH) throw new WireError(`messages nested more than ${MAX_DEPTH} deep`);
    const value = read(this, end);
    if (this.position !== end) throw new WireError('a field that runs over its message');
    this.#depth--;
    return value;
  }

  /** Reads a packed list of integers onto `values`. */
  packed(values: number[]): void {
    const end = this.#span();
    while (this.position < end) values.push(this.varint());
    if (this.position !== end) throw new WireError('a field that runs over its message');
  }

  /** Skips an unknown field. */
  skip(tag: number): void {
    if (tag < 8) throw new WireError('field number 0');
    switch (tag & 7) {
      case 0:
        this.#skipVarint();
        break;
      case 1:
        this.#advance(8);
        break;
      case 2:
        this.position = this.#span();
        break;
      case 5:
        this.#advance(4);
        break;
      default:
        throw new WireError(`wire type ${tag & 7}`);
    }
  }

  #advance(count: number): void {
    this.position += count;
    if (this.position > this.#bytes.length) throw new WireError('cut off');
  }

  /** Unlike varint(): an unknown field may hold all 64 bits. */
  #skipVarint(): void {
    for (let count = 0; count < 10; count++) {
      const byte = this.#bytes[this.position++];
      if (byte === undefined) throw new WireError('cut off');
      if (byte < 128) return;
    }
    throw new WireError('a varint of more than 10 bytes');
  }
}
