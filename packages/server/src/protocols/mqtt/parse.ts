/**
 * Turns the bytes of one packet of a client into a packet. Throws an {@link MqttError} that says what is wrong.
 *
 * mqtt-packet is not used: it parses a PUBLISH three to nine times slower than this, does not notice what is cut off,
 * doubled or forbidden, and so would need most of this around it.
 *
 * @module
 */
import { malformed, protocolError } from './field-reader.ts';
import type { FieldReader } from './field-reader.ts';
import { PACKET_TYPES } from './packets.ts';
import type {
  AckPacket,
  AuthPacket,
  ClientPacket,
  DisconnectPacket,
  MqttVersion,
  Properties,
  PublishPacket,
  QoS,
  SubscribePacket,
  Subscription,
  UnsubscribePacket,
} from './packets.ts';
import { checkTopicName, MAX_ITEMS, readProperties, tooMany } from './properties.ts';
import type { PropertyPlace } from './properties.ts';
import { parseConnect } from './parse-connect.ts';
import { REASON } from './reason-codes.ts';

/** Reason codes that a client may send (§3.4.2.1, §3.6.2.1, §3.14.2.1, §3.15.2.1). */
const RECEIVED = new Set([0, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99]);
const RELEASED = new Set([0, 0x92]);
const DISCONNECTED = new Set([0, 4, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99]);
const AUTHENTICATED = new Set<number>([REASON.continueAuthentication, REASON.reAuthenticate]);

/**
 * `firstByte` is the type with its flags; the fields are what follows the length. They are copied. For a CONNECT,
 * {@link readVersion} has read the first two of them.
 */
export function parsePacket(firstByte: number, fields: FieldReader, version: MqttVersion): ClientPacket {
  const packet = parseFields(firstByte, fields, version);
  if (fields.hasMore) throw malformed(`${packet.cmd} has bytes beyond its end`);
  return packet;
}

function parseFields(firstByte: number, fields: FieldReader, version: MqttVersion): ClientPacket {
  const type = firstByte >>> 4;
  if (type === PACKET_TYPES.publish) return parsePublish(firstByte, fields, version);
  checkFlags(type, firstByte & 15);
  switch (type) {
    case PACKET_TYPES.connect:
      return parseConnect(fields, version);
    case PACKET_TYPES.puback:
      return parseAck('puback', fields, version, RECEIVED);
    case PACKET_TYPES.pubrec:
      return parseAck('pubrec', fields, version, RECEIVED);
    case PACKET_TYPES.pubrel:
      return parseAck('pubrel', fields, version, RELEASED);
    case PACKET_TYPES.pubcomp:
      return parseAck('pubcomp', fields, version, RELEASED);
    case PACKET_TYPES.subscribe:
      return parseSubscribe(fields, version);
    case PACKET_TYPES.unsubscribe:
      return parseUnsubscribe(fields, version);
    case PACKET_TYPES.pingreq:
      return { cmd: 'pingreq' };
    case PACKET_TYPES.disconnect:
      return parseDisconnect(fields, version);
    case PACKET_TYPES.auth:
      return parseAuth(fields, version);
    default:
      throw type === 0
        ? malformed('there is no packet of type 0')
        : protocolError(`clients do not send packets of type ${type}`);
  }
}

/** [MQTT-2.1.3-1] */
function checkFlags(type: number, flags: number): void {
  const isOne =
    type === PACKET_TYPES.pubrel || type === PACKET_TYPES.subscribe || type === PACKET_TYPES.unsubscribe;
  if (flags !== (isOne ? 2 : 0)) throw malformed(`a packet of type ${type} has the flags ${flags}`);
}

function parsePublish(firstByte: number, fields: FieldReader, version: MqttVersion): PublishPacket {
  const qos = qosOf((firstByte >>> 1) & 3);
  const dup = (firstByte & 8) !== 0;
  if (dup && qos === 0) throw malformed('a PUBLISH of QoS 0 is called a repeat'); // [MQTT-3.3.1-2]
  const topic = fields.string();
  const messageId = qos === 0 ? undefined : packetId(fields);
  const properties = version === 5 ? readProperties(fields, 'publish') : undefined;
  if (topic !== '' || version === 4) checkTopicName(topic, 'the topic name');
  else if (properties?.topicAlias === undefined) throw protocolError('neither a topic name nor an alias');
  return {
    cmd: 'publish',
    topic,
    payload: fields.rest(),
    qos,
    dup,
    retain: (firstByte & 1) !== 0,
    ...(messageId !== undefined && { messageId }),
    ...(properties !== undefined && { properties }),
  };
}

