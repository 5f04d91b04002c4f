/**
 * Nobody makes the server work before a limit is looked at: each attack below was a freeze or a flood once. Work is
 * counted, not timed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { packClientFrame } from '@posthorn/protocol';
import type { ClientFrameInit } from '@posthorn/protocol';
import { createMemoryStore, systemClock, systemRandom } from '@posthorn/server';
import type { Clock } from '../packages/server/src/clock.ts';
import { blockedAmong } from '../packages/server/src/features/people/block-queries.ts';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';

/** Calls of the store that wait for the test, and the most that ran at once. */
const held = { isOn: false, gates: [] as (() => void)[], running: 0, most: 0 };

async function counted<T>(work: () => Promise<T>): Promise<T> {
  held.most = Math.max(held.most, ++held.running);
  if (held.isOn) await new Promise<void>((resolve) => held.gates.push(resolve));
  try {
    return await work();
  } finally {
    held.running--;
  }
}

function letThrough(): void {
  held.isOn = false;
  for (const open of held.gates.splice(0)) open();
}

let place: InProcess;
let romeo: RawClient;
let token = '';

before(async () => {
  const store = createMemoryStore({ random: systemRandom });
  const [run, pull] = [store.run.bind(store), store.log.pull.bind(store.log)];
  store.run = (query, ...args) =>
    (query as unknown) === blockedAmong ? counted(() => run(query, ...args)) : run(query, ...args);
  store.log.pull = (...args) => counted(() => pull(...args));
  // Nobody waits for a rate: that comes before what is looked at here.
  place = await startInProcess({ cim: true, cimPort: 0, sendRate: 1_000_000 }, { store });
  const entered = await RawClient.as(place.tcpUrl, 'romeo');
  romeo = entered.client;
  token = entered.token;
});

after(async () => {
  romeo.close();
  await place.server.close();
});

describe('accents without end', () => {
  // Two classes of marks in the wrong order: sorting them takes time quadratic in their number.
  const accents = (count: number): string => `a${'\u0301'.repeat(count / 2)}${'\u0316'.repeat(count / 2)}`;
  const long = accents(60_000);
  const short = accents(1900);

  /** The most combining marks in a row that were normalised. */
  function watchMarks(t: TestContext): () => number {
    const spied = t.mock.method(String.prototype, 'normalize');
    return () => {
      const texts = spied.mock.calls.map((call) => String(call.this));
      spied.mock.restore();
      const runs = texts.flatMap((text) => [...text.matchAll(/[\p{M}\uFF9E\uFF9F]+/gu)]);
      return Math.max(0, ...runs.map(([run]) => run.length));
    };
  }

  const bodies: Readonly<Record<string, NonNullable<ClientFrameInit['body']>>> = {
    findUsers: { case: 'findUsers', value: { prefix: long } },
    getUsers: { case: 'getUsers', value: { names: Array.from({ length: 50 }, () => short) } },
    'getUsers with halfwidth marks': {
      case: 'getUsers',
      value: { names: [`ｶ${'\u0316\uFF9E'.repeat(120)}`] },
    },
    listOnline: { case: 'listOnline', value: { prefix: long } },
    createGroup: { case: 'createGroup', value: { title: long } },
    updateProfile: { case: 'updateProfile', value: { displayName: short } },
    'a picture of a host with accents': {
      case: 'updateProfile',
      value: { avatarUrl: `http://${long}.example/` },
    },
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`${name} is refused`, async (t) => {
      const most = watchMarks(t);
      const code = await romeo.code(body);
      assert.ok(most() <= 64, `${most()} marks in a row were normalised`);
      assert.equal(code, 'INVALID');
    });
  }

  for (const request of ['register', 'login'] as const) {
    it(`${request} is refused to a stranger`, async (t) => {
      const stranger = await RawClient.connect(place.tcpUrl);
      t.after(() => stranger.close());
      await stranger.hello();
      const most = watchMarks(t);
      const code = await stranger.code({ case: request, value: { name: short, password: 'pw' } });
      assert.ok(most() <= 64, `${most()} marks in a row were normalised`);
      assert.equal(code, 'INVALID');
    });
  }

  const routes: Readonly<Record<string, object>> = {
    '/v1/messages': { to: long, text: 'hi' },
    '/registerAccount': { userName: long },
  };
  for (const [path, body] of Object.entries(routes)) {
    it(`POST ${path} is refused`, async (t) => {
      const most = watchMarks(t);
      const response = await fetch(place.httpUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      const answer = JSON.stringify(await response.json());
      assert.ok(most() <= 64, `${most()} marks in a row were normalised`);
      assert.match(answer, /at most 64 characters/);
    });
  }

  it('names of real scripts are taken', async () => {
    for (const name of ['Nguyễn', 'Nguyễn2'.normalize('NFD'), 'בְּרֵאשִׁ֖ית', 'བསྒྲུབས', 'กุ้ง', 'हिन्दी']) {
      const client = await RawClient.connect(place.tcpUrl);
      await client.hello();
      const made = await client.ask({ case: 'register', value: { name, password: 'pw' } });
      assert.equal(made.case, 'loggedIn', name);
      client.close();
    }
  });
});

