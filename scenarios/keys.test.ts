/** Server keys: what a program does with one, and what it cannot. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { attachAt } from './support/key-attach.ts';
import { Holder } from './support/key-calls.ts';
import { inhabited, inhabitedTopology } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { TOPOLOGIES } from './support/topologies.ts';

interface Stage extends Inhabited {
  /** The administrator. */
  readonly ann: Holder;
  readonly clock: SteppedClock;
}

async function open(t: TestContext, clock: SteppedClock = new SteppedClock()): Promise<Stage> {
  const { place, people } = await inhabited(t, {}, { clock });
  await people.join('ann');
  return { place, people, clock, ann: new Holder(place.httpUrl, await people.tokenOf('ann')) };
}

for (const topology of TOPOLOGIES) {
  it(`is made, used, listed and revoked, ${topology.name}`, async (t) => {
    const { place, here } = await inhabitedTopology(t, topology);
    await here.join('ann');
    const ann = new Holder(place.url('http', 0), await here.tokenOf('ann'));
    const key = await ann.newKey('shop', ['users', 'messages']);
    assert.match(key.token, /^phk_[\w-]{43}$/);
    const elsewhere = new Holder(place.url('http', 1), key.token);
    const accounts = [{ name: 'romeo', externalId: '17', displayName: 'Romeo' }, { name: 'juliet' }];
    const { results } = await elsewhere.done('POST', '/v1/admin/users/import', { json: { accounts } });
    assert.deepEqual(
      (results as { outcome: string }[]).map(({ outcome }) => outcome),
      ['made', 'made'],
    );
    const sent = await key.done('POST', '/v1/messages', {
      as: 'romeo',
      json: { to: 'juliet', text: 'But soft' },
    });
    const path = `/v1/conversations/${String(sent['conversation'])}/messages`;
    const { messages } = await elsewhere.done('GET', path, { as: 'juliet' });
    assert.deepEqual(
      (messages as { content: { text: string } }[]).map(({ content }) => content.text),
      ['But soft'],
    );
    const listed = await ann.done('GET', '/v1/admin/keys');
    const [shown] = listed['keys'] as Record<string, unknown>[];
    assert.deepEqual(
      [shown?.['id'], shown?.['name'], shown?.['scopes']],
      [key.id, 'shop', ['users', 'messages']],
    );
    assert.ok(!JSON.stringify(listed).includes('phk_'));
    await ann.done('DELETE', `/v1/admin/keys/${key.id}`);
    for (const holder of [key, elsewhere])
      assert.equal((await holder.ask('GET', '/v1/users/romeo')).code, 'UNAUTHENTICATED');
    assert.equal((await ann.ask('DELETE', `/v1/admin/keys/${key.id}`)).code, 'NOT_FOUND');
  });
}

