/**
 * MQTT 5 from the client's side: packets as bytes. It shares nothing with the server. Section numbers refer to the OASIS
 * standard.
 *
 * @module
 */

/** An answer to a PUBLISH, or a step of QoS 2. */
export interface Answer {
  readonly kind: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp';
  readonly id: number;
  readonly reason: number;
  readonly userProperties: ReadonlyMap<string, string>;
}

export type ServerPacket =
  | Answer
  | { readonly kind: 'connack'; readonly isPresent: boolean; readonly reason: number }
  | { readonly kind: 'publish'; readonly id: number; readonly qos: number; readonly payload: Uint8Array }
  | { readonly kind: 'suback'; readonly reasons: readonly number[] }
  | { readonly kind: 'disconnect' | 'other'; readonly reason: number };

/** Section 2.1.2: types with their flags, as they are written. */
const TYPES = { puback: 0x40, pubrec: 0x50, pubrel: 0x62, pubcomp: 0x70 } as const;
const [CONNECT, PUBLISH, SUBSCRIBE, PINGREQ, DISCONNECT] = [0x10, 0x30, 0x82, 0xc0, 0xe0];
/** Section 3.1.2: flags of CONNECT. */
const [CLEAN, WILL] = [0x02, 0x04];
/** Section 2.2.2.2. */
const [CONTENT_TYPE, SESSION_EXPIRY, REASON_STRING, USER_PROPERTY] = [0x03, 0x11, 0x1f, 0x26];
const PROTOBUF = 'application/x-protobuf';

/** A CONNECT that goes on with a session, if there is one, and leaves it for `keptS` seconds. */
export function connect(of: {
  readonly clientId: string;
  readonly user: string;
  readonly password: string;
  readonly keptS: number;
  /** Begins anew. */
  readonly isClean?: boolean;
  readonly will?: { readonly topic: string; readonly payload: Uint8Array };
}): Uint8Array {
  const { will, isClean = false } = of;
  // User name, password; no keep-alive.
  const flags = Buffer.from([5, 0xc0 | (isClean ? CLEAN : 0) | (will === undefined ? 0 : WILL), 0, 0]);
  const expiry = Buffer.alloc(5);
  expiry[0] = SESSION_EXPIRY;
  expiry.writeUInt32BE(of.keptS, 1);
  return packet(CONNECT, [
    text('MQTT'),
    flags,
    measured(expiry),
    text(of.clientId),
    ...(will === undefined ? [] : [measured(Buffer.alloc(0)), text(will.topic), binary(will.payload)]),
    text(of.user),
    text(of.password),
  ]);
}

/** A goodbye: the will is not wanted any more. */
export function disconnect(): Uint8Array {
  return packet(DISCONNECT, []);
}

/** Asks for the protobuf form of messages. */
export function subscribe(id: number, filters: readonly string[], qos: number): Uint8Array {
  const properties = measured(userProperty('content-type', PROTOBUF));
  return packet(SUBSCRIBE, [
    uint16(id),
    properties,
    ...filters.flatMap((filter) => [text(filter), Buffer.from([qos])]),
  ]);
}

/** `clientId` names the message, whose `payload` is a content of the native protocol. */
export function publish(of: {
  readonly id: number;
  readonly qos: 1 | 2;
  readonly isDup: boolean;
  readonly topic: string;
  readonly clientId: string;
  readonly payload: Uint8Array;
}): Uint8Array {
  const properties = [Buffer.from([CONTENT_TYPE]), text(PROTOBUF), userProperty('client-id', of.clientId)];
  const type = PUBLISH | (of.isDup ? 0x08 : 0) | (of.qos << 1);
  return packet(type, [text(of.topic), uint16(of.id), measured(Buffer.concat(properties)), of.payload]);
}

export function answer(kind: Answer['kind'], id: number): Uint8Array {
  return packet(TYPES[kind], [uint16(id)]);
}

export function ping(): Uint8Array {
  return packet(PINGREQ, []);
}

