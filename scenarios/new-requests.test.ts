/**
 * Requests that are newer than the gateway: they pass as bytes to a router that knows them, their answers come back as
 * bytes, and what no router knows is refused (docs/adr/0010).
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { decodeServerFrame, errorName, PosthornError } from '@posthorn/protocol';
import { Reader, WireError, Writer } from '@posthorn/protocol/wire';
import type { Bus, ServerParts } from '@posthorn/server';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { RawClient } from '@posthorn/testing/raw-client';
import { TOPOLOGIES } from './support/topologies.ts';
import type { InProcessPlace } from './support/topologies.ts';

type Feature = NonNullable<ServerParts['features']>[number];
type NewRequest = NonNullable<Feature['operations']>[number]['request'];

/** Field numbers of ClientFrame and of ServerFrame that this version does not have. */
const NUMBERS = { shout: 1000, shoutOnce: 1001, shoutById: 1002, rule: 1003 } as const;
const SHOUTED = 1000;
const UNKNOWN = 2000;
/** Fields of the requests, and of the answer. */
const [TEXT, CLIENT_ID] = [1, 2];

function message(fields: readonly (readonly [number, string])[]): Uint8Array {
  const writer = new Writer();
  for (const [number, text] of fields) {
    writer.tag(number * 8 + 2);
    writer.string(text);
  }
  return writer.finish();
}

/** A field of a message; throws WireError when it is no string. */
function fieldOf(bytes: Uint8Array, number: number): string | undefined {
  const reader = new Reader(bytes);
  while (reader.position < bytes.length) {
    const tag = reader.varint();
    if (tag === number * 8 + 2) return reader.string();
    reader.skip(tag);
  }
  return undefined;
}

function bytesOf(frame: Uint8Array, number: number): Uint8Array {
  const reader = new Reader(frame);
  while (reader.position < frame.length) {
    const tag = reader.varint();
    if (tag === number * 8 + 2) return reader.bytes();
    reader.skip(tag);
  }
  throw new WireError('it is not there');
}

/** What the answer shouts, or the code of the error that it is. */
function answerIn(frame: Uint8Array): string {
  const { body } = decodeServerFrame(frame);
  if (body?.case === 'error') return errorName(body.value.code);
  return fieldOf(bytesOf(frame, SHOUTED), TEXT) ?? '';
}

/** Over HTTP nobody asks for it here. */
const NO_JSON = {
  request: '',
  reply: '',
  encode: (): never => assert.fail('as JSON'),
  decode: (): never => assert.fail('as JSON'),
};

/** Says a text back in capitals; `onRun` may keep a router from answering. */
function shouting(onRun: (node: string) => Promise<unknown> = async () => {}): readonly Feature[] {
  const operations = requestsOf(onRun).map((request) => ({
    request,
    conversation: undefined,
    routes: [],
    json: NO_JSON,
  }));
  return [{ name: 'shouting', operations }];
}

function requestsOf(onRun: (node: string) => Promise<unknown>): readonly NewRequest[] {
  const kinds = [
    { name: 'shout', who: 'user', repeat: 'harmless' },
    { name: 'shoutOnce', who: 'user', repeat: 'never' },
    { name: 'shoutById', who: 'user', repeat: 'by-client-id', clientIdField: CLIENT_ID },
    { name: 'rule', who: 'admin', repeat: 'harmless' },
  ] as const;
  return kinds.map((kind) => ({
    clientIdField: undefined,
    ...kind,
    number: NUMBERS[kind.name],
    decode: (frame) => fieldOf(bytesOf(frame, NUMBERS[kind.name]), TEXT),
    async run({ config: { node } }, _caller, text) {
      if (text === '') throw new PosthornError('INVALID', 'shout something');
      await onRun(node);
      return String(text).toUpperCase();
    },
    answer: (text) => {
      const writer = new Writer();
      writer.tag(SHOUTED * 8 + 2);
      writer.bytes(message([[TEXT, String(text)]]));
      return writer.finish();
    },
  }));
}

async function arrive(
  t: TestContext,
  wayIn: 'tcp' | 'ws',
  place: { readonly tcpUrl: string; readonly wsUrl: string },
): Promise<RawClient> {
  const client = await (wayIn === 'tcp'
    ? RawClient.connect(place.tcpUrl)
    : RawClient.overWebSocket(place.wsUrl));
  t.after(() => client.close());
  return client;
}

for (const { name, open } of TOPOLOGIES) {
  describe(`a request that nobody knows, ${name}`, () => {
    let place: InProcessPlace;
    before(async () => void (place = await open({})));
    after(() => place.close());

    for (const wayIn of ['tcp', 'ws'] as const) {
      it(`is UNKNOWN_REQUEST over ${wayIn}, and the connection lives`, async (t) => {
        const urls = { tcpUrl: place.url('tcp', 0), wsUrl: place.url('ws', 0) };
        const client = await arrive(t, wayIn, urls);
        assert.equal(answerIn(await client.askNew(UNKNOWN, message([]))), 'INVALID', 'hello comes first');
        await client.hello();
        assert.equal(answerIn(await client.askNew(UNKNOWN, message([]))), 'UNKNOWN_REQUEST', 'to a stranger');
        await client.enter(`romeo-${wayIn}`);
        assert.equal(answerIn(await client.askNew(UNKNOWN, message([]))), 'UNKNOWN_REQUEST');
        assert.equal((await client.ask({ case: 'ping', value: {} })).case, 'done');
      });
    }
  });
}