describe('a key', () => {
  it('is asked for a name of its own and for scopes that there are', async (t) => {
    const { ann } = await open(t);
    await ann.newKey('shop', ['read']);
    const refused = async (json: object): Promise<string> =>
      (await ann.ask('POST', '/v1/admin/keys', { json })).code;
    assert.equal(await refused({ name: 'shop', scopes: ['read'] }), 'NAME_TAKEN');
    assert.equal(await refused({ name: 'x', scopes: [] }), 'INVALID');
    assert.equal(await refused({ name: 'x', scopes: ['everything'] }), 'INVALID');
    assert.equal(await refused({ name: ' ', scopes: ['read'] }), 'INVALID');
    assert.equal(await refused({ name: 'x', scopes: ['read'], requestsPerSecond: 10_001 }), 'INVALID');
    assert.equal(await refused({ name: 'x', scopes: ['read'], ttlMs: 2e12 }), 'INVALID');
  });

  it('expires', async (t) => {
    const { ann, clock } = await open(t);
    const key = await ann.newKey('shop', ['users'], { ttlMs: 60_000 });
    await key.done('GET', '/v1/users/ann');
    await clock.pass(60_000);
    assert.equal((await key.ask('GET', '/v1/users/ann')).code, 'SESSION_EXPIRED');
  });

  it('gets a new secret while the one before is good for a while', async (t) => {
    const { ann, clock } = await open(t);
    const first = await ann.newKey('shop', ['users']);
    const rotate = async (json: object): Promise<Holder> => {
      const { key } = await ann.done('POST', `/v1/admin/keys/${first.id}/rotate`, { json });
      return new Holder(first.url, String(key));
    };
    const codes = (holders: readonly Holder[]): Promise<string[]> =>
      Promise.all(holders.map(async (holder) => (await holder.ask('GET', '/v1/users/ann')).code));
    const second = await rotate({ overlapMs: 60_000 });
    assert.deepEqual(await codes([first, second]), ['OK', 'OK']);
    await clock.pass(60_000);
    assert.deepEqual(await codes([first, second]), ['SESSION_EXPIRED', 'OK']);
    const third = await rotate({});
    assert.deepEqual(await codes([first, second, third]), ['UNAUTHENTICATED', 'OK', 'OK']);
    // Of two secrets before, only the last one is good.
    const fourth = await rotate({});
    assert.deepEqual(await codes([second, third, fourth]), ['UNAUTHENTICATED', 'OK', 'OK']);
    const fifth = await rotate({ atOnce: true });
    assert.deepEqual(await codes([third, fourth, fifth]), ['UNAUTHENTICATED', 'UNAUTHENTICATED', 'OK']);
  });

  it('has a rate of its own', async (t) => {
    const { ann, clock } = await open(t, new SteppedClock({ isStill: true }));
    const key = await ann.newKey('shop', ['users'], { requestsPerSecond: 2 });
    for (let i = 0; i < 4; i++) await key.done('GET', '/v1/users/ann');
    assert.equal((await key.ask('GET', '/v1/users/ann')).code, 'RATE_LIMITED');
    await clock.pass(1000);
    await key.done('GET', '/v1/users/ann');
  });

  it('says when it was used, and whether its maker is an administrator yet', async (t) => {
    const { ann, people } = await open(t);
    await people.join('bob');
    await ann.done('PUT', '/v1/admin/users/bob/administrator', { json: { administrator: true } });
    const bob = new Holder(ann.url, await people.tokenOf('bob'));
    const key = await bob.newKey('shop', ['users']);
    const shown = async (): Promise<readonly unknown[]> => {
      const { lastUsedAt, orphaned } = await ann.done('GET', `/v1/admin/keys/${key.id}`);
      return [lastUsedAt, orphaned];
    };
    assert.deepEqual(await shown(), [0, false]);
    await key.done('GET', '/v1/users/ann');
    // It is noted beside the request.
    const used = await ann.untilAsked(
      'GET',
      `/v1/admin/keys/${key.id}`,
      ({ lastUsedAt }) => lastUsedAt !== 0,
    );
    assert.equal(used['orphaned'], false);
    await ann.done('PUT', '/v1/admin/users/bob/administrator', { json: { administrator: false } });
    assert.equal((await shown())[1], true);
    await key.done('GET', '/v1/users/ann');
  });

  it('is for REST: neither a connection nor another call takes it', async (t) => {
    const { ann, place } = await open(t);
    const key = await ann.newKey('all', [
      'users',
      'groups',
      'messages',
      'read',
      'bots',
      'import',
      'audit',
      'server',
    ]);
    assert.match(await attachAt(place.tcpUrl, key.token), /UNAUTHENTICATED: .*for REST alone/);
    const calls = [
      ['POST', '/v1/events/ticket'],
      ['GET', '/v1/me/export'],
      ['GET', '/v1/admin/users/1/export'],
      ['POST', '/v1/files'],
      ['GET', '/v1/gateways'],
    ] as const;
    for (const [method, path] of calls) {
      const { code } = await key.ask(method, path, { as: 'ann' });
      assert.ok(['FORBIDDEN', 'UNAUTHENTICATED', 'NOT_FOUND'].includes(code), `${method} ${path}: ${code}`);
    }
  });

  it('that is no key is none', async (t) => {
    const { ann } = await open(t);
    const { token } = await ann.newKey('shop', ['users']);
    const wrong = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      'phk_',
      `${token}A`,
      `phk_${'A'.repeat(43)}`,
    ];
    for (const each of wrong)
      assert.equal((await new Holder(ann.url, each).ask('GET', '/v1/users/ann')).code, 'UNAUTHENTICATED');
    assert.equal((await ann.ask('GET', '/v1/users/ann', { as: 'ann' })).code, 'INVALID');
  });
});
