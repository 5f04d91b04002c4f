/**
 * Nobody makes the server work before a limit is looked at: each attack below was a freeze or a flood once. Work is
 * counted, not timed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { ClientFrameInit } from '@posthorn/protocol';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';

let place: InProcess;
let romeo: RawClient;
let token = '';

before(async () => {
  place = await startInProcess({ cim: true, cimPort: 0 });
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
