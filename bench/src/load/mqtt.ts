/**
 * Minimal MQTT 5: packets as bytes. Section numbers refer to the OASIS standard.
 *
 * @module
 */
import type { Listener, Talker } from './closed-loop.ts';
import { Line } from './line.ts';

export type Qos = 0 | 1;

/** Control packet types with their flags, section 2.2. */
const CONNECT = 0x10;
const CONNACK = 0x20;
const PUBLISH = 0x30;
const PUBACK = 0x40;
const SUBSCRIBE = 0x82;
const SUBACK = 0x90;

/** Messages start with their number; see load/numbered.ts. */
const NUMBER_CHARS = 10;

export interface MqttPerson {
  readonly clientId: string;
  /** A filter; with QoS 1 its own messages do not come back. */
  readonly topic: string;
  readonly qos: Qos;
  /** Default: it does not say who it is. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly localAddress?: string | undefined;
}

/** Section 3.1.2.3: who logs in, and with QoS 0 starts clean. */
const [HAS_USER, HAS_PASSWORD, IS_CLEAN] = [0x80, 0x40, 0x02];
/** Section 3.8.3.1. */
const NO_LOCAL = 0x04;
/** Section 3.1.2.11.2: how long a session with QoS 1 is kept, as a property. */
const KEPT_FOR_AN_HOUR = Buffer.from([5, 0x11, 0, 0, 14, 16]);
const NO_PROPERTIES = Buffer.from([0]);
const LEAST_REFUSAL = 0x80;

/** Connects and subscribes. Rejects if the broker refuses. */
export async function connectMqtt(port: number, person: MqttPerson): Promise<Line> {
  const { clientId, topic, qos, login, localAddress } = person;
  const line = await Line.open(port, localAddress);
  const accepted = answered(line, 2);
  // Section 3.1: the protocol's name and level; no keep-alive.
  const flags = (qos === 0 ? IS_CLEAN : 0) | (login === undefined ? 0 : HAS_USER | HAS_PASSWORD);
  const kept = qos === 0 ? NO_PROPERTIES : KEPT_FOR_AN_HOUR;
  const credentials = login === undefined ? [] : [text(login.user), text(login.password)];
  line.put(
    packet(CONNECT, [text('MQTT'), Buffer.from([5, flags, 0, 0]), kept, text(clientId), ...credentials]),
  );
  const options = qos | (qos === 0 ? 0 : NO_LOCAL);
  line.put(packet(SUBSCRIBE, [Buffer.from([0, 1]), NO_PROPERTIES, text(topic), Buffer.from([options])]));
  line.flush();
  const [connack, suback] = await accepted;
  if (connack?.type !== CONNACK || connack.body[1] !== 0)
    throw new Error(`the broker refused the connection: ${connack?.body[1]}`);
  if (suback?.type !== SUBACK || suback.body.at(-1) !== qos)
    throw new Error(`the broker refused the subscription: ${suback?.body.at(-1)}`);
  return line;
}

/**
 * Publishes to `topic`, and acks what it receives. With QoS 0 its own message, to which it is subscribed, is the ack.
 */
export function mqttTalker(line: Line, topic: string, qos: Qos): Talker {
  let lastId = 0;
  /** With QoS 0: the numbers of messages that have not come back yet. */
  const own = new Set<string>();
  let [acked, heard] = [0, 0];
  const talker: Talker = {
    say(_id, message) {
      if (qos === 0) own.add(message.slice(0, NUMBER_CHARS));
      lastId = (lastId % 65_535) + 1;
      line.put(publish(topic, Buffer.from(message, 'latin1'), qos, lastId));
    },
    flush: () => line.flush(),
    onAcked: () => {},
    onHeard: () => {},
    close: () => line.close(),
  };
  line.onChunk = packets(
    ({ type, body }) => {
      if (type === PUBACK) {
        const reason = body[2] ?? 0;
        if (reason >= LEAST_REFUSAL) throw new Error(`the broker refused a message: ${reason}`);
        acked += 1;
      }
      if ((type & 0xf0) === PUBLISH) {
        heard += 1;
        if (qos === 0) acked += own.delete(numberOf(body)) ? 1 : 0;
        else line.put(packet(PUBACK, [body.subarray(idAt(body), idAt(body) + 2)]));
      }
    },
    () => {
      line.flush();
      const [ackedNow, heardNow] = [acked, heard];
      [acked, heard] = [0, 0];
      if (heardNow > 0) talker.onHeard(heardNow);
      if (ackedNow > 0) talker.onAcked(ackedNow);
    },
  );
  return talker;
}

export function mqttListener(line: Line): Listener {
  const listener: Listener = { onBytes: () => {}, close: () => line.close() };
  line.onChunk = (chunk) => listener.onBytes(chunk.length);
  return listener;
}

interface Packet {
  /** With its flags. */
  readonly type: number;
  readonly body: Buffer;
}

/** Splits chunks into packets; calls `chunkDone` after each chunk. */
function packets(handle: (packet: Packet) => void, chunkDone: () => void): (chunk: Buffer) => void {
  let kept: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let start = 0;
    for (;;) {
      const end = endOf(bytes, start);
      if (end === undefined) break;
      handle({ type: bytes[start] ?? 0, body: bytes.subarray(end.body, end.packet) });
      start = end.packet;
    }
    kept = bytes.subarray(start);
    chunkDone();
  };
}

/** Section 2.2.3: the remaining length takes one to four bytes. */
function endOf(bytes: Buffer, start: number): { readonly body: number; readonly packet: number } | undefined {
  let [length, scale] = [0, 1];
  for (let at = start + 1; at < bytes.length && at < start + 5; at++) {
    const byte = bytes[at] ?? 0;
    length += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128)
      return at + 1 + length <= bytes.length ? { body: at + 1, packet: at + 1 + length } : undefined;
  }
  return undefined;
}

function answered(line: Line, count: number): Promise<readonly Packet[]> {
  return new Promise((resolve) => {
    const answers: Packet[] = [];
    line.onChunk = packets(
      ({ type, body }) => void answers.push({ type, body: Buffer.from(body) }),
      () => {
        if (answers.length >= count) resolve(answers);
      },
    );
  });
}

/** Section 3.3.2: the packet id follows the topic. */
function idAt(body: Buffer): number {
  return 2 + body.readUInt16BE(0);
}

/** With QoS 0 the message follows the topic and the properties. */
function numberOf(body: Buffer): string {
  const { length, end } = lengthAt(body, idAt(body));
  return body.toString('latin1', end + length, end + length + NUMBER_CHARS);
}

/** Section 1.5.5: a number of one to four bytes. */
function lengthAt(bytes: Buffer, start: number): { readonly length: number; readonly end: number } {
  let [length, scale, at] = [0, 1, start];
  for (; at < start + 4; scale *= 128) {
    const byte = bytes[at++] ?? 0;
    length += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return { length, end: at };
}

function publish(topic: string, payload: Buffer, qos: Qos, id: number): Buffer {
  const idBytes = qos === 0 ? [] : [Buffer.from([id >> 8, id & 255])];
  return packet(PUBLISH | (qos << 1), [text(topic), ...idBytes, NO_PROPERTIES, payload]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(type: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [type];
  for (let rest = length; ;) {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    head.push(rest > 0 ? byte | 128 : byte);
    if (rest === 0) break;
  }
  return Buffer.concat([Buffer.from(head), ...parts]);
}
