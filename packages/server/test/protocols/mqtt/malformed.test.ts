/** Whatever a client sends is packets, and at most one coded error that ends it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { PacketReader } from '../../../src/protocols/mqtt/packet-reader.ts';
import { readProperties } from '../../../src/protocols/mqtt/properties.ts';
import type { PropertyPlace } from '../../../src/protocols/mqtt/properties.ts';
import { FieldReader } from '../../../src/protocols/mqtt/field-reader.ts';
import type { MqttVersion } from '../../../src/protocols/mqtt/packets.ts';
import { MAX_BYTES, readAll, readOne, refusalOf } from './read.ts';
import { bodyOf, connectBytes, packetOf, samplesOf, VERSIONS } from './samples.ts';

const MALFORMED = 0x81;
const PROTOCOL_ERROR = 0x82;
const TOPIC_NAME_INVALID = 0x90;

test('a packet that is cut off at any byte is waited for', () => {
  for (const version of VERSIONS) {
    for (const { bytes } of samplesOf(version)) {
      for (let end = 0; end < bytes.length; end++) {
        assert.deepEqual(readOne(bytes.subarray(0, end), version), { packets: [] });
      }
    }
  }
});

test('a packet that says it ends at any byte is malformed, or one that may end there', () => {
  for (const version of VERSIONS) {
    for (const { bytes, packet, mayEndAt } of samplesOf(version)) {
      const body = bodyOf(bytes);
      for (let end = 0; end < body.length; end++) {
        const { packets, error } = readOne(packetOf(bytes[0] ?? 0, body.subarray(0, end)), version);
        const what = `${packet.cmd} of ${version} with ${end} of ${body.length} bytes`;
        assert.equal(packets.length, mayEndAt(end, body.length) ? 1 : 0, what);
        if (packets.length === 0) assert.match(error?.code ?? '', /^(MALFORMED_FRAME|INVALID)$/, what);
      }
    }
  }
});

test('a packet that says it goes on after its end is malformed', () => {
  for (const version of VERSIONS) {
    for (const { bytes, packet } of samplesOf(version)) {
      if (packet.cmd === 'publish') continue;
      const longer = packetOf(bytes[0] ?? 0, [...bodyOf(bytes), 0]);
      assert.equal(refusalOf(longer, version), MALFORMED, packet.cmd);
    }
  }
});

test('fields that are longer than their packet are malformed', () => {
  assert.equal(refusalOf(packetOf(0x30, [0xff, 0xff, 116]), 4), MALFORMED);
  assert.equal(refusalOf(packetOf(0x82, [0, 1, 0, 9, 117, 0]), 4), MALFORMED);
  // Properties that are longer than the packet, and one that is longer than the properties.
  assert.equal(refusalOf(packetOf(0x30, [0, 1, 116, 9, 1, 0]), 5), MALFORMED);
  assert.equal(refusalOf(packetOf(0x30, [0, 1, 116, 4, 3, 0, 2, 97, 97]), 5), MALFORMED);
});

test('a length has at most four bytes', () => {
  const streams = [
    [0x30, 0xff, 0xff, 0xff, 0xff],
    [0x30, 0x80, 0x80, 0x80, 0x80, 0x01],
  ];
  for (const stream of streams) assert.equal(refusalOf(Uint8Array.from(stream), 4), MALFORMED);
  const properties = [0, 1, 116, 0xff, 0xff, 0xff, 0xff, 0x7f];
  assert.equal(refusalOf(packetOf(0x30, properties), 5), MALFORMED);
  assert.equal(refusalOf(packetOf(0x30, [0, 1, 116, 0x80, 0]), 5), MALFORMED, 'longer than it needs to be');
});

test('flags are those of the standard', () => {
  for (const version of VERSIONS) {
    for (const { bytes, packet } of samplesOf(version)) {
      if (packet.cmd === 'publish') continue;
      const own = bytes[0] ?? 0;
      for (let flags = 0; flags < 16; flags++) {
        const firstByte = (own & 0xf0) | flags;
        const refusal = refusalOf(packetOf(firstByte, bodyOf(bytes)), version);
        assert.equal(refusal, firstByte === own ? undefined : MALFORMED, `${packet.cmd} with flags ${flags}`);
      }
    }
  }
});

test('QoS 3, and a repeat of QoS 0, are malformed', () => {
  assert.equal(refusalOf(packetOf(0x36, [0, 1, 116, 0, 1]), 4), MALFORMED);
  assert.equal(refusalOf(packetOf(0x38, [0, 1, 116]), 4), MALFORMED);
  assert.equal(refusalOf(packetOf(0x82, [0, 1, 0, 1, 116, 3]), 4), MALFORMED);
});

test('what a server sends, and types that do not exist, are refused', () => {
  for (const type of [2, 9, 11, 13]) assert.equal(refusalOf(packetOf(type << 4, []), 5), PROTOCOL_ERROR);
  assert.equal(refusalOf(packetOf(0, []), 5), MALFORMED);
  assert.equal(refusalOf(packetOf(0xf0, [0x18, 0]), 4), MALFORMED, 'AUTH is of MQTT 5');
});

test('CONNECT comes first, and once', () => {
  assert.equal(readAll([packetOf(0xc0, [])]).error?.reasonCode, PROTOCOL_ERROR);
  const twice = readAll([connectBytes(5), connectBytes(5)]);
  assert.equal(twice.packets.length, 1);
  assert.equal(twice.error?.reasonCode, PROTOCOL_ERROR);
  // Nobody waits for the rest of what is no CONNECT: a request of HTTP, say.
  assert.equal(readAll([Buffer.from('G')]).error?.reasonCode, PROTOCOL_ERROR);
});

test('versions that are not spoken are refused in the nearest one that is', () => {
  const ask = (name: string, level: number) => {
    const reader = new PacketReader(MAX_BYTES);
    const body = [0, name.length, ...Buffer.from(name), level, 2, 0, 0, 0, 1, 120];
    const { error } = readAll([packetOf(0x10, body)], reader);
    return { code: error?.code, reasonCode: error?.reasonCode, version: reader.version };
  };
  const refused = { code: 'UNSUPPORTED_VERSION', reasonCode: 0x84 };
  assert.deepEqual(ask('MQIsdp', 3), { ...refused, version: 4 });
  assert.deepEqual(ask('MQTT', 3), { ...refused, version: 4 });
  assert.deepEqual(ask('MQTT', 6), { ...refused, version: 5 });
  assert.deepEqual(ask('MQTT', 0x84), { ...refused, version: 4 }, 'a bridge of 3.1.1');
  assert.deepEqual(ask('MQTT', 0x85), { ...refused, version: 5 }, 'a bridge of 5');
  assert.deepEqual(ask('HTTP', 5), { ...refused, version: 4 });
});

test('a CONNECT that contradicts itself is malformed', () => {
  const flags = (value: number, more: readonly number[] = [], version: MqttVersion = 4) =>
    refusalOf(
      packetOf(0x10, [
        0,
        4,
        77,
        81,
        84,
        84,
        version,
        value,
        0,
        0,
        ...(version === 5 ? [0] : []),
        0,
        1,
        120,
        ...more,
      ]),
      version,
    );
  assert.equal(flags(2), undefined);
  assert.equal(flags(3), MALFORMED, 'the reserved flag');
  assert.equal(flags(2 | 8), MALFORMED, 'QoS of no will');
  assert.equal(flags(2 | 32), MALFORMED, 'Retain of no will');
  assert.equal(flags(2 | 4 | 24, [0, 1, 116, 0, 0]), MALFORMED, 'a will of QoS 3');
  assert.equal(flags(2 | 64, [0, 1, 120]), MALFORMED, 'a password alone, in 3.1.1');
  assert.equal(flags(2 | 64, [0, 1, 120], 5), undefined);
  assert.equal(flags(2 | 4, [0, 1, 35, 0, 0]), TOPIC_NAME_INVALID, 'a will to a wildcard');
  const nameless = (clean: boolean, version: MqttVersion) =>
    refusalOf(
      packetOf(0x10, [
        0,
        4,
        77,
        81,
        84,
        84,
        version,
        clean ? 2 : 0,
        0,
        0,
        ...(version === 5 ? [0] : []),
        0,
        0,
      ]),
      version,
    );
  assert.equal(nameless(true, 4), undefined);
  assert.equal(nameless(false, 4), 0x85);
  assert.equal(nameless(false, 5), undefined);
});

test('strings are UTF-8 without NUL and surrogates', () => {
  const published = (...bytes: number[]) => refusalOf(packetOf(0x30, [0, bytes.length, ...bytes]), 4);
  assert.equal(published(0), MALFORMED, 'NUL');
  assert.equal(published(116, 0, 116), MALFORMED, 'NUL within');
  assert.equal(published(0xed, 0xa0, 0x80), MALFORMED, 'a surrogate');
  assert.equal(published(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80), MALFORMED, 'a pair of surrogates');
  assert.equal(published(0xc0, 0x80), MALFORMED, 'NUL in two bytes');
  assert.equal(published(0xe2, 0x82), MALFORMED, 'cut off');
  assert.equal(published(0xff), MALFORMED, 'no UTF-8');
  assert.equal(published(...Buffer.from('x'.repeat(60)), 0), MALFORMED, 'NUL in a long one');
  const [packet] = readOne(packetOf(0x30, [0, 4, 0xef, 0xbb, 0xbf, 116]), 4).packets;
  assert.partialDeepStrictEqual(packet, { topic: '\uFEFFt' });
});

test('topic names are not empty and have no wildcards; packet identifiers are not 0', () => {
  assert.equal(refusalOf(packetOf(0x30, [0, 0]), 4), TOPIC_NAME_INVALID);
  assert.equal(refusalOf(packetOf(0x30, [0, 3, 117, 47, 43]), 4), TOPIC_NAME_INVALID);
  assert.equal(refusalOf(packetOf(0x30, [0, 1, 35, 0]), 5), TOPIC_NAME_INVALID);
  assert.equal(refusalOf(packetOf(0x30, [0, 0, 0]), 5), PROTOCOL_ERROR, 'neither name nor alias');
  assert.equal(refusalOf(packetOf(0x30, [0, 0, 3, 35, 0, 1]), 5), undefined, 'an alias');
  assert.equal(refusalOf(packetOf(0x30, [0, 0, 3, 35, 0, 0]), 5), 0x94, 'alias 0');
  assert.equal(
    refusalOf(packetOf(0x30, [0, 1, 116, 4, 8, 0, 1, 35]), 5),
    TOPIC_NAME_INVALID,
    'a reply to all',
  );
  for (const [firstByte, rest] of [
    [0x32, [0, 1, 116, 0, 0]],
    [0x40, [0, 0]],
    [0x50, [0, 0]],
    [0x62, [0, 0]],
    [0x70, [0, 0]],
    [0x82, [0, 0, 0, 1, 116, 0]],
    [0xa2, [0, 0, 0, 1, 116]],
  ] as const) {
    assert.equal(refusalOf(packetOf(firstByte, rest), 4), PROTOCOL_ERROR);
  }
});

test('subscriptions are some, with options that exist', () => {
  const subscribed = (version: MqttVersion, ...filters: number[]) =>
    refusalOf(packetOf(0x82, [0, 1, ...(version === 5 ? [0] : []), ...filters]), version);
  assert.equal(subscribed(4), PROTOCOL_ERROR, 'none');
  assert.equal(subscribed(4, 0, 0, 0), PROTOCOL_ERROR, 'an empty one');
  assert.equal(subscribed(4, 0, 1, 116, 4), MALFORMED, 'No Local in 3.1.1');
  assert.equal(subscribed(5, 0, 1, 116, 4), undefined);
  assert.equal(subscribed(5, 0, 1, 116, 64), MALFORMED);
  assert.equal(subscribed(5, 0, 1, 116, 48), PROTOCOL_ERROR, 'Retain Handling 3');
  const shared = [0, 10, ...Buffer.from('$share/a/b')];
  assert.equal(subscribed(5, ...shared, 0), undefined);
  assert.equal(subscribed(5, ...shared, 4), PROTOCOL_ERROR, 'shared with No Local');
  assert.equal(refusalOf(packetOf(0xa2, [0, 1]), 4), PROTOCOL_ERROR);
  const many = Array.from({ length: 1001 }, () => [0, 1, 116, 0]).flat();
  assert.equal(subscribed(4, ...many), 0x97);
  assert.equal(subscribed(4, ...many.slice(4)), undefined);
});

test('reason codes are those that a client may send', () => {
  for (const [firstByte, code] of [
    [0x40, 0x01],
    [0x50, 0x92],
    [0x62, 0x97],
    [0x70, 0x80],
  ] as const) {
    assert.equal(refusalOf(packetOf(firstByte, [0, 1, code]), 5), PROTOCOL_ERROR);
  }
  assert.equal(refusalOf(packetOf(0xe0, [0x8e]), 5), PROTOCOL_ERROR);
  assert.equal(refusalOf(packetOf(0xf0, [0x18, 0]), 5), PROTOCOL_ERROR, 'AUTH without a method');
});

/** Each property by its number, with a value, and where a client may have it. */
const VALUES: readonly (readonly [id: number, value: readonly number[], places: string])[] = [
  [1, [1], 'publish will'],
  [2, [0, 0, 0, 0], 'publish will'],
  [3, [0, 0], 'publish will'],
  [8, [0, 1, 114], 'publish will'],
  [9, [0, 0], 'publish will'],
  [11, [1], 'subscribe'],
  [17, [0, 0, 0, 0], 'connect disconnect'],
  [18, [0, 1, 120], ''],
  [19, [0, 1], ''],
  [21, [0, 1, 120], 'connect auth'],
  [23, [0], 'connect'],
  [24, [0, 0, 0, 0], 'will'],
  [25, [0], 'connect'],
  [26, [0, 1, 120], ''],
  [28, [0, 1, 120], ''],
  [31, [0, 0], 'puback pubrec pubrel pubcomp disconnect auth'],
  [33, [0, 1], 'connect'],
  [34, [0, 0], 'connect'],
  [35, [0, 1], 'publish'],
  [36, [1], ''],
  [37, [1], ''],
  [
    38,
    [0, 0, 0, 0],
    'publish will connect subscribe unsubscribe puback pubrec pubrel pubcomp disconnect auth',
  ],
  [39, [0, 0, 0, 1], 'connect'],
  [40, [1], ''],
  [41, [1], ''],
  [42, [1], ''],
];

