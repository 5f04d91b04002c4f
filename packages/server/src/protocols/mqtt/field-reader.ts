/**
 * Reads MQTT's data types (§1.5) from a part of a packet. Throws Malformed Packet for what is not one of them.
 *
 * @module
 */
import { MqttError } from './error.ts';
import { REASON } from './reason-codes.ts';

/** [MQTT-1.5.4-1] no surrogates, [MQTT-1.5.4-3] a byte order mark is a character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Up to this length a loop reads ASCII faster than a decoder. */
const MAX_LOOP = 48;

export class FieldReader {
  readonly #bytes: Uint8Array;
  #at: number;
  readonly #end: number;

  /** Reads `bytes` from `at` to before `end`. */
  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#end = end;
  }

  get hasMore(): boolean {
    return this.#at < this.#end;
  }

  byte(): number {
    return this.#bytes[this.#take(1)] as number;
  }

  uint16(): number {
    const at = this.#take(2);
    return ((this.#bytes[at] as number) << 8) | (this.#bytes[at + 1] as number);
  }

  uint32(): number {
    return this.uint16() * 65_536 + this.uint16();
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 128 ** 3; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte > 127) continue;
      if (byte === 0 && scale > 1) throw malformed('a number is written longer than it needs to be');
      return value;
    }
    throw malformed('a number of more than four bytes');
  }

  string(): string {
    const length = this.uint16();
    const start = this.#take(length);
    const bytes = this.#bytes;
    if (length > MAX_LOOP) return this.#decode(start, length);
    let text = '';
    for (let at = start; at < start + length; at++) {
      const byte = bytes[at] as number;
      if (byte === 0 || byte > 127) return this.#decode(start, length);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** A copy. */
  binary(): Uint8Array {
    const length = this.uint16();
    const start = this.#take(length);
    return this.#bytes.slice(start, start + length);
  }

  /** A copy of what is left. */
  rest(): Uint8Array {
    const start = this.#take(this.#end - this.#at);
    return this.#bytes.slice(start, this.#end);
  }

  /** The next `length` bytes, as a reader of their own. */
  part(length: number): FieldReader {
    const start = this.#take(length);
    return new FieldReader(this.#bytes, start, start + length);
  }

  #take(count: number): number {
    const at = this.#at;
    if (count > this.#end - at) throw malformed('a field is longer than what it is in');
    this.#at = at + count;
    return at;
  }

  #decode(start: number, length: number): string {
    let text: string;
    try {
      text = utf8.decode(this.#bytes.subarray(start, start + length));
    } catch (cause) {
      throw new MqttError(REASON.malformedPacket, 'a string is not UTF-8', { cause });
    }
    if (text.includes('\0')) throw malformed('a string has the character U+0000'); // [MQTT-1.5.4-2]
    return text;
  }
}

export function malformed(message: string): MqttError {
  return new MqttError(REASON.malformedPacket, message);
}

export function protocolError(message: string): MqttError {
  return new MqttError(REASON.protocolError, message);
}