/** Cuts what is received into packets. */
export class PacketStream {
  #kept = Buffer.alloc(0);

  push(bytes: Uint8Array, onPacket: (packet: ServerPacket) => void): void {
    this.#kept = Buffer.concat([this.#kept, bytes]);
    for (;;) {
      const head = lengthAt(this.#kept, 1);
      if (head === undefined || this.#kept.length < head.end + head.length) return;
      const [type = 0] = this.#kept;
      const body = this.#kept.subarray(head.end, head.end + head.length);
      this.#kept = this.#kept.subarray(head.end + head.length);
      onPacket(parsed(type, body));
    }
  }
}

function parsed(type: number, body: Buffer): ServerPacket {
  switch (type >> 4) {
    case 2:
      return { kind: 'connack', isPresent: (body[0] ?? 0) === 1, reason: body[1] ?? 0 };
    case 3:
      return publishIn((type >> 1) & 3, body);
    case 4:
      return answerIn('puback', body);
    case 5:
      return answerIn('pubrec', body);
    case 6:
      return answerIn('pubrel', body);
    case 7:
      return answerIn('pubcomp', body);
    case 9: {
      const { length = 0, end = 0 } = lengthAt(body, 2) ?? {};
      return { kind: 'suback', reasons: [...body.subarray(end + length)] };
    }
    case 14:
      return { kind: 'disconnect', reason: body[0] ?? 0 };
    default:
      return { kind: 'other', reason: 0 };
  }
}

function publishIn(qos: number, body: Buffer): ServerPacket {
  const topicEnd = 2 + body.readUInt16BE(0);
  const propertiesAt = topicEnd + (qos === 0 ? 0 : 2);
  const { length = 0, end = 0 } = lengthAt(body, propertiesAt) ?? {};
  const id = qos === 0 ? 0 : body.readUInt16BE(topicEnd);
  return { kind: 'publish', id, qos, payload: body.subarray(end + length) };
}

/** Section 3.4.2: reason and properties may be left out. */
function answerIn(kind: Answer['kind'], body: Buffer): Answer {
  const userProperties = new Map<string, string>();
  const { length = 0, end = body.length } = body.length > 3 ? (lengthAt(body, 3) ?? {}) : {};
  for (let at = end; at < end + length;) {
    const property = body[at];
    const first = textAt(body, at + 1);
    if (property === REASON_STRING) {
      at = first.end;
      continue;
    }
    if (property !== USER_PROPERTY) throw new RangeError(`an ack has the property ${property}`);
    const second = textAt(body, first.end);
    userProperties.set(first.value, second.value);
    at = second.end;
  }
  return { kind, id: body.readUInt16BE(0), reason: body[2] ?? 0, userProperties };
}

/** Section 1.5.5: a number of one to four bytes; undefined: more bytes must come. */
function lengthAt(
  bytes: Buffer,
  start: number,
): { readonly length: number; readonly end: number } | undefined {
  let [length, scale] = [0, 1];
  for (let at = start; at < bytes.length && at < start + 4; at++) {
    const byte = bytes[at] ?? 0;
    length += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return { length, end: at + 1 };
  }
  return undefined;
}

function textAt(bytes: Buffer, at: number): { readonly value: string; readonly end: number } {
  const end = at + 2 + bytes.readUInt16BE(at);
  return { value: bytes.toString('utf8', at + 2, end), end };
}

function packet(type: number, parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.from([type]), measured(Buffer.concat(parts))]);
}

/** With its length before it. */
function measured(bytes: Uint8Array): Uint8Array {
  const head: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    head.push(rest < 128 ? rest : (rest % 128) | 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from(head), bytes]);
}

function userProperty(name: string, value: string): Uint8Array {
  return Buffer.concat([Buffer.from([USER_PROPERTY]), text(name), text(value)]);
}

function text(value: string): Uint8Array {
  return binary(Buffer.from(value));
}

function binary(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function uint16(value: number): Uint8Array {
  return Buffer.from([value >> 8, value & 255]);
}
