/** The packets of verify's client, beside another implementation of MQTT. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { generate, parser } from 'mqtt-packet';
import type { Packet } from 'mqtt-packet';
import {
  answer,
  connect,
  disconnect,
  PacketStream,
  ping,
  publish,
  subscribe,
} from '../src/actors/mqtt-packets.ts';
import type { ServerPacket } from '../src/actors/mqtt-packets.ts';

const VERSION = { protocolVersion: 5 } as const;

function read(...all: readonly Uint8Array[]): readonly Packet[] {
  const packets: Packet[] = [];
  const reader = parser(VERSION);
  reader.on('packet', (packet) => packets.push(packet));
  reader.on('error', (error: unknown) => assert.fail(String(error)));
  for (const bytes of all) reader.parse(Buffer.from(bytes));
  return packets;
}

it('writes a will and a goodbye that others read', () => {
  const will = { topic: 'u/juliet', payload: Buffer.from('farewell') };
  const login = { clientId: 'd', user: 'romeo', password: 'secret', keptS: 0, isClean: true, will };
  const [first, last] = read(connect(login), disconnect());
  assert.ok(first?.cmd === 'connect');
  assert.deepEqual([first.clean, first.username, first.will?.topic], [true, 'romeo', 'u/juliet']);
  assert.deepEqual(
    [first.will?.payload.toString(), first.will?.qos, first.will?.retain],
    ['farewell', 0, false],
  );
  assert.equal(last?.cmd, 'disconnect');
});

it('writes packets that others read', () => {
  const payload = Buffer.alloc(300, 7);
  const common = { id: 9, topic: 'u/juliet', clientId: 'romeo.1', payload };
  const [login, filters, first, again, ...steps] = read(
    connect({ clientId: 'd', user: 'romeo', password: 'secret', keptS: 3600 }),
    subscribe(3, ['u/+', 'lobby'], 2),
    publish({ ...common, qos: 2, isDup: false }),
    publish({ ...common, qos: 1, isDup: true }),
    answer('puback', 1),
    answer('pubrec', 2),
    answer('pubrel', 3),
    answer('pubcomp', 4),
    ping(),
  );
  assert.ok(login?.cmd === 'connect' && filters?.cmd === 'subscribe');
  assert.deepEqual(
    [login.clientId, login.username, login.password?.toString(), login.clean, login.properties],
    ['d', 'romeo', 'secret', false, { sessionExpiryInterval: 3600 }],
  );
  assert.deepEqual(
    filters.subscriptions.map(({ topic, qos }) => [topic, qos]),
    [
      ['u/+', 2],
      ['lobby', 2],
    ],
  );
  assert.ok(first?.cmd === 'publish' && again?.cmd === 'publish');
  assert.deepEqual([first.topic, first.messageId, first.qos, first.dup], ['u/juliet', 9, 2, false]);
  assert.deepEqual([again.qos, again.dup], [1, true]);
  assert.deepEqual(Buffer.from(first.payload), payload);
  assert.equal(first.properties?.userProperties?.['client-id'], 'romeo.1');
  assert.deepEqual(
    steps.map(({ cmd, messageId }) => [cmd, messageId]),
    [
      ['puback', 1],
      ['pubrec', 2],
      ['pubrel', 3],
      ['pubcomp', 4],
      ['pingreq', undefined],
    ],
  );
});

it('reads packets that others write, also byte by byte', () => {
  const properties = { reasonString: 'no', userProperties: { conversation: '7', seq: '12' } };
  const bytes = Buffer.concat(
    (
      [
        { cmd: 'connack', reasonCode: 0, sessionPresent: true, properties: { receiveMaximum: 64 } },
        { cmd: 'suback', messageId: 3, granted: [2, 0x87] },
        {
          cmd: 'publish',
          topic: 'lobby',
          qos: 2,
          messageId: 5,
          payload: 'x'.repeat(200),
          dup: false,
          retain: false,
          properties: { userProperties: { seq: '1' } },
        },
        { cmd: 'puback', messageId: 6, reasonCode: 0x87, properties },
        { cmd: 'pubrec', messageId: 7 },
        { cmd: 'disconnect', reasonCode: 0x8e },
      ] satisfies readonly Packet[]
    ).map((packet) => generate(packet, VERSION)),
  );
  const wanted: readonly ServerPacket[] = [
    { kind: 'connack', isPresent: true, reason: 0 },
    { kind: 'suback', reasons: [2, 0x87] },
    { kind: 'publish', id: 5, qos: 2, payload: Buffer.from('x'.repeat(200)) },
    {
      kind: 'puback',
      id: 6,
      reason: 0x87,
      userProperties: new Map([
        ['conversation', '7'],
        ['seq', '12'],
      ]),
    },
    { kind: 'pubrec', id: 7, reason: 0, userProperties: new Map() },
    { kind: 'disconnect', reason: 0x8e },
  ];
  for (const pieces of [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]) {
    const packets: ServerPacket[] = [];
    const stream = new PacketStream();
    for (const piece of pieces) stream.push(piece, (packet) => packets.push(packet));
    assert.deepEqual(packets, wanted);
  }
});
