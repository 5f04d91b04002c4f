/** Connections that break, flood or come late, against one session at a time and a router that answers as a test says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeContent, PosthornError } from '@posthorn/protocol';
import type { Reply } from '@posthorn/protocol';
import type { IPublishPacket } from 'mqtt-packet';
import type { ClientOf } from './support/client-of.ts';
import { group } from './small-town.ts';
import { settled } from './support/kept-sessions.ts';
import { SmallRouter } from './support/small-router.ts';

const KEPT = { clean: false, properties: { sessionExpiryInterval: 60 } };

describe('a connection of MQTT', () => {
  it('that breaks while its session is being kept asks for nothing more', async () => {
    const router = new SmallRouter();
    const save = Promise.withResolvers<Reply>();
    router.override = ({ case: what }) => (what === 'saveWireSession' ? save.promise : undefined);
    const client = router.client();
    await client.connect(KEPT);
    assert.equal(client.asked.at(-1)?.case, 'saveWireSession');
    client.break();
    save.reject(new Error('the connection is gone'));
    await settled();
    router.place.clock.fire();
    await settled();
    assert.equal(router.place.clock.waiting, 0);
  });

  it('is not read after its DISCONNECT, while the rest is carried out', async () => {
    const router = new SmallRouter();
    const sent = Promise.withResolvers<Reply>();
    router.override = ({ case: what }) => (what === 'send' ? sent.promise : undefined);
    const client = router.client();
    await client.connect();
    client.send({
      cmd: 'publish',
      topic: 'u/juliet',
      payload: 'But soft',
      qos: 0,
      dup: false,
      retain: false,
    });
    client.send({ cmd: 'disconnect', reasonCode: 0 });
    client.send({
      cmd: 'publish',
      topic: 'u/juliet',
      payload: 'too late',
      qos: 0,
      dup: false,
      retain: false,
    });
    await settled();
    client.session.resume?.();
    await settled();
    assert.equal(client.asked.filter((each) => each.case === 'send').length, 1);
    sent.resolve({ case: 'ack', value: {} });
    await settled();
    assert.equal(client.isOver, true);
    assert.equal(client.asked.filter((each) => each.case === 'send').length, 1);
  });

  it('is not read on while many SUBSCRIBEs wait', async () => {
    for (const filter of ['u/+', '+/info', 'presence/+']) {
      const router = new SmallRouter();
      const slow = Promise.withResolvers<Reply>();
      const client = router.client();
      await client.connect(KEPT);
      router.override = ({ case: what }) =>
        what === 'saveWireSession' || what === 'listConversations' ? slow.promise : undefined;
      const subscription = { topic: filter, qos: 0, nl: false, rap: false, rh: 0 } as const;
      for (let messageId = 1; messageId <= 200 && client.session.isBusy !== true; messageId++)
        client.send({ cmd: 'subscribe', messageId, subscriptions: [subscription] });
      assert.equal(client.session.isBusy, true, filter);
    }
  });

  it('gets pages of history no faster than it reads them', async () => {
    const router = new SmallRouter();
    router.say(50, { text: 'But soft' });
    const client = router.client();
    await client.connect();
    const subscription = { topic: 'reply/#', qos: 0, nl: false, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    await settled();
    const { promise, resolve } = Promise.withResolvers<void>();
    client.draining = promise;
    for (let count = 0; count < 3; count++) client.send(pullOf('lobby'));
    await settled();
    assert.equal(client.texts.length, 0);
    resolve();
    await settled();
    assert.equal(client.texts.length, 3);
  });

  it('gets one answer to a request that has to be tried again', async () => {
    const router = new SmallRouter();
    router.say(50, { text: 'But soft' });
    const client = router.client();
    await client.connect();
    const subscription = { topic: 'reply/#', qos: 0, nl: false, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    await settled();
    let refusals = 2;
    router.override = ({ case: what }) =>
      what === 'pull' && refusals-- > 0
        ? Promise.reject(new PosthornError('UNAVAILABLE', 'for now'))
        : undefined;
    client.send(pullOf('lobby'));
    for (let count = 0; count < 3; count++) {
      await settled();
      router.place.clock.fire();
    }
    await settled();
    assert.equal(client.texts.length, 1);
    assert.match(client.texts[0] ?? '', /But soft/);
  });

  it('that wants no words about problems gets none but in CONNACK, DISCONNECT and messages', async () => {
    const router = new SmallRouter();
    router.override = ({ case: what }) =>
      what === 'send' ? Promise.resolve({ case: 'ack', value: { conversation: 10, seq: 1 } }) : undefined;
    const client = router.client();
    await client.connect({ properties: { requestProblemInformation: false } });
    const subscription = { topic: 'sensors/#', qos: 0, nl: false, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    const publish = { cmd: 'publish', payload: 'x', qos: 1, dup: false, retain: false } as const;
    client.send({ ...publish, messageId: 2, topic: 'u/juliet' }, { ...publish, messageId: 3, topic: 'no' });
    await settled();
    await settled();
    assert.deepEqual(
      [...client.all('suback'), ...client.all('puback')].map(({ properties }) => properties ?? {}),
      [{}, {}, {}],
    );
    assert.equal(client.all('puback').length, 2);
  });

  it('with No Local gets nothing that its session has published, also when it comes back', async () => {
    const router = new SmallRouter();
    router.say(50, { text: 'before' });
    const client = router.client();
    await client.connect(KEPT);
    const subscription = { topic: 'lobby', qos: 1, nl: true, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    await settled();
    router.override = (request) => {
      if (request.case !== 'send') return undefined;
      const { clientId, content } = request.value;
      const said = router.say(50, content ?? {}, { sender: 1, clientId });
      const { conversation, seq } = said.value;
      client.push({ ...said, value: { ...said.value, sender: 1 } }, true);
      return Promise.resolve({ case: 'ack', value: { conversation, seq } });
    };
    const publish = { cmd: 'publish', topic: 'lobby', qos: 1, dup: false, retain: false } as const;
    client.send({ ...publish, messageId: 2, payload: 'live' });
    client.send({
      ...publish,
      messageId: 3,
      payload: 'live, and named',
      properties: { userProperties: { 'client-id': 'own' } },
    });
    client.push(router.say(50, { text: 'Juliet 1' }));
    await settled();
    client.send({ ...publish, messageId: 4, payload: 'not answered' });
    client.break();
    await settled();
    const [again, other] = [router.client(), router.client()];
    await other.connect({ clientId: 'other' });
    await again.connect(KEPT);
    // Its push, which does not say from where it comes, is late.
    const late = router.say(50, { text: 'late' }, { sender: 1, clientId: sessionIn(client) });
    again.push({ case: 'message', value: { ...late.value, sender: 1 } });
    again.push(router.say(50, { text: 'Juliet 2' }));
    await settled();
    await settled();
    assert.deepEqual([client.texts, again.texts], [['Juliet 1'], ['Juliet 1', 'Juliet 2']]);
  });

  it('gets no words any more of what is recalled while it waits', async () => {
    const router = new SmallRouter();
    const client = router.client();
    await client.connect({ properties: { receiveMaximum: 1 } });
    const subscription = { topic: 'lobby', qos: 1, nl: false, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    await settled();
    for (const text of ['1', '2', '3', '4']) client.push(router.say(50, { text }));
    await settled();
    recall(router, client, 3);
    client.push(router.say(50, { text: '6' }));
    for (let count = 0; count < 6; count++) {
      await settled();
      const { messageId = 0 } = client.all('publish').at(-1) ?? {};
      client.send({ cmd: 'puback', messageId });
    }
    assert.deepEqual(
      client.texts.map((text) => text.replace(/^\[Juliet .*/, 'recalled')),
      ['1', '2', 'it is gone', '4', '6'],
    );
  });

  it('gets no words any more of what is recalled while it is to be repeated', async () => {
    const router = new SmallRouter();
    const client = router.client();
    await client.connect(KEPT);
    const subscription = { topic: 'lobby', qos: 1, nl: false, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    await settled();
    for (const text of ['1', '2', '3']) client.push(router.say(50, { text }));
    await settled();
    client.break();
    const again = router.client();
    await again.connect({ ...KEPT, properties: { ...KEPT.properties, receiveMaximum: 1 } });
    assert.deepEqual(again.texts, ['1']);
    recall(router, again, 2);
    for (let messageId = 1; messageId <= 4; messageId++) {
      await settled();
      again.send({ cmd: 'puback', messageId });
    }
    assert.deepEqual(
      again.texts.map((text) => text.replace(/^\[Juliet .*/, 'recalled')),
      ['1', 'it is gone', '3', 'recalled'],
    );
    assert.deepEqual(
      again.all('publish').map(({ messageId, dup }) => `${messageId} ${dup}`),
      ['1 true', '2 true', '3 true', '4 false'],
    );
  });

  it('that asks for a chat from an earlier message on gets it in its order, once', async () => {
    const router = new SmallRouter();
    const client = router.client();
    await client.connect({ properties: { receiveMaximum: 1 } });
    const subscription = { topic: 'lobby', qos: 1, nl: false, rap: false, rh: 0 } as const;
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [subscription] });
    await settled();
    for (const text of ['1', '2', '3']) client.push(router.say(50, { text }));
    await settled();
    const properties = { userProperties: { after: '0' } };
    client.send({ cmd: 'subscribe', messageId: 2, subscriptions: [subscription], properties });
    for (let messageId = 1; messageId <= 6; messageId++) {
      await settled();
      client.send({ cmd: 'puback', messageId });
    }
    assert.deepEqual(client.texts, ['1', '1', '2', '3']);
  });

  it('asks for an earlier message only of a chat that its user is in, and not beyond its end', async () => {
    const router = new SmallRouter();
    const client = router.client();
    await client.connect(KEPT);
    router.town.add(group(7));
    router.say(7, { text: '1' });
    let messageId = 0;
    const subscribe = async (topic: string, after: string): Promise<void> => {
      const subscription = { topic, qos: 0, nl: false, rap: false, rh: 0 } as const;
      const properties = { userProperties: { after } };
      client.send({ cmd: 'subscribe', messageId: ++messageId, subscriptions: [subscription], properties });
      await settled();
    };
    for (const topic of ['g/8', 'g/9']) await subscribe(topic, '0');
    await subscribe('g/7', '9007199254740991');
    client.push(router.say(7, { text: '2' }));
    await settled();
    assert.deepEqual(
      client.all('suback').flatMap(({ granted }) => granted),
      [0x87, 0x87, 0],
    );
    assert.deepEqual(client.texts, ['2']);
  });

  it('is not read on while many PUBRELs wait for what is kept', async () => {
    const router = new SmallRouter();
    const former = router.client();
    await former.connect(KEPT);
    former.break();
    await settled();
    const client = router.client();
    await client.connect(KEPT);
    assert.equal(client.all('connack')[0]?.sessionPresent, true);
    const save = Promise.withResolvers<Reply>();
    router.override = ({ case: what }) => (what === 'saveWireSession' ? save.promise : undefined);
    for (let messageId = 1; messageId <= 2000 && client.session.isBusy !== true; messageId++)
      client.send({ cmd: 'pubrel', messageId });
    assert.equal(client.session.isBusy, true);
    save.resolve({ case: 'wireSession', value: {} });
    await settled();
    await settled();
    assert.equal(client.session.isBusy, false);
  });

  it('ends where CONNACK is too large for its client, with a shorter one that says so', async () => {
    const client = new SmallRouter().client();
    await client.connect({ properties: { maximumPacketSize: 8 } });
    assert.equal(client.ended?.code, 'TOO_LARGE');
    assert.deepEqual(
      client.all('connack').map(({ reasonCode }) => reasonCode),
      [0x95],
    );
  });

  it('of MQTT 5 is told that clients retain nothing', async () => {
    const client = new SmallRouter().client();
    await client.connect();
    assert.equal(client.all('connack')[0]?.properties?.retainAvailable, false);
  });

  it('counts for its bounds by the bytes that it publishes', async () => {
    const router = new SmallRouter();
    const client = router.client();
    await client.connect();
    const rest = { payload: 'x'.repeat(10_000), qos: 0, dup: false, retain: false } as const;
    for (let count = 0; count < 3; count++) client.send({ cmd: 'publish', topic: 'lobby', ...rest });
    while (client.asked.filter(({ case: what }) => what === 'send').length < 3) await settled();
    assert.equal(client.askedBytes, 30_000);
  });

  it('ends where its session is larger than what is kept, and is told what to do', async () => {
    const router = new SmallRouter();
    for (let conversation = 1000; conversation < 1300; conversation++) router.logs.set(conversation, [{}]);
    router.mostStateBytes = 500;
    const client = router.client();
    await client.connect(KEPT);
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 1 }] });
    while (client.ended === undefined) await settled();
    const [told] = client.all('disconnect');
    assert.equal(told?.reasonCode, 0x97);
    assert.match(told.properties?.reasonString ?? '', /too many conversations.*Session Expiry Interval of 0/);
    const brief = router.client();
    await brief.connect();
    brief.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 1 }] });
    while (brief.all('suback').length === 0) await settled();
  });

  it('begins anew where what was kept cannot be read', async () => {
    const router = new SmallRouter();
    router.kept.set('sensor', { owner: 'former', state: Uint8Array.of(255, 255, 255) });
    const client = router.client();
    await client.connect(KEPT);
    assert.deepEqual(
      client.all('connack').map(({ sessionPresent, reasonCode }) => [sessionPresent, reasonCode]),
      [[false, 0]],
    );
  });
});

function pullOf(chat: string): IPublishPacket {
  const properties = { responseTopic: 'reply/1' };
  const rest = { payload: '', qos: 0, dup: false, retain: false } as const;
  return { cmd: 'publish', topic: `${chat}/pull`, properties, ...rest };
}

/** Juliet recalls a message of the lobby: what is read from then on says so, and the client is told. */
function recall(router: SmallRouter, client: ClientOf, target: number): void {
  const log = router.logs.get(50) ?? [];
  log[target - 1] = { ...log[target - 1], content: encodeContent({ text: 'it is gone' }) };
  client.push(router.say(50, { kind: { case: 'recall', value: { target } } }));
}

/** A client id under which the session has sent something. */
function sessionIn({ asked }: ClientOf): string {
  const sent = asked.find((request) => request.case === 'send');
  return sent?.case === 'send' ? sent.value.clientId : '';
}
