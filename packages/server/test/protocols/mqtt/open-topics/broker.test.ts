/** What public test suites of MQTT check of a broker, on open topics. Without sockets or time. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OpenServer } from './pipe.ts';

const VERSIONS = [4, 5] as const;
const KEPT = { clean: false, properties: { sessionExpiryInterval: 1000 } };

for (const version of VERSIONS) {
  describe(`open topics in MQTT ${version === 4 ? '3.1.1' : '5'}`, () => {
    test('messages of each QoS arrive once, with the lower QoS of the two', () => {
      const server = new OpenServer();
      const [ann, bob] = [server.client({ version }), server.client({ version })];
      assert.deepEqual(
        ([0, 1, 2] as const).map((qos) => ann.subscribe(`to/${qos}`, { qos })),
        [[0], [1], [2]],
      );
      for (const to of [0, 1, 2])
        for (const qos of [0, 1, 2] as const) bob.publish(`to/${to}`, `${qos}`, { qos });
      assert.deepEqual(
        ann.messages.map(({ topic, payload, qos }) => `${topic} ${payload.toString()} ${qos}`),
        [0, 1, 2].flatMap((to) => [0, 1, 2].map((qos) => `to/${to} ${qos} ${Math.min(to, qos)}`)),
      );
      assert.equal(bob.all('puback').length, 3);
      assert.equal(bob.all('pubrec').length, 3);
      assert.equal(bob.all('pubcomp').length, 3);
    });

    test('filters with wildcards match whole levels, and topics with $ only where they are named', () => {
      const server = new OpenServer();
      const bob = server.client({ version });
      const cases: readonly (readonly [filter: string, matching: string, others: string])[] = [
        ['a/+', 'a/b a/', 'a a/b/c /a/b'],
        ['a/#', 'a a/b a/b/c', 'b ab'],
        ['#', 'a a/b /', '$SYS/a'],
        ['+', 'a', 'a/b /a $a'],
        ['+/+', '/a a/b', 'a a/b/c $SYS/a'],
        ['/+', '/a', 'a /a/b'],
        ['+/b/#', 'a/b a/b/c', 'a/c'],
        ['$SYS/#', '$SYS/a $SYS', 'SYS/a'],
        ['a b', 'a b', 'A B'],
      ];
      for (const [filter, matching, others] of cases) {
        const ann = server.client({ version });
        ann.subscribe(filter);
        const names = filter === 'a b' ? [matching, others] : [...matching.split(' '), ...others.split(' ')];
        for (const topic of names) bob.publish(topic, topic);
        assert.deepEqual(ann.texts, filter === 'a b' ? [matching] : matching.split(' '), filter);
      }
      const invalid = ['a#', 'a/#/b', '#/a', 'a+', 'a/b+/c'];
      const granted = bob.subscribe(invalid.map((topic) => ({ topic, qos: 0 })));
      assert.deepEqual(
        granted,
        invalid.map(() => (version === 4 ? 0x80 : 0x8f)),
      );
    });

    test('what is retained is sent to whoever subscribes, until it is empty', () => {
      const server = new OpenServer();
      const bob = server.client({ version });
      for (const qos of [0, 1, 2] as const) bob.publish(`kept/${qos}`, 'old', { qos, retain: true });
      for (const qos of [0, 1, 2] as const) bob.publish(`kept/${qos}`, `${qos}`, { qos, retain: true });
      const ann = server.client({ version });
      ann.subscribe('kept/+');
      assert.deepEqual(
        ann.messages.map(({ topic, payload, qos, retain }) => [topic, payload.toString(), qos, retain]),
        [0, 1, 2].map((qos) => [`kept/${qos}`, `${qos}`, qos, true]),
      );
      // Whoever subscribes already gets it as any message.
      bob.publish('kept/0', 'new', { retain: true });
      assert.partialDeepStrictEqual(ann.messages.at(-1), { retain: false });
      for (const qos of [0, 1, 2]) bob.publish(`kept/${qos}`, '', { retain: true });
      const cyd = server.client({ version });
      cyd.subscribe('kept/+');
      assert.deepEqual(cyd.messages, []);
    });

    test('a client without an id gets a session of its own', () => {
      const server = new OpenServer();
      const [ann, bob] = [server.client({ version }), server.client({ version })];
      assert.ok(!ann.isClosed && !bob.isClosed);
      const assigned = [ann, bob].map(({ connack }) => connack.properties?.assignedClientIdentifier);
      assert.equal(new Set(assigned).size, version === 5 ? 2 : 1);
    });

    test('what is sent to a session while its client is away waits for it, unless it is QoS 0', () => {
      const server = new OpenServer();
      const ann = server.client({ version, clientId: 'ann', ...KEPT });
      assert.equal(ann.connack.sessionPresent, false);
      ann.subscribe('a/#');
      ann.leave();
      const bob = server.client({ version });
      for (const qos of [0, 1, 2] as const) bob.publish(`a/${qos}`, `${qos}`, { qos });
      const again = server.client({ version, clientId: 'ann', ...KEPT });
      assert.equal(again.connack.sessionPresent, true);
      assert.deepEqual(again.texts, ['1', '2']);
      again.ackAll();
      again.leave();
      const third = server.client({ version, clientId: 'ann', ...KEPT });
      assert.deepEqual(third.texts, []);
    });

    test('a clean start throws away what was there', () => {
      const server = new OpenServer();
      const ann = server.client({ version, clientId: 'ann', ...KEPT });
      ann.subscribe('a');
      ann.leave();
      const clean = server.client({ version, clientId: 'ann' });
      assert.equal(clean.connack.sessionPresent, false);
      server.client({ version }).publish('a', 'x', { qos: 1 });
      assert.deepEqual(clean.texts, []);
    });

    test('what was not confirmed is sent again, with the same ids in the old order, as a repeat', () => {
      const server = new OpenServer();
      const ann = server.client({ version, clientId: 'ann', ...KEPT });
      ann.subscribe('a');
      const bob = server.client({ version });
      for (const qos of [1, 2, 1, 2] as const) bob.publish('a', `${qos}`, { qos });
      const [first, second, third, fourth] = ann.messages;
      ann.send({ cmd: 'pubrec', messageId: second?.messageId ?? 0 });
      ann.send({ cmd: 'puback', messageId: third?.messageId ?? 0 });
      ann.break();
      const again = server.client({ version, clientId: 'ann', ...KEPT });
      assert.deepEqual(
        again.packets.slice(1).map(({ cmd, messageId }) => `${cmd} ${messageId}`),
        [`publish ${first?.messageId}`, `pubrel ${second?.messageId}`, `publish ${fourth?.messageId}`],
      );
      assert.ok(again.messages.every(({ dup }) => dup));
    });

    test('an answer that does not belong to the QoS ends the connection', () => {
      for (const [qos, cmd] of [
        [1, 'pubrec'],
        [1, 'pubcomp'],
        [2, 'puback'],
        [2, 'pubcomp'],
      ] as const) {
        const server = new OpenServer();
        const ann = server.client({ version });
        ann.subscribe('a', { qos });
        server.client({ version }).publish('a', 'x', { qos });
        ann.send({ cmd, messageId: ann.messages[0]?.messageId ?? 0 });
        assert.ok(ann.isClosed, `${cmd} for QoS ${qos}`);
      }
    });

    test('a message of QoS 2 that is sent twice is published once, and released once', () => {
      const server = new OpenServer();
      const ann = server.client({ version });
      ann.subscribe('a');
      const bob = server.client({ version, clientId: 'bob', ...KEPT });
      const message = {
        cmd: 'publish',
        topic: 'a',
        payload: 'x',
        qos: 2,
        messageId: 7,
        retain: false,
      } as const;
      bob.send({ ...message, dup: false });
      bob.break();
      const again = server.client({ version, clientId: 'bob', ...KEPT });
      again.send({ ...message, dup: true });
      assert.deepEqual(ann.texts, ['x']);
      assert.equal(again.all('pubrec').length, 1);
      again.send({ cmd: 'pubrel', messageId: 7 });
      again.send({ ...message, dup: false });
      assert.deepEqual(ann.texts, ['x', 'x']);
    });

    test('a will is published when the connection breaks, and not when its client takes leave', () => {
      const server = new OpenServer();
      const ann = server.client({ version });
      ann.subscribe('will');
      const will = { topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: true } as const;
      server.client({ version, will }).leave();
      assert.deepEqual(ann.texts, []);
      server.client({ version, will }).break();
      assert.deepEqual(ann.texts, ['gone']);
      // What is no MQTT breaks it as well.
      server.client({ version, will }).write(Uint8Array.of(0xf1, 0));
      assert.deepEqual(ann.texts, ['gone', 'gone']);
      const late = server.client({ version });
      late.subscribe('will');
      assert.partialDeepStrictEqual(late.messages, [{ retain: true, qos: 1 }]);
    });

    test('overlapping subscriptions give one copy with the highest QoS', () => {
      const server = new OpenServer();
      const ann = server.client({ version });
      ann.subscribe('a/+', { qos: 1 });
      ann.subscribe('a/#', { qos: 2 });
      ann.subscribe('a/b', { qos: 0 });
      server.client({ version }).publish('a/b', 'x', { qos: 2 });
      assert.equal(ann.messages.length, 1);
      assert.equal(ann.messages[0]?.qos, 2);
    });

    test('a subscription that is taken back, or changed, counts as it is now', () => {
      const server = new OpenServer();
      const [ann, bob] = [server.client({ version }), server.client({ version })];
      ann.subscribe('a', { qos: 2 });
      ann.subscribe('a', { qos: 0 });
      bob.publish('a', '1', { qos: 2 });
      assert.equal(ann.messages[0]?.qos, 0);
      ann.send({ cmd: 'unsubscribe', messageId: 99, unsubscriptions: ['a', 'never'] });
      bob.publish('a', '2');
      assert.equal(ann.messages.length, 1);
      if (version === 5) assert.deepEqual(ann.all('unsuback')[0]?.granted, [0, 0x11]);
      else assert.equal(ann.all('unsuback').length, 1);
    });

    test('a second connection with the same id ends the first one', () => {
      const server = new OpenServer();
      const first = server.client({ version, clientId: 'ann', ...KEPT });
      first.subscribe('a');
      const second = server.client({ version, clientId: 'ann', ...KEPT });
      assert.ok(first.isClosed && !second.isClosed);
      assert.equal(second.connack.sessionPresent, true);
      if (version === 5) assert.equal(first.all('disconnect')[0]?.reasonCode, 0x8e);
      // That the old one is gone means nothing to the session.
      first.break();
      server.client({ version }).publish('a', 'x');
      assert.deepEqual(second.texts, ['x']);
    });

    test('keep-alive is one and a half times what the client says', () => {
      const server = new OpenServer();
      assert.equal(server.client({ version, keepalive: 10 }).session.silenceMs, 15_000);
      assert.equal(server.client({ version, keepalive: 0 }).session.silenceMs, Infinity);
      const ann = server.client({ version });
      ann.send({ cmd: 'pingreq' });
      assert.equal(ann.all('pingresp').length, 1);
    });

    test('who does not read keeps nobody waiting, and has QoS 1 later', async () => {
      const server = new OpenServer();
      const [ann, bob] = [server.client({ version }), server.client({ version })];
      ann.subscribe('a');
      ann.isStuck = true;
      const text = 'x'.repeat(100_000);
      for (let count = 0; count < 5; count++) bob.publish('a', text);
      assert.equal(ann.messages.length, 3);
      bob.publish('a', 'kept', { qos: 1 });
      assert.equal(ann.messages.length, 3);
      await ann.drain();
      assert.equal(ann.texts.at(-1), 'kept');
    });
  });
}