describe('many costly requests in one write', () => {
  /** Sends them all in one write; returns their ids. */
  function sendAll(
    client: RawClient,
    bodies: readonly ClientFrameInit['body'][],
    from: number,
  ): readonly number[] {
    const ids = bodies.map((_body, index) => from + index);
    client.write(Buffer.concat(bodies.map((body, index) => packClientFrame({ id: from + index, body }))));
    return ids;
  }

  async function everyone(count: number): Promise<number[]> {
    const ids = [];
    for (let index = 0; index < count; index++) {
      const { client, id } = await RawClient.as(place.tcpUrl, `extra${index}`);
      client.close();
      ids.push(id);
    }
    return ids;
  }

  it('1,500 pulls: four at once of one user, on however many connections, and all are answered', async () => {
    const other = await RawClient.connect(place.tcpUrl);
    await other.hello();
    await other.ask({ case: 'attach', value: { token } });
    Object.assign(held, { isOn: true, most: 0 });
    const body = { case: 'pull', value: { ranges: [{ conversation: 1 }] } } as const;
    const pulls = Array.from({ length: 1500 }, () => body);
    const ids = sendAll(romeo, pulls, 10_000);
    const otherIds = sendAll(other, pulls, 10_000);
    const bystander = await RawClient.as(place.tcpUrl, 'mercutio');
    assert.equal(await bystander.client.code({ case: 'ping', value: {} }), 'OK');
    bystander.client.close();
    assert.equal(held.most, 4);
    assert.equal(held.gates.length, 4);
    letThrough();
    for (const [client, sent] of [
      [romeo, ids],
      [other, otherIds],
    ] as const) {
      for (const id of sent) assert.equal((await client.answer(id)).case, 'pulled');
    }
    assert.ok(held.most <= 4);
    other.close();
  });

  it('watchPresence of many users: two at once of one user', async () => {
    const users = await everyone(150);
    Object.assign(held, { isOn: true, most: 0 });
    const watch = { case: 'watchPresence', value: { users } } as const;
    const ids = sendAll(
      romeo,
      Array.from({ length: 30 }, () => watch),
      20_000,
    );
    const bystander = await RawClient.as(place.tcpUrl, 'mercutio');
    assert.equal(await bystander.client.code({ case: 'ping', value: {} }), 'OK');
    bystander.client.close();
    assert.equal(held.most, 2);
    letThrough();
    for (const id of ids) assert.equal((await romeo.answer(id)).case, 'presences');
    assert.equal(held.most, 2);
  });

  it('more requests than the rate allows wait for milliseconds each, not for the next second', async (t) => {
    // Time passes by these waits alone, so that a busy machine changes nothing.
    let now = 0;
    const waits: number[] = [];
    const clock: Clock = {
      ...systemClock,
      monotonic: () => now,
      after(ms, then) {
        if (ms >= 100) return systemClock.after(ms, then);
        waits.push(ms);
        return systemClock.after(0, () => {
          now += ms;
          then();
        });
      },
    };
    const slow = await startInProcess({ sendRate: 500 }, { clock });
    t.after(() => slow.server.close());
    const { client } = await RawClient.as(slow.tcpUrl, 'hasty');
    waits.length = 0;
    const ping = { case: 'ping', value: {} } as const;
    const pings = Array.from({ length: 1200 }, () => ping);
    const ids = sendAll(client, pings, 30_000);
    for (const id of ids) assert.equal((await client.answer(id)).case, 'done');
    // 1,000 come at once; the other 200 take two fifths of a second.
    assert.ok(waits.length >= 40, `waits: ${waits.join(' ')}`);
    assert.ok(Math.max(...waits) <= 20, `a wait of ${Math.max(...waits)} ms`);
    client.close();
  });
});