const PLACES: readonly PropertyPlace[] = [
  'connect',
  'will',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'unsubscribe',
  'disconnect',
  'auth',
];

test('each property is where it may be, and comes once', () => {
  for (const [id, value, places] of VALUES) {
    for (const place of PLACES) {
      const may = places.split(' ').includes(place);
      assert.equal(
        propertiesRefused(place, [id, ...value]),
        may ? undefined : PROTOCOL_ERROR,
        `${id} in ${place}`,
      );
      const twice = propertiesRefused(place, [id, ...value, id, ...value]);
      assert.equal(twice, may && id === 38 ? undefined : PROTOCOL_ERROR, `${id} twice in ${place}`);
    }
  }
});

test('properties have values that they can have', () => {
  assert.equal(propertiesRefused('connect', [0]), MALFORMED, 'no such property');
  assert.equal(propertiesRefused('connect', [127]), MALFORMED, 'no such property');
  assert.equal(propertiesRefused('connect', [33, 0, 0]), PROTOCOL_ERROR, 'Receive Maximum 0');
  assert.equal(propertiesRefused('connect', [39, 0, 0, 0, 0]), PROTOCOL_ERROR, 'Maximum Packet Size 0');
  assert.equal(propertiesRefused('subscribe', [11, 0]), PROTOCOL_ERROR, 'Subscription Identifier 0');
  assert.equal(propertiesRefused('publish', [1, 2]), PROTOCOL_ERROR, 'Payload Format Indicator 2');
  assert.equal(propertiesRefused('connect', [22, 0, 0]), PROTOCOL_ERROR, 'data of no method');
  const pair = [38, 0, 0, 0, 0];
  assert.equal(propertiesRefused('publish', Array.from({ length: 1001 }, () => pair).flat()), 0x97);
});

