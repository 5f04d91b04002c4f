/**
 * Cuts a client's stream of bytes into packets.
 *
 * @module
 */
import { MqttError } from './error.ts';
import { FieldReader, malformed, protocolError } from './field-reader.ts';
import { PACKET_TYPES } from './packets.ts';
import type { ClientPacket, MqttVersion } from './packets.ts';
import { parsePacket } from './parse.ts';
import { readVersion } from './parse-connect.ts';
import { REASON } from './reason-codes.ts';

type OnPacket = (packet: ClientPacket) => void;

const SMALLEST_BUFFER = 64;

/**
 * Between chunks it keeps only an unfinished packet, in a buffer that grows with the bytes received: a large length alone
 * costs nothing, and an idle connection has no buffer. While it is paused it keeps what comes as it is. Once it has thrown,
 * the stream cannot be read on.
 */
export class PacketReader {
  /** Largest packet, with its first byte and its length. May be changed between packets. */
  maxBytes: number;
  #version: MqttVersion | undefined;
  #isConnected = false;
  #isPaused = false;
  /** Bytes not passed on yet: those from `#start` to `#end`. */
  #buffer: Uint8Array | undefined;
  #start = 0;
  #end = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** What the client speaks; for one whose version is refused, what the refusal is written in. Undefined before CONNECT. */
  get version(): MqttVersion | undefined {
    return this.#version;
  }

  /** Passes on each complete packet, which has copies of the bytes. Throws an MqttError. */
  push(bytes: Uint8Array, onPacket: OnPacket): void {
    if (this.#isPaused || this.#end > 0) {
      this.#keep(bytes);
      this.#cutKept(onPacket);
      return;
    }
    const end = this.#cutAll(bytes, 0, bytes.length, onPacket);
    if (end < bytes.length) this.#keep(bytes.subarray(end));
  }

  /** Passes on no packet more until {@link PacketReader.resume}; for handlers too. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Passes on what was kept, as push() does. */
  resume(onPacket: OnPacket): void {
    this.#isPaused = false;
    this.#cutKept(onPacket);
  }

  #cutKept(onPacket: OnPacket): void {
    if (this.#buffer === undefined) return;
    this.#start = this.#cutAll(this.#buffer, this.#start, this.#end, onPacket);
    if (this.#start < this.#end) return;
    this.#buffer = undefined;
    this.#start = this.#end = 0;
  }

  /** Returns the end of the last packet passed on. */
  #cutAll(bytes: Uint8Array, from: number, limit: number, onPacket: OnPacket): number {
    let start = from;
    while (start < limit && !this.#isPaused) {
      const end = this.#cut(bytes, start, limit, onPacket);
      if (end === start) break;
      start = end;
    }
    return start;
  }

  /** Passes on the packet at `start` and returns its end, or `start` if it is not complete before `limit`. */
  #cut(bytes: Uint8Array, start: number, limit: number, onPacket: OnPacket): number {
    const firstByte = bytes[start] as number;
    this.#checkOrder(firstByte);
    let length = 0;
    let scale = 1;
    for (let at = start + 1; at < start + 5; at++) {
      if (at >= limit) return start;
      const byte = bytes[at] as number;
      length += (byte & 127) * scale;
      scale *= 128;
      if (byte > 127) continue;
      const end = at + 1 + length;
      this.#checkSize(end - start);
      if (end > limit) return start;
      onPacket(this.#parse(firstByte, new FieldReader(bytes, at + 1, end)));
      return end;
    }
    throw malformed('a length of more than four bytes');
  }

  /** Before the packet is complete, so that nobody makes a server wait for what it will not take. */
  #checkOrder(firstByte: number): void {
    const isConnect = firstByte >>> 4 === PACKET_TYPES.connect;
    if (isConnect === !this.#isConnected) return;
    throw isConnect
      ? protocolError('a second CONNECT') // [MQTT-3.1.0-2]
      : protocolError('the first packet must be CONNECT'); // [MQTT-3.1.0-1]
  }

  #checkSize(bytes: number): void {
    if (bytes <= this.maxBytes) return;
    throw new MqttError(
      REASON.packetTooLarge,
      `a packet of ${bytes} bytes; at most ${this.maxBytes} are taken`,
    );
  }

  #parse(firstByte: number, fields: FieldReader): ClientPacket {
    const version = this.#version ?? this.#readVersion(fields);
    const packet = parsePacket(firstByte, fields, version);
    this.#isConnected = true;
    return packet;
  }

  #readVersion(fields: FieldReader): MqttVersion {
    const { version, refusal } = readVersion(fields);
    this.#version = version;
    if (refusal !== undefined) throw refusal;
    return version;
  }

  #keep(bytes: Uint8Array): void {
    const kept = this.#end - this.#start;
    const total = kept + bytes.length;
    let buffer = this.#buffer;
    if (buffer === undefined || this.#end + bytes.length > buffer.length) {
      // Room at the front is used when it is half of the buffer, so that bytes are moved seldom.
      const isRoomy = buffer !== undefined && this.#start >= buffer.length / 2 && total <= buffer.length;
      const target =
        isRoomy && buffer !== undefined ? buffer : new Uint8Array(Math.max(SMALLEST_BUFFER, total, kept * 2));
      if (buffer !== undefined) target.set(buffer.subarray(this.#start, this.#end));
      buffer = this.#buffer = target;
      this.#start = 0;
      this.#end = kept;
    }
    buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }
}
