/** What MQTT 5 adds for a broker, on open topics. Without sockets or time. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OpenServer } from './pipe.ts';

const KEPT = { clean: false, properties: { sessionExpiryInterval: 1000 } };
describe('open topics, what MQTT 5 adds', () => {
  test('properties of a message go through as they are', () => {
    const server = new OpenServer();
    const [ann, bob] = [server.client(), server.client()];
    ann.subscribe('a');
    const properties = {
      payloadFormatIndicator: true,
      contentType: 'text/plain',
      responseTopic: 'answers',
      correlationData: Buffer.from('7'),
      userProperties: { a: ['1', '2'], b: '3' },
    };
    bob.publish('a', 'x', { properties });
    assert.deepEqual(plain(ann.messages[0]?.properties), plain(properties));
  });

  test('a topic alias stands for the topic that it was given with', () => {
    const server = new OpenServer();
    const [ann, bob] = [server.client(), server.client()];
    ann.subscribe('#');
    assert.ok((bob.connack.properties?.topicAliasMaximum ?? 0) > 0);
    bob.publish('a', '1', { properties: { topicAlias: 1 } });
    bob.publish('', '2', { properties: { topicAlias: 1 } });
    bob.publish('b', '3', { properties: { topicAlias: 1 } });
    bob.publish('', '4', { properties: { topicAlias: 1 } });
    assert.deepEqual(
      ann.messages.map(({ topic, properties }) => [topic, properties?.topicAlias]),
      ['a', 'a', 'b', 'b'].map((topic) => [topic, undefined]),
    );
    bob.publish('', '5', { properties: { topicAlias: 2 } });
    assert.equal(bob.all('disconnect')[0]?.reasonCode, 0x82);
    const cyd = server.client();
    cyd.publish('a', '1', { properties: { topicAlias: 101 } });
    assert.equal(cyd.all('disconnect')[0]?.reasonCode, 0x94);
  });

  test('a session ends after its time, and only then', () => {
    const server = new OpenServer();
    const connect = (seconds: number) =>
      server.client({ clientId: 'ann', clean: false, properties: { sessionExpiryInterval: seconds } });
    connect(10).leave();
    server.clock.pass(9);
    const second = connect(10);
    assert.equal(second.connack.sessionPresent, true);
    second.break();
    server.clock.pass(11);
    const third = connect(10);
    assert.equal(third.connack.sessionPresent, false);
    // The client may change it as it leaves.
    third.leave({ properties: { sessionExpiryInterval: 100 } });
    server.clock.pass(50);
    const fourth = connect(0);
    assert.equal(fourth.connack.sessionPresent, true);
    fourth.leave({ properties: { sessionExpiryInterval: 5 } });
    assert.equal(fourth.all('disconnect')[0]?.reasonCode, 0x82);
    assert.equal(connect(0).connack.sessionPresent, false);
  });

  test('the client’s Receive Maximum bounds what is open, also after a reconnect', () => {
    const server = new OpenServer();
    const connect = (receiveMaximum: number) =>
      server.client({
        clientId: 'ann',
        clean: false,
        properties: { sessionExpiryInterval: 100, receiveMaximum },
      });
    const ann = connect(4);
    ann.subscribe('a');
    const bob = server.client();
    for (let count = 1; count <= 6; count++) bob.publish('a', `${count}`, { qos: count % 2 === 0 ? 2 : 1 });
    bob.publish('a', 'any', { qos: 0 });
    assert.deepEqual(ann.texts, ['1', '2', '3', '4', 'any']);
    ann.send({ cmd: 'puback', messageId: ann.messages[0]?.messageId ?? 0 });
    assert.equal(ann.texts.at(-1), '5');
    // PUBREC alone makes no room.
    ann.send({ cmd: 'pubrec', messageId: ann.messages[1]?.messageId ?? 0 });
    assert.equal(ann.texts.at(-1), '5');
    ann.break();
    const again = connect(2);
    assert.deepEqual(
      again.packets.slice(1).map(({ cmd }) => cmd),
      ['pubrel', 'publish'],
    );
    again.send({ cmd: 'pubcomp', messageId: ann.messages[1]?.messageId ?? 0 });
    assert.deepEqual(again.texts, ['3', '4']);
    again.ackAll();
    assert.deepEqual(again.texts, ['3', '4', '5', '6']);
  });

  test('the server’s Receive Maximum is a bound', () => {
    const server = new OpenServer();
    const bob = server.client();
    const most = bob.connack.properties?.receiveMaximum ?? 0;
    const message = { cmd: 'publish', topic: 'a', payload: 'x', qos: 2, dup: false, retain: false } as const;
    for (let messageId = 1; messageId <= most; messageId++) bob.send({ ...message, messageId });
    assert.ok(!bob.isClosed);
    bob.send({ ...message, messageId: most + 1 });
    assert.equal(bob.all('disconnect')[0]?.reasonCode, 0x93);
  });

  test('a will waits for its delay, or for the end of the session, and a client that is back takes it along', () => {
    const server = new OpenServer();
    const ann = server.client();
    ann.subscribe('will');
    const connect = (sessionExpiryInterval: number) =>
      server.client({
        clientId: 'bob',
        clean: false,
        properties: { sessionExpiryInterval },
        will: {
          topic: 'will',
          payload: Buffer.from('gone'),
          properties: { willDelayInterval: 5, contentType: 'text/plain' },
        },
      });
    connect(100).break();
    server.clock.pass(4);
    const back = connect(100);
    server.clock.pass(10);
    assert.deepEqual(ann.texts, []);
    back.break();
    server.clock.pass(5);
    assert.deepEqual(ann.texts, ['gone']);
    assert.equal(ann.messages[0]?.properties?.contentType, 'text/plain');
    connect(2).break();
    server.clock.pass(2);
    assert.deepEqual(ann.texts, ['gone', 'gone']);
    // DISCONNECT with Will Message.
    connect(0).leave({ reasonCode: 4 });
    assert.deepEqual(ann.texts, ['gone', 'gone', 'gone']);
  });

  test('options of a subscription: No Local, Retain As Published, Retain Handling', () => {
    const server = new OpenServer();
    const ann = server.client();
    const bob = server.client();
    ann.subscribe([{ topic: 'local', qos: 0, nl: true, rap: false, rh: 0 }]);
    ann.publish('local', 'mine');
    bob.publish('local', 'theirs');
    assert.deepEqual(ann.texts, ['theirs']);
    ann.subscribe([
      { topic: 'as/published', qos: 0, nl: false, rap: true, rh: 0 },
      { topic: 'as/message', qos: 0, nl: false, rap: false, rh: 0 },
    ]);
    bob.publish('as/published', 'x', { retain: true });
    bob.publish('as/message', 'x', { retain: true });
    assert.deepEqual(
      ann.messages.slice(1).map(({ retain }) => retain),
      [true, false],
    );
    const retainedAt = (rh: number, times: number): number => {
      const cyd = server.client();
      for (let time = 0; time < times; time++)
        cyd.subscribe([{ topic: 'as/published', qos: 0, nl: false, rap: false, rh }]);
      return cyd.messages.length;
    };
    assert.deepEqual([retainedAt(0, 2), retainedAt(1, 2), retainedAt(2, 2)], [2, 1, 0]);
  });

  test('a message has the identifiers of all subscriptions that it matches', () => {
    const server = new OpenServer();
    const ann = server.client();
    ann.subscribe('a/+', { identifier: 1 });
    ann.subscribe('a/#', { identifier: 268_435_455 });
    ann.subscribe('#');
    const bob = server.client();
    bob.publish('a/b', 'x', { retain: true });
    bob.publish('c', 'y');
    assert.deepEqual(
      ann.messages.map(({ properties }) => properties?.subscriptionIdentifier),
      [[1, 268_435_455], undefined],
    );
    ann.subscribe('a/b', { identifier: 9 });
    assert.equal(ann.messages.at(-1)?.properties?.subscriptionIdentifier, 9);
  });

  test('shared subscriptions are refused, and CONNACK says so', () => {
    const ann = new OpenServer().client();
    assert.equal(ann.connack.properties?.sharedSubscriptionAvailable, false);
    assert.deepEqual(ann.subscribe('$share/group/a'), [0x9e]);
    assert.ok(!ann.isClosed);
  });

  test('a message expires while it waits, and says how long it has left', () => {
    const server = new OpenServer();
    const connect = () => server.client({ clientId: 'ann', ...KEPT });
    const ann = connect();
    ann.subscribe('a');
    ann.leave();
    const bob = server.client();
    bob.publish('a', 'short', { qos: 1, properties: { messageExpiryInterval: 5 } });
    bob.publish('a', 'long', { qos: 1, properties: { messageExpiryInterval: 60 } });
    bob.publish('kept', 'short', { retain: true, properties: { messageExpiryInterval: 5 } });
    server.clock.pass(10);
    const again = connect();
    again.subscribe('kept');
    assert.deepEqual(again.texts, ['long']);
    assert.equal(again.messages[0]?.properties?.messageExpiryInterval, 50);
  });

  test('a session that is kept for months is not over at once', () => {
    const server = new OpenServer();
    const connect = () =>
      server.client({ clientId: 'ann', clean: false, properties: { sessionExpiryInterval: 10_000_000 } });
    connect().leave();
    server.clock.pass(3600);
    assert.equal(connect().connack.sessionPresent, true);
  });

  test('the client’s largest packet is kept to', () => {
    const server = new OpenServer();
    const ann = server.client({ properties: { maximumPacketSize: 100 } });
    ann.subscribe('a', { qos: 1 });
    const bob = server.client();
    bob.publish('a', 'x'.repeat(200), { qos: 1 });
    bob.publish('a', 'fits', { qos: 1 });
    assert.deepEqual(ann.texts, ['fits']);
    assert.ok((bob.connack.properties?.maximumPacketSize ?? 0) > 0);
  });

  test('a publisher learns that nobody subscribes', () => {
    const server = new OpenServer();
    const bob = server.client();
    bob.publish('nobody', 'x', { qos: 1 });
    assert.equal(bob.all('puback')[0]?.reasonCode, 0x10);
  });

  test('ids that are not known are said to be so', () => {
    const bob = new OpenServer().client();
    bob.send({ cmd: 'pubrel', messageId: 7 });
    assert.equal(bob.all('pubcomp')[0]?.reasonCode, 0x92);
    bob.send({ cmd: 'pubrec', messageId: 8 });
    assert.equal(bob.all('pubrel')[0]?.reasonCode, 0x92);
    bob.send({ cmd: 'puback', messageId: 9 });
    assert.ok(!bob.isClosed);
  });

  test('methods of authentication are refused', () => {
    const client = new OpenServer().client({ properties: { authenticationMethod: 'SCRAM' } });
    assert.equal(client.connack.reasonCode, 0x8c);
    assert.ok(client.isClosed);
  });
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