function propertiesRefused(place: PropertyPlace, properties: readonly number[]): number | undefined {
  const body = packetOf(0, properties).subarray(1);
  try {
    readProperties(new FieldReader(body, 0, body.length), place);
    return undefined;
  } catch (error) {
    return (error as { reasonCode: number }).reasonCode;
  }
}

const anySample = fc.constantFrom(
  ...VERSIONS.flatMap((version) => samplesOf(version).map(({ bytes }) => ({ version, bytes }))),
);

/** Packets of which some bytes were changed, taken out, or put in. */
const broken = fc
  .tuple(
    anySample,
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('set', 'cut', 'add'), fc.constantFrom(0, 1, 2, 127, 128, 255)),
    ),
  )
  .map(([{ version, bytes }, changes]) => {
    const changed = [...bytes];
    for (const [where, how, byte] of changes) {
      const at = where % (changed.length + 1);
      changed.splice(at, how === 'add' ? 0 : 1, ...(how === 'cut' ? [] : [byte]));
    }
    const isConnect = (bytes[0] ?? 0) >>> 4 === 1;
    return Uint8Array.from([...(isConnect ? [] : connectBytes(version)), ...changed, ...changed]);
  });

/** What a first byte of any type and a true length make of any bytes. */
const framed = fc
  .tuple(fc.constantFrom(...VERSIONS), fc.nat(255), fc.uint8Array({ maxLength: 60 }))
  .map(([version, firstByte, body]) =>
    Uint8Array.from([...connectBytes(version), ...packetOf(firstByte, body)]),
  );

test('every stream of bytes is packets and at most one coded error, the same in all pieces', () => {
  fc.assert(
    fc.property(
      fc.oneof(broken, framed, fc.uint8Array({ maxLength: 200 })),
      fc.integer({ min: 1, max: 50 }),
      (stream, size) => {
        const whole = readAll([stream]);
        const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
          stream.slice(index * size, (index + 1) * size),
        );
        const pieces = readAll(chunks);
        assert.deepEqual(pieces.packets, whole.packets);
        assert.equal(pieces.error?.reasonCode, whole.error?.reasonCode);
        if (whole.error !== undefined)
          assert.ok(whole.error.reasonCode >= 0x80 && whole.error.code !== 'INTERNAL');
      },
    ),
    { numRuns: runs(1000) },
  );
});
