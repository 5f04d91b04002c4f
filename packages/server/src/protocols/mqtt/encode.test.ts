import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parser } from 'mqtt-packet';
import type { Packet } from 'mqtt-packet';
import { encode, encodeWithin } from './encode.ts';
import type { MqttVersion, ServerPacket } from './packets.ts';

const payload = new TextEncoder().encode('But soft');

/** What another implementation reads. */
function read(bytes: Uint8Array, version: MqttVersion): Packet {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: version });
  reader.on('packet', (packet) => packets.push(packet));
  reader.on('error', (error) => assert.fail(error as Error));
  assert.equal(reader.parse(Buffer.from(bytes)), 0, 'bytes left over');
  assert.equal(packets.length, 1);
  return packets[0] as Packet;
}

function has(packet: ServerPacket, version: MqttVersion, expected: object): void {
  assert.partialDeepStrictEqual(read(encode(packet, version), version), expected);
}

test('another implementation reads what is written for MQTT 5', () => {
  has(
    {
      cmd: 'connack',
      sessionPresent: true,
      reasonCode: 0,
      properties: {
        assignedClientIdentifier: 'x',
        serverKeepAlive: 30,
        maximumQoS: 1,
        retainAvailable: false,
      },
    },
    5,
    {
      cmd: 'connack',
      sessionPresent: true,
      reasonCode: 0,
      properties: {
        assignedClientIdentifier: 'x',
        serverKeepAlive: 30,
        maximumQoS: 1,
        retainAvailable: false,
      },
    },
  );
  has(
    {
      cmd: 'publish',
      topic: 'u/romeo',
      payload,
      qos: 2,
      dup: true,
      retain: true,
      messageId: 65_535,
      properties: {
        subscriptionIdentifier: [1, 268_435_455],
        messageExpiryInterval: 4_294_967_295,
        correlationData: payload,
        userProperties: [
          ['seq', '7'],
          ['seq', '8'],
        ],
      },
    },
    5,
    {
      cmd: 'publish',
      topic: 'u/romeo',
      payload: Buffer.from(payload),
      qos: 2,
      dup: true,
      retain: true,
      messageId: 65_535,
      properties: { subscriptionIdentifier: [1, 268_435_455], messageExpiryInterval: 4_294_967_295 },
    },
  );
  for (const cmd of ['puback', 'pubrec', 'pubrel', 'pubcomp'] as const) {
    has({ cmd, messageId: 9, reasonCode: 0 }, 5, { cmd, messageId: 9, reasonCode: 0 });
  }
  has({ cmd: 'puback', messageId: 9, reasonCode: 0x87, properties: { reasonString: 'no' } }, 5, {
    reasonCode: 0x87,
    properties: { reasonString: 'no' },
  });
  has({ cmd: 'suback', messageId: 9, granted: [0, 1, 2, 0x87] }, 5, { granted: [0, 1, 2, 0x87] });
  has({ cmd: 'unsuback', messageId: 9, granted: [0, 0x11] }, 5, { granted: [0, 0x11] });
  has({ cmd: 'pingresp' }, 5, { cmd: 'pingresp' });
  has({ cmd: 'disconnect', reasonCode: 0x8b, properties: { serverReference: 'b:1883' } }, 5, {
    reasonCode: 0x8b,
    properties: { serverReference: 'b:1883' },
  });
});

test('another implementation reads what is written for 3.1.1, in its own codes', () => {
  const properties = { reasonString: 'for MQTT 5 alone' };
  const refused = { cmd: 'connack', sessionPresent: false, reasonCode: 0x86, properties } as const;
  has(refused, 4, { cmd: 'connack', sessionPresent: false, returnCode: 4 });
  has({ cmd: 'publish', topic: 't', payload, qos: 0, dup: false, retain: false, properties }, 4, {
    topic: 't',
    payload: Buffer.from(payload),
  });
  has({ cmd: 'pubrel', messageId: 9, reasonCode: 0x92 }, 4, { cmd: 'pubrel', messageId: 9 });
  has({ cmd: 'suback', messageId: 9, granted: [2, 0x87] }, 4, { granted: [2, 0x80] });
  has({ cmd: 'unsuback', messageId: 9, granted: [0x11] }, 4, { cmd: 'unsuback', messageId: 9 });
  has({ cmd: 'pingresp' }, 4, { cmd: 'pingresp' });
  assert.equal(encode({ cmd: 'disconnect', reasonCode: 0x8b }, 4).length, 0);
  assert.equal(encode({ cmd: 'connack', sessionPresent: false, reasonCode: 0x82 }, 4).length, 0);
});

test('lengths of every size are written', () => {
  for (const size of [0, 100, 128, 16_383, 16_384, 70_000, 2_097_152]) {
    const bytes = encode(
      { cmd: 'publish', topic: 't', payload: new Uint8Array(size), qos: 0, dup: false, retain: false },
      5,
    );
    assert.equal((read(bytes, 5) as { payload: Buffer }).payload.length, size);
  }
  const userProperties = Array.from({ length: 40 }, (_, index) => ['name', `value ${index}`] as const);
  has({ cmd: 'puback', messageId: 1, reasonCode: 0, properties: { userProperties } }, 5, {
    properties: { userProperties: { name: userProperties.map(([, value]) => value) } },
  });
});

test('strings are always UTF-8 that MQTT allows', () => {
  const packet = read(
    encode({ cmd: 'disconnect', reasonCode: 0x81, properties: { reasonString: 'a\0b\uD800c' } }, 5),
    5,
  );
  assert.partialDeepStrictEqual(packet, { properties: { reasonString: 'a\uFFFDb\uFFFDc' } });
});

test('a string that is too long is an error of the caller, and leaves nothing behind', () => {
  const properties = { reasonString: 'x'.repeat(65_536) };
  assert.throws(() => encode({ cmd: 'disconnect', reasonCode: 0x81, properties }, 5), RangeError);
  assert.deepEqual([...encode({ cmd: 'pingresp' }, 5)], [0xd0, 0]);
});

test('a packet for a client with a largest packet has fewer words, or is not sent', () => {
  const ack = {
    cmd: 'puback',
    messageId: 1,
    reasonCode: 0x99,
    properties: { reasonString: 'a long explanation', userProperties: [['seq', '7']] },
  } as const;
  assert.partialDeepStrictEqual(read(encodeWithin(ack, 5, 100) ?? new Uint8Array(), 5), {
    properties: { reasonString: 'a long explanation' },
  });
  assert.deepEqual([...(encodeWithin(ack, 5, 20) ?? [])], [0x40, 4, 0, 1, 0x99, 0]);
  const message = { cmd: 'publish', topic: 't', payload, qos: 0, dup: false, retain: false } as const;
  assert.equal(encodeWithin(message, 5, 10), undefined);
});
