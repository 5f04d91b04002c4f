/**
 * Strangers and single people cannot take what is there for all: places of --max-connections, memory before login, and
 * the time that wrong tokens cost.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { ERRORS } from '@posthorn/protocol';
import { systemClock } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { WebSocket } from 'ws';
import { SteppedClock } from './support/stepped-clock.ts';

type Options = Parameters<typeof startInProcess>[0];

async function start(t: TestContext, options: Options): Promise<InProcess> {
  const place = await startInProcess(options);
  t.after(() => place.server.close());
  return place;
}

/** A client from any address, by the PROXY protocol. */
async function from(t: TestContext, { tcpUrl }: InProcess, address: string): Promise<RawClient> {
  const client = await RawClient.connect(tcpUrl);
  t.after(() => client.close());
  const family = address.includes(':') ? 'TCP6' : 'TCP4';
  const own = address.includes(':') ? '::1' : '127.0.0.1';
  client.write(Buffer.from(`PROXY ${family} ${address} ${own} 5000 7011\r\n`));
  return client;
}

const BEHIND_PROXY = { proxyProtocol: true, trustedProxies: ['127.0.0.1'] } as const;

describe('what strangers ask for', () => {
  const ROUNDS = 1000;

  /** The codes of so many requests at once; 0 for those that were answered. */
  async function codes(client: RawClient, body: Parameters<RawClient['ask']>[0]): Promise<readonly number[]> {
    const ids = Array.from({ length: ROUNDS }, () => client.send(body));
    return Promise.all(
      ids.map(async (id) => {
        const answer = await client.answer(id);
        return answer.case === 'error' ? answer.value.code : 0;
      }),
    );
  }

  it('is bounded by network over TCP too; others are served meanwhile', async (t) => {
    const clock = new SteppedClock({ isStill: true });
    const place = await startInProcess(BEHIND_PROXY, { clock });
    t.after(() => place.server.close());
    const [first, second] = [await from(t, place, '203.0.113.5'), await from(t, place, '203.0.113.5')];
    for (const client of [first, second]) assert.equal((await client.hello()).case, 'welcome');
    const login = { case: 'ping', value: {} } as const;
    const all = [...(await codes(first, login)), ...(await codes(second, login))];
    const answered = all.filter((code) => code === 0).length;
    assert.equal(answered, 2 * 200, 'what may come at once');
    assert.ok(all.includes(ERRORS.RATE_LIMITED.code));
    const other = await from(t, place, '203.0.113.6');
    await other.hello();
    assert.equal((await other.ask(login)).case, 'done');
    await clock.pass(10_000 - 500);
    assert.equal((await first.ask(login)).case, 'done', 'and so are they after a while');
  });

  it('does not count who comes with a login, but who tries tokens has to connect anew', async (t) => {
    const place = await startInProcess(BEHIND_PROXY, { clock: new SteppedClock({ isStill: true }) });
    t.after(() => place.server.close());
    const client = await from(t, place, '203.0.113.5');
    const { token } = await client.enter('ann');
    for (let count = 0; count < 500; count++) {
      const again = await from(t, place, '203.0.113.5');
      await again.hello();
      assert.equal((await again.ask({ case: 'attach', value: { token } })).case, 'attached');
      again.close();
    }
    const thief = await from(t, place, '203.0.113.5');
    await thief.hello();
    for (let count = 0; count < ROUNDS; count++)
      thief.send({ case: 'attach', value: { token: 'x'.repeat(43) } });
    assert.equal(await thief.goodbye(), 'RATE_LIMITED');
  });
});

