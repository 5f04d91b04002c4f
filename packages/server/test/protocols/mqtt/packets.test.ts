/** Packets that clients send are read, in whatever pieces they come. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PacketReader } from '../../../src/protocols/mqtt/packet-reader.ts';
import type { ClientPacket } from '../../../src/protocols/mqtt/packets.ts';
import { MAX_BYTES, readAll, readOne } from './read.ts';
import { connectBytes, packetOf, PAYLOAD, samplesOf, VERSIONS } from './samples.ts';

const USER_PROPERTIES = [
  ['mood', 'glad'],
  ['mood', 'sad'],
  ['', 'nameless'],
];
const payload = new Uint8Array(PAYLOAD);

test('each packet is read as another implementation has written it', () => {
  for (const version of VERSIONS) {
    for (const { packet, bytes } of samplesOf(version)) {
      const { packets, error } = readOne(bytes, version);
      assert.ifError(error);
      assert.equal(packets.length, 1);
      assert.partialDeepStrictEqual(plain(packets[0]), plain(packet));
    }
  }
});

/** Without what the two represent differently: bytes, and properties with several values. */
function plain(packet: object | undefined): object {
  return JSON.parse(
    JSON.stringify(packet, (key: string, value: unknown) => {
      if (key === 'userProperties' || key === 'subscriptionIdentifier' || key === 'protocolId')
        return undefined;
      if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
      const { type, data } = (value ?? {}) as { type?: unknown; data?: number[] };
      return type === 'Buffer' && data !== undefined ? Buffer.from(data).toString('hex') : value;
    }),
  ) as object;
}

test('user properties keep their order, and bytes are bytes', () => {
  const [, publish] = samplesOf(5);
  const [packet] = readOne(publish?.bytes ?? payload, 5).packets;
  assert.partialDeepStrictEqual(packet, { payload, properties: { userProperties: USER_PROPERTIES } });
  const subscribe = samplesOf(5).find((sample) => sample.packet.cmd === 'subscribe');
  const [subscribed] = readOne(subscribe?.bytes ?? payload, 5).packets;
  assert.partialDeepStrictEqual(subscribed, { properties: { subscriptionIdentifier: [200] } });
});

test('a stream is the same in one piece, and byte by byte', () => {
  for (const version of VERSIONS) {
    const stream = streamOf(version);
    const whole = readAll([stream]);
    assert.equal(whole.packets.length, samplesOf(version).length);
    assert.deepEqual(readAll(Array.from(stream, (byte) => Uint8Array.of(byte))), whole);
  }
});

test('packets own their bytes', () => {
  const chunk = connectBytes(4, { username: 'x', password: Buffer.from('secret') });
  const { packets } = readAll([chunk]);
  chunk.fill(0);
  assert.partialDeepStrictEqual(packets, [{ password: new Uint8Array(Buffer.from('secret')) }]);
});

test('a reader that pauses passes on nothing, and later everything in order', () => {
  for (const size of [1, 7, 100_000]) {
    const stream = streamOf(5);
    const packets: ClientPacket[] = [];
    const reader = new PacketReader(MAX_BYTES);
    const take = (packet: ClientPacket) => {
      packets.push(packet);
      reader.pause();
    };
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size), take);
    assert.equal(packets.length, 1);
    for (let count = 2; count <= samplesOf(5).length; count++) {
      reader.resume(take);
      assert.equal(packets.length, count);
    }
    reader.resume(take);
    assert.deepEqual(packets, readAll([stream]).packets);
  }
});

test('the largest packet counts all its bytes, and may be larger after the login', () => {
  const reader = new PacketReader(connectBytes(4).length);
  assert.equal(readAll([connectBytes(4)], reader).packets.length, 1);
  const publish = packetOf(0x30, [0, 1, 116, ...new Uint8Array(95)]);
  assert.equal(publish.length, 100);
  reader.maxBytes = 100;
  assert.equal(readAll([publish], reader).packets.length, 1);
  reader.maxBytes = 99;
  // Before the rest of it arrives.
  const { error } = readAll([publish.subarray(0, 2)], reader);
  assert.equal(error?.reasonCode, 0x95);
  assert.equal(error.code, 'TOO_LARGE');
});

test('a length costs nothing, bytes cost what they are', () => {
  const stream = Uint8Array.from([...connectBytes(4), 0x30, 0xff, 0xff, 0x0f, 0, 1, 116]);
  const before = process.memoryUsage().arrayBuffers;
  const readers = Array.from({ length: 1000 }, () => new PacketReader(MAX_BYTES));
  for (const reader of readers) assert.equal(readAll([stream], reader).packets.length, 1);
  assert.ok(process.memoryUsage().arrayBuffers - before < 20_000_000);
});

/** All samples, one after the other. */
function streamOf(version: 4 | 5): Uint8Array {
  return Uint8Array.from(samplesOf(version).flatMap(({ bytes }) => [...bytes]));
}