describe('a request that only the routers know', () => {
  let cluster: InProcessCluster;
  before(async () => {
    cluster = await InProcessCluster.start({ routers: 0, gateways: 0 });
    for (let index = 0; index < 2; index++) await cluster.add('router', { features: shouting() });
    await cluster.add('gateway');
  });
  after(() => cluster.close());

  const urls = (): { readonly tcpUrl: string; readonly wsUrl: string } => ({
    tcpUrl: cluster.tcpUrl(0),
    wsUrl: cluster.wsUrl(0),
  });

  for (const wayIn of ['tcp', 'ws'] as const) {
    it(`passes through the gateway, and its answer too, over ${wayIn}`, async (t) => {
      const client = await arrive(t, wayIn, urls());
      await client.enter(`juliet-${wayIn}`);
      const answer = await client.askNew(NUMBERS.shout, message([[TEXT, 'o romeo']]));
      assert.equal(decodeServerFrame(answer).body, undefined, 'this version does not know the answer');
      assert.equal(answerIn(answer), 'O ROMEO');
      assert.equal(answerIn(await client.askNew(NUMBERS.shout, message([[TEXT, '']]))), 'INVALID');
    });
  }

  it('is refused by the router to those who may not make it', async (t) => {
    const client = await arrive(t, 'tcp', urls());
    await client.hello();
    assert.equal(answerIn(await client.askNew(NUMBERS.shout, message([[TEXT, 'hi']]))), 'UNAUTHENTICATED');
    await client.enter('tybalt');
    assert.equal(answerIn(await client.askNew(NUMBERS.rule, message([[TEXT, 'hi']]))), 'FORBIDDEN');
  });

  it('ends the connection when its bytes make no sense, as any request does', async (t) => {
    const client = await arrive(t, 'tcp', urls());
    await client.enter('mercutio');
    await assert.rejects(client.askNew(NUMBERS.shout, Uint8Array.of(10, 1, 0xff)));
    assert.equal(await client.goodbye(), 'MALFORMED_FRAME');
  });

  it('and so does a known one whose inside the gateway has not read', async (t) => {
    const client = await arrive(t, 'tcp', urls());
    await client.enter('benvolio');
    const find = 41;
    await assert.rejects(client.askNew(find, Uint8Array.of(10, 1, 0xff)));
    assert.equal(await client.goodbye(), 'MALFORMED_FRAME');
  });
});

describe('a request that one of the routers knows', () => {
  it('reaches that one, wherever the connection is placed', async (t) => {
    const asked = new Set<string>();
    const cluster = await InProcessCluster.start({ routers: 1, gateways: 0 });
    t.after(() => cluster.close());
    const features = shouting(async (node) => asked.add(node));
    const newer = await cluster.add('router', { features });
    await cluster.add('gateway');
    for (let user = 0; user < 10; user++) {
      const client = await arrive(t, 'tcp', { tcpUrl: cluster.tcpUrl(0), wsUrl: cluster.wsUrl(0) });
      await client.enter(`servant${user}`);
      assert.equal(answerIn(await client.askNew(NUMBERS.shout, message([[TEXT, 'hi']]))), 'HI');
      const say = {
        target: { case: 'conversation', value: 1 },
        clientId: 'c',
        content: { text: 'hi' },
      } as const;
      assert.equal((await client.ask({ case: 'send', value: { ...say, order: 1 } })).case, 'ack');
    }
    assert.deepEqual([...asked], [newer.id]);
  });
});

describe('a new request whose router dies', () => {
  it('is asked of another one where the routers have announced that this is harmless', async (t) => {
    const buses: FaultyBus[] = [];
    const busOf = (bus: Bus): Bus => {
      const faulty = new FaultyBus(bus, Math.random);
      buses.push(faulty);
      return faulty;
    };
    const cluster = await InProcessCluster.start({ routers: 0, gateways: 0, busOf });
    t.after(() => cluster.close());
    // The first router that is asked begins, and never ends.
    const first = Promise.withResolvers<string>();
    let victim: string | undefined;
    let begun = 0;
    const features = shouting(async (node) => {
      victim ??= node;
      if (node !== victim) return;
      begun++;
      if (begun === 4) first.resolve(node);
      await new Promise(() => {});
    });
    for (let index = 0; index < 2; index++) await cluster.add('router', { features });
    await cluster.add('gateway');
    const client = await arrive(t, 'tcp', { tcpUrl: cluster.tcpUrl(0), wsUrl: cluster.wsUrl(0) });
    await client.enter('paris');
    const ask = async (number: number, ...more: readonly (readonly [number, string])[]): Promise<string> =>
      answerIn(await client.askNew(number, message([[TEXT, 'help'], ...more])));
    const answers = Promise.all([
      ask(NUMBERS.shout),
      ask(NUMBERS.shoutById, [CLIENT_ID, 'c1']),
      ask(NUMBERS.shoutById),
      ask(NUMBERS.shoutOnce),
    ]);
    const dead = await first.promise;
    const bus = buses[cluster.routers.findIndex(({ id }) => id === dead)];
    assert.ok(bus !== undefined);
    bus.isCut = true;
    assert.deepEqual(await answers, ['HELP', 'HELP', 'UNAVAILABLE', 'UNAVAILABLE']);
  });
});
