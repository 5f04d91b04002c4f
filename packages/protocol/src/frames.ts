/**
 * Frames on a byte stream: a varint32 length, then that many bytes of one message. TCP carries them one after the other; a
 * binary WebSocket message holds one or more of them. So the same bytes work for both.
 *
 * @module
 */
import { PosthornError } from './errors.ts';
import { encodeDelimitedClientFrame, encodeDelimitedServerFrame } from './generated/messages.ts';
import type { ClientFrameInit, ServerFrameInit } from './generated/messages.ts';
import { Writer } from './wire.ts';

/** Encodes a client's frame with its length prefix. */
export function packClientFrame(frame: ClientFrameInit): Uint8Array<ArrayBuffer> {
  return encodeDelimitedClientFrame(frame);
}

/** Encodes a server's frame with its length prefix. */
export function packServerFrame(frame: ServerFrameInit): Uint8Array<ArrayBuffer> {
  return encodeDelimitedServerFrame(frame);
}

/** The answer to request `re`, with its length prefix. `body`: an encoded ServerFrame without `re`. */
export function packAnswer(re: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  answers.tag(RE_TAG);
  answers.varint(re);
  answers.raw(body);
  return answers.finishDelimited();
}

/** ServerFrame.re: field 1, a varint. */
const RE_TAG = 1 << 3;

const answers = /* @__PURE__ */ new Writer();

/** Puts the length prefix in front of an encoded payload. */
export function withLength(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const writer = new Writer();
  writer.bytes(payload);
  return writer.finish();
}

/**
 * Splits chunks of bytes into frames. The frames it passes on are views, valid until the handler returns. Between chunks it
 * keeps only an unfinished frame, in a buffer that grows with the bytes received: a large length prefix alone costs nothing.
 */
export class FrameDecoder {
  /** Its first `#kept` bytes are an unfinished frame. */
  #buffer: Uint8Array | undefined;
  #kept = 0;
  /** Longer frames are refused before they are buffered. */
  maxFrameBytes: number;

  constructor(maxFrameBytes: number) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Passes on each complete frame. Throws MALFORMED_FRAME or TOO_LARGE; after that the stream cannot be read on. */
  push(chunk: Uint8Array, onFrame: (payload: Uint8Array) => void): void {
    const bytes = this.#kept === 0 ? chunk : this.#append(chunk);
    let start = 0;
    while (start < bytes.length) {
      const end = this.#cut(bytes, start, onFrame);
      if (end === start) break;
      start = end;
    }
    this.#keep(bytes, start);
  }

  /** Passes on the frame at `start` and returns its end, or `start` if it is not complete yet. */
  #cut(bytes: Uint8Array, start: number, onFrame: (payload: Uint8Array) => void): number {
    let length = 0;
    let scale = 1;
    for (let at = start; at < start + 5; at++) {
      const byte = bytes[at];
      if (byte === undefined) return start;
      length += (byte & 127) * scale;
      scale *= 128;
      if (byte > 127) continue;
      if (length === 0) throw new PosthornError('MALFORMED_FRAME', 'a frame of no bytes');
      if (length > this.maxFrameBytes) {
        throw new PosthornError(
          'TOO_LARGE',
          `a frame of ${length} bytes; at most ${this.maxFrameBytes} are taken`,
        );
      }
      const end = at + 1 + length;
      if (end > bytes.length) return start;
      // Not bytes.subarray(): for a Buffer that creates another Buffer, which costs several times as much.
      onFrame(new Uint8Array(bytes.buffer, bytes.byteOffset + at + 1, length));
      return end;
    }
    throw new PosthornError('MALFORMED_FRAME', 'a frame length of more than 5 bytes');
  }

  #append(chunk: Uint8Array): Uint8Array {
    const total = this.#kept + chunk.length;
    const buffer = this.#withRoom(total);
    buffer.set(chunk, this.#kept);
    return buffer.subarray(0, total);
  }

  #keep(bytes: Uint8Array, start: number): void {
    const rest = bytes.length - start;
    if (rest === 0) {
      this.#buffer = undefined;
    } else if (this.#kept > 0 && bytes.buffer === this.#buffer?.buffer) {
      this.#buffer.copyWithin(0, start, bytes.length);
    } else {
      this.#withRoom(rest).set(bytes.subarray(start));
    }
    this.#kept = rest;
  }

  /** The buffer with room for `count` bytes; its content stays at the front. */
  #withRoom(count: number): Uint8Array {
    if (this.#buffer === undefined || this.#buffer.length < count) {
      const grown = new Uint8Array(Math.max(64, count, (this.#buffer?.length ?? 0) * 2));
      if (this.#buffer !== undefined) grown.set(this.#buffer.subarray(0, this.#kept));
      this.#buffer = grown;
    }
    return this.#buffer;
  }
}
