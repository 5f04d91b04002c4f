/** One push to many connections of a gateway, which get what each has asked for, in the order of its conversation. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeContent } from '@posthorn/protocol';
import type { Reply } from '@posthorn/protocol';
import type { IConnectPacket, ISubscription } from 'mqtt-packet';
import type { ClientOf } from './support/client-of.ts';
import { direct, group } from './small-town.ts';
import { settled } from './support/kept-sessions.ts';
import { SmallRouter } from './support/small-router.ts';

interface Wish extends Partial<Omit<ISubscription, 'topic'>> {
  readonly version?: 4 | 5;
  readonly clientId: string;
  readonly filters: readonly string[];
  readonly form?: string;
  /** With its place in `filters`. */
  readonly isNumbered?: boolean;
  readonly connect?: Partial<IConnectPacket>;
}

async function subscriber(router: SmallRouter, wish: Wish): Promise<ClientOf> {
  const {
    version = 5,
    clientId,
    filters,
    form,
    isNumbered = false,
    connect = {},
    qos = 0,
    nl = false,
  } = wish;
  const client = router.client(version);
  await client.connect({ clientId, ...connect });
  for (const [index, topic] of filters.entries()) {
    const properties = {
      ...(isNumbered && { subscriptionIdentifier: index + 1 }),
      ...(form !== undefined && { userProperties: { 'content-type': form } }),
    };
    const subscription = { topic, qos, nl, rap: false, rh: 0 } as const;
    const more = version === 5 ? { properties } : {};
    client.send({ cmd: 'subscribe', messageId: index + 1, subscriptions: [subscription], ...more });
  }
  await settled();
  return client;
}

function pushAll(clients: readonly ClientOf[], push: ReturnType<SmallRouter['say']>): void {
  for (const client of clients) client.push(push);
}

/** A router with a group whose name and members are known to its gateway. */
async function readyRouter(): Promise<SmallRouter> {
  const router = new SmallRouter();
  router.town.add(group(7));
  const first = await subscriber(router, { clientId: 'first', filters: ['g/+', 'lobby'] });
  pushAll([first], router.say(7, { text: 'first' }));
  await settled();
  assert.deepEqual(first.texts, ['first']);
  first.break();
  return router;
}

