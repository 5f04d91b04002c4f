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
export function packClientFrame(frame: ClientFrameInit): Uint8Array {
  return encodeDelimitedClientFrame(frame);
}

/** Encodes a server's frame with its length prefix. */
export function packServerFrame(frame: ServerFrameInit): Uint8Array {
  return encodeDelimitedServerFrame(frame);
}

/** The answer to request `re`, with its length prefix. `body`: an encoded ServerFrame without `re`. */
export function packAnswer(re: number, body: Uint8Array): Uint8Array {
  answers.tag(RE_TAG);
  answers.varint(re);
  answers.raw(body);
  return answers.finishDelimited();
}

/** ServerFrame.re: field 1, a varint. */
const RE_TAG = 1 << 3;

const answers = /* @__PURE__ */ new Writer();

/** Puts the length prefix in front of an encoded payload. */
export function withLength(payload: Uint8Array): Uint8Array {
  const writer = new Writer();
  writer.bytes(payload);
  return writer.finish();
}

/**
 * Splits chunks of bytes into frames. The frames it passes on are views, valid until the handler returns. Between chunks it
 * keeps only an unfinished frame, in a buffer that grows with the bytes received: a large length prefix alone costs nothing.
 * While it is paused it keeps what comes as it is.
 */
export class FrameDecoder {
  /** Bytes not passed on yet: those from `#start` to `#end`. */
  #buffer: Uint8Array | undefined;
  #start = 0;
  #end = 0;
  #isPaused = false;
  /** Longer frames are refused before they are buffered. */
  maxFrameBytes: number;

  constructor(maxFrameBytes: number) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Passes on each complete frame. Throws MALFORMED_FRAME or TOO_LARGE; after that the stream cannot be read on. */
  push(chunk: Uint8Array, onFrame: (payload: Uint8Array) => void): void {
    if (this.#isPaused || this.#end > 0) {
      this.#append(chunk);
      this.#cutKept(onFrame);
      return;
    }
    const end = this.#cutAll(chunk, 0, chunk.length, onFrame);
    if (end < chunk.length) this.#append(chunk.subarray(end));
  }

  /** Passes on no frame more until {@link FrameDecoder.resume}; for handlers too. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Passes on what was kept, as push() does. */
  resume(onFrame: (payload: Uint8Array) => void): void {
    this.#isPaused = false;
    this.#cutKept(onFrame);
  }

  #cutKept(onFrame: (payload: Uint8Array) => void): void {
    if (this.#buffer === undefined) return;
    this.#start = this.#cutAll(this.#buffer, this.#start, this.#end, onFrame);
    if (this.#start < this.#end) return;
    this.#buffer = undefined;
    this.#start = this.#end = 0;
  }

  /** Returns the end of the last frame passed on. */
  #cutAll(bytes: Uint8Array, from: number, limit: number, onFrame: (payload: Uint8Array) => void): number {
    let start = from;
    while (start < limit && !this.#isPaused) {
      const end = this.#cut(bytes, start, limit, onFrame);
      if (end === start) break;
      start = end;
    }
    return start;
  }

  /** Passes on the frame at `start` and returns its end, or `start` if it is not complete before `limit`. */
  #cut(bytes: Uint8Array, start: number, limit: number, onFrame: (payload: Uint8Array) => void): number {
    let length = 0;
    let scale = 1;
    for (let at = start; at < start + 5; at++) {
      if (at >= limit) return start;
      const byte = bytes[at] ?? 0;
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
      if (end > limit) return start;
      // Not bytes.subarray(): for a Buffer that creates another Buffer, which costs several times as much.
      onFrame(new Uint8Array(bytes.buffer, bytes.byteOffset + at + 1, length));
      return end;
    }
    throw new PosthornError('MALFORMED_FRAME', 'a frame length of more than 5 bytes');
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#end - this.#start;
    const buffer = this.#buffer;
    if (buffer === undefined || this.#end + chunk.length > buffer.length) {
      // Room at the front is used when it is half of the buffer, so that bytes are moved seldom.
      const isRoomy =
        buffer !== undefined && this.#start >= buffer.length / 2 && kept + chunk.length <= buffer.length;
      const target = isRoomy ? buffer : new Uint8Array(Math.max(64, kept + chunk.length, kept * 2));
      if (buffer !== undefined) target.set(buffer.subarray(this.#start, this.#end));
      this.#buffer = target;
      this.#start = 0;
      this.#end = kept;
    }
    this.#buffer?.set(chunk, this.#end);
    this.#end += chunk.length;
  }
}