function parseAck(
  cmd: AckPacket['cmd'],
  fields: FieldReader,
  version: MqttVersion,
  codes: ReadonlySet<number>,
): AckPacket {
  return { cmd, messageId: packetId(fields), ...reasonIn(cmd, fields, version, codes) };
}

function parseSubscribe(fields: FieldReader, version: MqttVersion): SubscribePacket {
  const messageId = packetId(fields);
  const properties = propertiesIn('subscribe', fields, version);
  const subscriptions: Subscription[] = [];
  while (fields.hasMore) {
    if (subscriptions.push(subscriptionIn(fields, version)) > MAX_ITEMS) throw tooMany('topic filters');
  }
  if (subscriptions.length === 0) throw protocolError('a SUBSCRIBE without a topic filter'); // [MQTT-3.8.3-2]
  return { cmd: 'subscribe', messageId, subscriptions, ...properties };
}

function subscriptionIn(fields: FieldReader, version: MqttVersion): Subscription {
  const topic = filterIn(fields);
  const options = fields.byte();
  if (options > (version === 5 ? 63 : 3)) throw malformed('reserved bits of subscription options are set'); // [MQTT-3.8.3-5]
  const qos = qosOf(options & 3);
  const nl = (options & 4) !== 0;
  const rh = options >>> 4;
  if (rh === 3) throw protocolError('Retain Handling is 0, 1 or 2');
  if (nl && topic.startsWith('$share/')) throw protocolError('a shared subscription with No Local'); // [MQTT-3.8.3-4]
  return { topic, qos, nl, rap: (options & 8) !== 0, rh: rh as 0 | 1 | 2 };
}

function parseUnsubscribe(fields: FieldReader, version: MqttVersion): UnsubscribePacket {
  const messageId = packetId(fields);
  const properties = propertiesIn('unsubscribe', fields, version);
  const unsubscriptions: string[] = [];
  while (fields.hasMore) {
    if (unsubscriptions.push(filterIn(fields)) > MAX_ITEMS) throw tooMany('topic filters');
  }
  if (unsubscriptions.length === 0) throw protocolError('an UNSUBSCRIBE without a topic filter'); // [MQTT-3.10.3-2]
  return { cmd: 'unsubscribe', messageId, unsubscriptions, ...properties };
}

function parseDisconnect(fields: FieldReader, version: MqttVersion): DisconnectPacket {
  return { cmd: 'disconnect', ...reasonIn('disconnect', fields, version, DISCONNECTED) };
}

function parseAuth(fields: FieldReader, version: MqttVersion): AuthPacket {
  if (version === 4) throw malformed('MQTT 3.1.1 has no packet of type 15');
  const auth = { cmd: 'auth', ...reasonIn('auth', fields, version, AUTHENTICATED) } as const;
  if (auth.properties?.authenticationMethod === undefined) throw protocolError('an AUTH without a method');
  return auth;
}

/** MQTT 5 leaves out a reason of 0, and the length of no properties. */
function reasonIn(
  cmd: Exclude<PropertyPlace, 'will'>,
  fields: FieldReader,
  version: MqttVersion,
  codes: ReadonlySet<number>,
): { readonly reasonCode: number; readonly properties?: Properties } {
  if (version === 4 || !fields.hasMore) return { reasonCode: REASON.success };
  const reasonCode = fields.byte();
  if (!codes.has(reasonCode)) throw protocolError(`${cmd} may not have the reason code ${reasonCode}`);
  return { reasonCode, ...(fields.hasMore && propertiesIn(cmd, fields, version)) };
}

function propertiesIn(
  cmd: Exclude<PropertyPlace, 'will'>,
  fields: FieldReader,
  version: MqttVersion,
): { readonly properties?: Properties } {
  const properties = version === 5 ? readProperties(fields, cmd) : undefined;
  return properties === undefined ? {} : { properties };
}

function filterIn(fields: FieldReader): string {
  const filter = fields.string();
  if (filter === '') throw protocolError('a topic filter is empty'); // [MQTT-4.7.3-1]
  return filter;
}

function packetId(fields: FieldReader): number {
  const id = fields.uint16();
  if (id === 0) throw protocolError('a packet identifier is 1 or above'); // [MQTT-2.2.1-3]
  return id;
}

function qosOf(bits: number): QoS {
  if (bits === 3) throw malformed('there is no QoS 3'); // [MQTT-3.3.1-4]
  return bits as QoS;
}