describe('a push to many connections of MQTT', () => {
  it('is written within the push, in the same bytes for all who asked for the same', async () => {
    const router = await readyRouter();
    const written: Uint8Array[] = [];
    const clients = await Promise.all(
      ['a', 'b', 'c'].map((clientId) => subscriber(router, { clientId, filters: ['g/+'] })),
    );
    for (const client of clients) {
      const write = client.write.bind(client);
      client.write = (bytes) => {
        written.push(bytes);
        write(bytes);
      };
    }
    pushAll(clients, router.say(7, { text: 'But soft' }));
    assert.deepEqual(
      clients.map(({ texts }) => texts),
      [['But soft'], ['But soft'], ['But soft']],
    );
    assert.equal(new Set(written).size, 1);
  });

  it('comes to each in its version, its form and with the identifiers of its subscriptions', async () => {
    const router = await readyRouter();
    const [plain, old, oldJson, json, two, acked, short] = await Promise.all([
      subscriber(router, { clientId: 'plain', filters: ['g/7'] }),
      subscriber(router, { clientId: 'old', filters: ['g/7'], version: 4 }),
      subscriber(router, { clientId: 'oldJson', filters: ['g/+/json'], version: 4 }),
      subscriber(router, { clientId: 'json', filters: ['g/+', 'lobby'], form: 'application/json' }),
      subscriber(router, { clientId: 'two', filters: ['g/7', 'g/+', 'u/+'], isNumbered: true }),
      subscriber(router, { clientId: 'acked', filters: ['g/7'], qos: 1 }),
      subscriber(router, {
        clientId: 'short',
        filters: ['g/7', 'lobby'],
        connect: { properties: { topicAliasMaximum: 1 } },
      }),
    ]);
    const all = [plain, old, oldJson, json, two, acked, short];
    pushAll(all, router.say(7, { text: 'But soft' }));
    pushAll(all, router.say(50, { text: 'in the lobby' }));
    pushAll(all, router.say(7, { text: 'what light' }));
    await settled();
    const topics = all.map((client) => client.all('publish').map(({ topic }) => topic));
    assert.deepEqual(topics, [
      ['g/7', 'g/7'],
      ['g/7', 'g/7'],
      ['g/7/json', 'g/7/json'],
      ['g/7', 'lobby', 'g/7'],
      ['g/7', 'g/7'],
      ['g/7', 'g/7'],
      ['g/7', 'lobby', ''],
    ]);
    for (const client of [plain, old, two, acked]) assert.deepEqual(client.texts, ['But soft', 'what light']);
    for (const client of [oldJson, json])
      assert.deepEqual(
        client.texts.map((text) => (JSON.parse(text) as { seq: number }).seq),
        client === json ? [2, 1, 3] : [2, 3],
      );
    assert.deepEqual(
      [plain, old, two, acked, short].map((client) => {
        const [{ messageId, properties: { subscriptionIdentifier, topicAlias, contentType } = {} } = {}] =
          client.all('publish');
        return [messageId, subscriptionIdentifier, topicAlias, contentType];
      }),
      [
        [undefined, undefined, undefined, 'text/plain'],
        [undefined, undefined, undefined, undefined],
        [undefined, [1, 2], undefined, 'text/plain'],
        [1, undefined, undefined, 'text/plain'],
        [undefined, undefined, 1, 'text/plain'],
      ],
    );
  });

  it('keeps the order of whoever waits, while the others go on', async () => {
    const router = await readyRouter();
    const [fast, waiting, slow] = await Promise.all([
      subscriber(router, { clientId: 'fast', filters: ['g/7'] }),
      subscriber(router, {
        clientId: 'waiting',
        filters: ['g/7'],
        qos: 1,
        connect: { properties: { receiveMaximum: 1 } },
      }),
      subscriber(router, { clientId: 'slow', filters: ['g/7'] }),
    ]);
    const taken = Promise.withResolvers<void>();
    slow.draining = taken.promise;
    const all = ['1', '2', '3', '4', '5', '6', '7', '8'];
    for (const text of all) {
      const push = router.say(7, { text });
      pushAll([fast, waiting], push);
      // The first push was dropped, so it reads the log, and takes no second page yet.
      if (text !== '1') slow.push(push);
      await settled();
    }
    assert.deepEqual(fast.texts, all);
    assert.deepEqual(waiting.texts, ['1']);
    assert.deepEqual(slow.texts, ['1', '2']);
    taken.resolve();
    for (let messageId = 1; messageId <= 4; messageId++) waiting.send({ cmd: 'puback', messageId });
    pushAll([fast, waiting, slow], router.say(7, { text: '9' }));
    for (let messageId = 5; messageId <= 9; messageId++) waiting.send({ cmd: 'puback', messageId });
    await settled();
    await settled();
    pushAll([fast, waiting, slow], router.say(7, { text: '10' }));
    for (const client of [fast, waiting, slow]) {
      const expected = [...all, '9', '10'];
      assert.deepEqual(client.texts, client === waiting ? expected.slice(0, 10) : expected);
    }
  });

  it('keeps its place behind one whose sender has to be looked up', async () => {
    const router = await readyRouter();
    const client = await subscriber(router, { clientId: 'a', filters: ['g/7', 'lobby'] });
    const answer = Promise.withResolvers<Reply>();
    router.override = ({ case: what }) => (what === 'getUsers' ? answer.promise : undefined);
    client.push(sent(router, 7, 'by the nurse', 3));
    client.push(router.say(7, { text: 'by Juliet' }));
    client.push(router.say(50, { text: 'in the lobby' }));
    await settled();
    assert.deepEqual(client.texts, []);
    answer.resolve({ case: 'users', value: { users: [{ id: 3, name: 'nurse' }] } });
    await settled();
    assert.deepEqual(client.texts, ['by the nurse', 'by Juliet', 'in the lobby']);
    client.push(sent(router, 7, 'at once', 3));
    assert.deepEqual(client.texts.slice(3), ['at once']);
  });

  it('comes by the filters that there are when it comes', async () => {
    const router = await readyRouter();
    const client = await subscriber(router, { clientId: 'a', filters: ['g/7'] });
    const told = async (): Promise<readonly string[]> => {
      const before = client.texts.length;
      client.push(router.say(7, { text: 'Romeo' }));
      await settled();
      return client
        .all('publish')
        .slice(before)
        .map(({ topic, qos }) => `${topic} ${qos}`);
    };
    assert.deepEqual(await told(), ['g/7 0']);
    client.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: ['g/7'] });
    await settled();
    assert.deepEqual(await told(), []);
    const subscriptions = [{ topic: 'g/+', qos: 1, nl: false, rap: false, rh: 0 }] as const;
    client.send({ cmd: 'subscribe', messageId: 10, subscriptions: [...subscriptions] });
    await settled();
    assert.deepEqual(await told(), ['g/7 1']);
    client.send({ cmd: 'subscribe', messageId: 11, subscriptions: [{ ...subscriptions[0], qos: 0 }] });
    await settled();
    assert.deepEqual(await told(), ['g/7 0']);
  });

  it('is spelled for each as it names the other, and not written to whom it is too large for', async () => {
    const router = new SmallRouter();
    router.town.add(direct(10, 2));
    const [folded, spelled, any, small] = await Promise.all([
      subscriber(router, { clientId: 'folded', filters: ['u/juliet'] }),
      subscriber(router, { clientId: 'spelled', filters: ['u/JULIET'] }),
      subscriber(router, { clientId: 'any', filters: ['u/+'] }),
      subscriber(router, {
        clientId: 'small',
        filters: ['u/+'],
        connect: { properties: { maximumPacketSize: 150 } },
      }),
    ]);
    const all = [folded, spelled, any, small];
    for (const text of ['a', 'b'.repeat(200), 'c']) pushAll(all, router.say(10, { text }));
    await settled();
    pushAll(all, router.say(10, { text: 'd' }));
    assert.deepEqual(
      all.map((client) => client.all('publish').map(({ topic, payload }) => `${topic} ${payload.length}`)),
      [
        ['u/juliet 1', 'u/juliet 200', 'u/juliet 1', 'u/juliet 1'],
        ['u/JULIET 1', 'u/JULIET 200', 'u/JULIET 1', 'u/JULIET 1'],
        ['u/Juliet 1', 'u/Juliet 200', 'u/Juliet 1', 'u/Juliet 1'],
        ['u/Juliet 1', 'u/Juliet 1', 'u/Juliet 1'],
      ],
    );
  });

  it('that recalls something keeps its words from whoever still waits for them', async () => {
    const router = await readyRouter();
    const [fast, waiting] = await Promise.all([
      subscriber(router, { clientId: 'fast', filters: ['lobby'] }),
      subscriber(router, {
        clientId: 'waiting',
        filters: ['lobby'],
        qos: 1,
        connect: { properties: { receiveMaximum: 1 } },
      }),
    ]);
    const all = [fast, waiting];
    for (const text of ['1', 'the secret']) pushAll(all, router.say(50, { text }));
    const log = router.logs.get(50) ?? [];
    log[1] = { ...log[1], content: encodeContent({ text: 'it is gone' }) };
    pushAll(all, router.say(50, { kind: { case: 'recall', value: { target: 2 } } }));
    for (let messageId = 1; messageId <= 3; messageId++) {
      await settled();
      waiting.send({ cmd: 'puback', messageId });
    }
    assert.equal(fast.texts[1], 'the secret');
    assert.deepEqual(waiting.texts.slice(0, 2), ['1', 'it is gone']);
  });
});

function sent(router: SmallRouter, conversation: number, text: string, sender: number) {
  const said = router.say(conversation, { text }, { sender });
  return { ...said, value: { ...said.value, sender } };
}