describe('places', () => {
  it('one address cannot take all; others still find theirs, and so does it when one is free again', async (t) => {
    const place = await start(t, { ...BEHIND_PROXY, maxPerAddress: 3 });
    const clients = [];
    for (let index = 0; index < 3; index++) {
      const client = await from(t, place, '203.0.113.5');
      assert.equal((await client.hello()).case, 'welcome');
      clients.push(client);
    }
    const fourth = await from(t, place, '203.0.113.5');
    assert.equal(await fourth.goodbye(), 'RATE_LIMITED');
    assert.equal((await (await from(t, place, '203.0.113.6')).hello()).case, 'welcome');
    clients[0]?.close();
    for (;;) {
      const again = await from(t, place, '203.0.113.5');
      const welcome = await again.hello().catch(() => undefined);
      if (welcome?.case === 'welcome') break;
    }
  });

  it('the addresses of one /64 network count together', async (t) => {
    const place = await start(t, { ...BEHIND_PROXY, maxPerAddress: 1 });
    assert.equal((await (await from(t, place, '2001:db8::1')).hello()).case, 'welcome');
    assert.equal(await (await from(t, place, '2001:db8:0:0:ff::2')).goodbye(), 'RATE_LIMITED');
    assert.equal((await (await from(t, place, '2001:db8:0:1::1')).hello()).case, 'welcome');
  });

  it('when all are taken, the oldest stranger makes room for a newcomer', async (t) => {
    const place = await start(t, { maxConnections: 3 });
    const { client: romeo } = await RawClient.as(place.tcpUrl, 'romeo');
    t.after(() => romeo.close());
    const strangers = [];
    for (let index = 0; index < 2; index++) {
      const stranger = await RawClient.connect(place.tcpUrl);
      t.after(() => stranger.close());
      await stranger.hello();
      strangers.push(stranger);
    }
    const { client: juliet } = await RawClient.as(place.tcpUrl, 'juliet');
    t.after(() => juliet.close());
    assert.equal(await strangers[0]?.goodbye(), 'OVERLOADED');
    const { client: tybalt } = await RawClient.as(place.tcpUrl, 'tybalt');
    t.after(() => tybalt.close());
    assert.equal(await strangers[1]?.goodbye(), 'OVERLOADED');
    const late = await RawClient.connect(place.tcpUrl);
    assert.equal(await late.goodbye(), 'OVERLOADED');
    for (const client of [romeo, juliet, tybalt])
      assert.equal(await client.code({ case: 'ping', value: {} }), 'OK');
  });

  it('one user cannot take all, over TCP and as event streams', async (t) => {
    const place = await start(t, { maxPerUser: 2, loginPolicy: 'multi' });
    const { client, token } = await RawClient.as(place.tcpUrl, 'romeo');
    t.after(() => client.close());
    const headers = { authorization: `Bearer ${token}` };
    const stream = await fetch(`${place.httpUrl}/v1/events`, { headers });
    t.after(() => stream.body?.cancel());
    assert.equal(stream.status, 200);
    const third = await RawClient.connect(place.tcpUrl);
    t.after(() => third.close());
    await third.hello();
    third.send({ case: 'attach', value: { token } });
    assert.equal(await third.goodbye(), 'LIMIT_EXCEEDED');
    const refused = await fetch(`${place.httpUrl}/v1/events`, { headers });
    assert.equal(refused.status, ERRORS.LIMIT_EXCEEDED.httpStatus);
    const { client: juliet } = await RawClient.as(place.tcpUrl, 'juliet');
    juliet.close();
  });
});

describe('before login', () => {
  it('a WebSocket takes no message that is larger than four of the frames that a stranger may send', async (t) => {
    const place = await start(t, {});
    const client = new WebSocket(`${place.httpUrl.replace('http', 'ws')}/ws`);
    const closed = new Promise<number>((resolve) => client.once('close', resolve));
    await new Promise((resolve) => client.once('open', resolve));
    // Never finished.
    client.send(Buffer.alloc(17_000), { fin: false });
    assert.equal(await closed, 1009);
  });

  it('after login it takes large messages', async (t) => {
    const place = await start(t, {});
    const client = await RawClient.overWebSocket(place.httpUrl);
    t.after(() => client.close());
    await client.enter('romeo');
    const { id: juliet, client: other } = await RawClient.as(place.tcpUrl, 'juliet');
    other.close();
    const kind = { case: 'custom', value: { type: 'x', data: new Uint8Array(131_072) } } as const;
    const target = { case: 'user', value: juliet } as const;
    assert.equal(
      await client.code({ case: 'send', value: { target, clientId: 'c', content: { kind } } }),
      'OK',
    );
  });

  it('wrong tokens and tickets for an event stream are limited by address', async (t) => {
    // Nothing comes due while the clock stands still.
    const place = await startInProcess({}, { clock: { ...systemClock, monotonic: () => 1000 } });
    t.after(() => place.server.close());
    const headers = { authorization: `Bearer ph_${'x'.repeat(43)}` };
    const ask = async (query: string): Promise<number> => {
      const response = await fetch(`${place.httpUrl}/v1/events${query}`, { headers });
      await response.body?.cancel();
      return response.status;
    };
    const statuses = await Promise.all(Array.from({ length: 410 }, () => ask('')));
    assert.equal(statuses.filter((status) => status === 429).length, 10);
    assert.equal(await ask('?ticket=wrong.ticket'), 429);
  });
});
