/**
 * Splits the byte stream of a NATS client connection, in either direction, into units that may be dropped, repeated
 * or moved as a whole: messages with their payloads, and everything else line by line.
 * https://docs.nats.io/reference/reference-protocols/nats-protocol
 *
 * @module
 */

export interface NatsFrame {
  /** The subject of a message; undefined for everything else, such as PING and SUB. */
  readonly subject: string | undefined;
  /** The whole unit, with its line ends. A private copy. */
  readonly bytes: Buffer;
}

/** The stream is not NATS's protocol, or breaks a bound; the connection is useless. */
export class NatsFramingError extends Error {
  override readonly name = 'NatsFramingError';
}

const LINE_END = '\r\n';
/** INFO and CONNECT are the longest lines; nats-server itself accepts 4 KiB. */
const MAX_LINE_BYTES = 65_536;
const MAX_PAYLOAD_BYTES = 67_108_864;
/** PUB and MSG, and HPUB and HMSG with headers: only these have a payload; its length ends the line. */
const MESSAGE = /^H?(PUB|MSG)[ \t]+(\S+)[ \t].*?(\d+)[ \t]*$/i;

export class NatsFrames {
  #rest: Buffer = Buffer.alloc(0);
  /** How many leading bytes are known to have no line end. */
  #searched = 0;

  /** Calls `onFrame` for each complete frame, in order. Throws a NatsFramingError. */
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
