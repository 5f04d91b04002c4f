/**
 * Cuts the byte stream of a NATS client connection, in either direction, into what may be left out, repeated or moved as
 * a whole: messages with their payloads, and everything else line by line.
 * https://docs.nats.io/reference/reference-protocols/nats-protocol
 *
 * @module
 */

export interface NatsFrame {
  /** Of a message: where it goes. Undefined for everything else, such as PING and SUB. */
  readonly subject: string | undefined;
  /** All of it, with its line ends. A copy that nobody else changes. */
  readonly bytes: Buffer;
}

/** The stream is not NATS, or breaks a bound; its connection is of no use any more. */
export class NatsFramingError extends Error {
  override readonly name = 'NatsFramingError';
}

const LINE_END = '\r\n';
/** INFO and CONNECT are the longest; nats-server itself takes 4 KiB. */
const MAX_LINE_BYTES = 65_536;
const MAX_PAYLOAD_BYTES = 67_108_864;
/** Publish and deliver, the latter two with headers; only these have a payload, whose length ends the line. */
const MESSAGE = /^H?(PUB|MSG)[ \t]+(\S+)[ \t].*?(\d+)[ \t]*$/i;

export class NatsFrames {
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes from the beginning that are known to have no line end. */
  #searched = 0;

  /** Calls `onFrame` for each frame that is complete now, in order. Throws a NatsFramingError. */
  push(bytes: Buffer, onFrame: (frame: NatsFrame) => void): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let frame; (frame = this.#next()) !== undefined;) onFrame(frame);
  }

  #next(): NatsFrame | undefined {
    const end = this.#rest.indexOf(LINE_END, this.#searched);
    if (end === -1) {
      this.#searched = Math.max(0, this.#rest.length - 1);
      if (this.#rest.length > MAX_LINE_BYTES) throw new NatsFramingError('a line without an end');
      return undefined;
    }
    const line = this.#rest.toString('latin1', 0, end);
    const [, , subject, length] = MESSAGE.exec(line) ?? [];
    const payload = length === undefined ? undefined : Number(length);
    if (payload !== undefined && payload > MAX_PAYLOAD_BYTES)
      throw new NatsFramingError('a payload too large');
    const size = end + LINE_END.length + (payload === undefined ? 0 : payload + LINE_END.length);
    this.#searched = end;
    if (this.#rest.length < size) return undefined;
    const frame = { subject, bytes: this.#rest.subarray(0, size) };
    this.#rest = this.#rest.subarray(size);
    this.#searched = 0;
    return frame;
  }
}
