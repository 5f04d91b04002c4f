/**
 * Writes a server's packets.
 *
 * @module
 */
import { FieldWriter } from './field-writer.ts';
import { PACKET_TYPES } from './packets.ts';
import type { AckPacket, MqttVersion, Properties, PublishPacket, ServerPacket } from './packets.ts';
import { putProperties, writeProperties } from './properties.ts';
import { connackReturnCode } from './reasons.ts';

const writer = new FieldWriter();
const NOTHING = new Uint8Array(0);

/**
 * The bytes of a packet. None for what 3.1.1 does not have: DISCONNECT from a server, AUTH, and a CONNACK without a return
 * code. Throws a RangeError for a string or a packet that MQTT cannot write.
 */
export function encode(packet: ServerPacket, version: MqttVersion): Uint8Array {
  writer.reset();
  return version === 5 ? encode5(packet) : encode4(packet);
}

/**
 * The same for a client that takes packets up to `maxBytes` [MQTT-3.1.2-24]: without what only people read, if that helps.
 * Undefined: the packet may not be sent.
 */
export function encodeWithin(
  packet: ServerPacket,
  version: MqttVersion,
  maxBytes: number,
): Uint8Array | undefined {
  const whole = encode(packet, version);
  if (whole.length <= maxBytes) return whole;
  const short = encode(withoutWords(packet), version);
  return short.length <= maxBytes ? short : undefined;
}

/** Without Reason String and user properties. A publisher's go through as they are [MQTT-3.3.2-17]. */
export function withoutWords(packet: ServerPacket): ServerPacket {
  if (packet.cmd === 'publish' || !('properties' in packet) || packet.properties === undefined) return packet;
  const { reasonString: _reason, userProperties: _user, ...properties } = packet.properties;
  return { ...packet, properties };
}

/** Properties without their length, to be written into many packets. */
export function encodeProperties(properties: Properties | undefined): Uint8Array {
  writer.reset();
  putProperties(writer, properties);
  return writer.take();
}

/** Of {@link encodePublish}. */
export interface PublishParts extends Omit<PublishPacket, 'cmd' | 'messageId' | 'properties'> {
  readonly messageId: number | undefined;
}

/** A PUBLISH with properties that were encoded before and some of its own. `shared` undefined: 3.1.1, which has none. */
export function encodePublish(
  parts: PublishParts,
  shared: Uint8Array | undefined,
  own: Properties,
): Uint8Array {
  writer.reset();
  return publish(parts, () => {
    if (shared === undefined) return;
    const start = writer.open();
    writer.raw(shared);
    putProperties(writer, own);
    writer.close(start);
  });
}

function encode5(packet: ServerPacket): Uint8Array {
  const type = PACKET_TYPES[packet.cmd] << 4;
  switch (packet.cmd) {
    case 'connack':
      writer.byte(packet.sessionPresent ? 1 : 0);
      writer.byte(packet.reasonCode);
      writeProperties(writer, packet.properties);
      return writer.finish(type);
    case 'publish':
      return publish(packet, () => writeProperties(writer, packet.properties));
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      writer.uint16(packet.messageId);
      reason(packet.reasonCode, packet.properties);
      return writer.finish(firstByteOf(packet));
    case 'suback':
    case 'unsuback':
      writer.uint16(packet.messageId);
      writeProperties(writer, packet.properties);
      writer.raw(Uint8Array.from(packet.granted));
      return writer.finish(type);
    case 'pingresp':
      return writer.finish(type);
    case 'disconnect':
    case 'auth':
      reason(packet.reasonCode, packet.properties);
      return writer.finish(type);
  }
}

function encode4(packet: ServerPacket): Uint8Array {
  const type = PACKET_TYPES[packet.cmd] << 4;
  switch (packet.cmd) {
    case 'connack': {
      const code = connackReturnCode(packet.reasonCode);
      if (code === undefined) return NOTHING;
      writer.byte(packet.sessionPresent ? 1 : 0);
      writer.byte(code);
      return writer.finish(type);
    }
    case 'publish':
      return publish(packet, () => {});
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      writer.uint16(packet.messageId);
      return writer.finish(firstByteOf(packet));
    case 'suback':
      writer.uint16(packet.messageId);
      writer.raw(Uint8Array.from(packet.granted, (code) => Math.min(code, 0x80)));
      return writer.finish(type);
    case 'unsuback':
      writer.uint16(packet.messageId);
      return writer.finish(type);
    case 'pingresp':
      return writer.finish(type);
    case 'disconnect':
    case 'auth':
      return NOTHING;
  }
}

function publish(
  { topic, messageId, payload, qos, dup, retain }: PublishPacket | PublishParts,
  properties: () => void,
): Uint8Array {
  writer.string(topic);
  if (qos > 0) writer.uint16(messageId ?? 0);
  properties();
  writer.raw(payload);
  return writer.finish((PACKET_TYPES.publish << 4) | (dup ? 8 : 0) | (qos << 1) | (retain ? 1 : 0));
}

/** What can be left out is: many clients have never seen it. */
function reason(code: number, properties: Properties | undefined): void {
  if (code === 0 && properties === undefined) return;
  writer.byte(code);
  if (properties !== undefined) writeProperties(writer, properties);
}

/** PUBREL has a flag [MQTT-3.6.1-1]. */
function firstByteOf({ cmd }: AckPacket): number {
  return (PACKET_TYPES[cmd] << 4) | (cmd === 'pubrel' ? 2 : 0);
}
