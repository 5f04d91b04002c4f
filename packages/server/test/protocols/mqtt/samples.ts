/**
 * One packet of each type that clients send, with everything that it can have, as another implementation writes it.
 */
import { generate } from 'mqtt-packet';
import type { IConnectPacket, Packet } from 'mqtt-packet';
import type { MqttVersion } from '../../../src/protocols/mqtt/packets.ts';

export const VERSIONS: readonly MqttVersion[] = [4, 5];

export interface Sample {
  readonly packet: Packet;
  readonly bytes: Uint8Array;
  /** Whether it is a packet as well when only so many of the bytes after its length are there. */
  readonly mayEndAt: (length: number, whole: number) => boolean;
}

export const PAYLOAD = Buffer.from('But soft, what light');
const USER_PROPERTIES = { mood: ['glad', 'sad'], '': 'nameless' };

const WILL_5 = {
  willDelayInterval: 5,
  payloadFormatIndicator: true,
  messageExpiryInterval: 60,
  contentType: 'text/plain',
  responseTopic: 'reply/a',
  correlationData: Buffer.from('c'),
  userProperties: USER_PROPERTIES,
};

const CONNECT_5 = {
  sessionExpiryInterval: 3600,
  receiveMaximum: 10,
  maximumPacketSize: 100_000,
  topicAliasMaximum: 5,
  requestResponseInformation: true,
  requestProblemInformation: false,
  userProperties: USER_PROPERTIES,
  authenticationMethod: 'SCRAM',
  authenticationData: Buffer.from('d'),
};

const PUBLISH_5 = {
  payloadFormatIndicator: true,
  messageExpiryInterval: 4_000_000_000,
  topicAlias: 3,
  responseTopic: 'reply/a',
  correlationData: Buffer.from([0, 255]),
  userProperties: USER_PROPERTIES,
  contentType: 'text/plain',
};

export function connectBytes(version: MqttVersion, more: Partial<IConnectPacket> = {}): Uint8Array {
  return bytesOf(
    { cmd: 'connect', protocolId: 'MQTT', protocolVersion: version, clean: true, clientId: 'x', ...more },
    version,
  );
}

export function samplesOf(version: MqttVersion): readonly Sample[] {
  const is5 = version === 5;
  const only5 = <P extends object>(properties: P) => (is5 ? { properties } : {});
  const sample = (packet: Packet, mayEndAt: Sample['mayEndAt'] = () => false): Sample => ({
    packet,
    bytes: bytesOf(packet, version),
    mayEndAt,
  });
  const ack = (cmd: 'puback' | 'pubrec' | 'pubrel' | 'pubcomp', reasonCode: number) =>
    sample(
      {
        cmd,
        messageId: 9,
        ...(is5 && { reasonCode }),
        ...only5({ reasonString: 'why', userProperties: USER_PROPERTIES }),
      },
      (length) => is5 && (length === 2 || length === 3),
    );
  return [
    sample({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: version,
      clean: true,
      keepalive: 30,
      clientId: 'juliet-phone',
      username: 'juliet',
      password: Buffer.from('secret'),
      will: { topic: 'presence', payload: PAYLOAD, qos: 1, retain: true, ...only5(WILL_5) },
      ...only5(CONNECT_5),
    }),
    sample(
      {
        cmd: 'publish',
        topic: 'u/romeo',
        payload: PAYLOAD,
        qos: 2,
        dup: true,
        retain: true,
        messageId: 9,
        ...only5(PUBLISH_5),
      },
      (length, whole) => length >= whole - PAYLOAD.length,
    ),
    ack('puback', 0x87),
    ack('pubrec', 0x97),
    ack('pubrel', 0x92),
    ack('pubcomp', 0x92),
    sample({
      cmd: 'subscribe',
      messageId: 9,
      subscriptions: [{ topic: 'u/+', qos: 1, ...(is5 && { nl: true, rap: true, rh: 1 }) }],
      ...only5({ subscriptionIdentifier: 200, userProperties: USER_PROPERTIES }),
    }),
    sample(
      {
        cmd: 'unsubscribe',
        messageId: 9,
        unsubscriptions: ['u/+', 'g/7'],
        ...only5({ userProperties: USER_PROPERTIES }),
      },
      (length, whole) => length === whole - 'xxg/7'.length,
    ),
    sample({ cmd: 'pingreq' }),
    sample(
      {
        cmd: 'disconnect',
        ...(is5 && { reasonCode: 4 }),
        ...only5({ sessionExpiryInterval: 1, reasonString: 'bye', userProperties: USER_PROPERTIES }),
      },
      (length) => is5 && length < 2,
    ),
    ...(is5
      ? [
          sample({
            cmd: 'auth',
            reasonCode: 0x19,
            properties: {
              authenticationMethod: 'SCRAM',
              authenticationData: Buffer.from('d'),
              userProperties: USER_PROPERTIES,
            },
          }),
        ]
      : []),
  ];
}

/** The first byte, the length as it should be, and these. */
export function packetOf(firstByte: number, body: Uint8Array | readonly number[]): Uint8Array {
  const head = [firstByte];
  let rest = body.length;
  for (; rest > 127; rest >>>= 7) head.push((rest & 127) | 128);
  return Uint8Array.from([...head, rest, ...body]);
}

/** What follows the length. */
export function bodyOf(bytes: Uint8Array): Uint8Array {
  let at = 1;
  while ((bytes[at] ?? 0) > 127) at++;
  return bytes.subarray(at + 1);
}

function bytesOf(packet: Packet, version: MqttVersion): Uint8Array {
  return new Uint8Array(generate(packet, { protocolVersion: version }));
}
