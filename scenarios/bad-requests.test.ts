/** Requests that may not be get a coded error, and the connection lives. A bystander chats through all of it. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { ClientFrameInit } from '@posthorn/protocol';
import { codeOf } from '@posthorn/testing/raw-client';
import * as sessionQueries from '../packages/server/src/features/accounts/session-queries.ts';
import * as userQueries from '../packages/server/src/features/accounts/user-queries.ts';
import { say, WatchedPlace } from './support/watched-place.ts';

let place: WatchedPlace;

before(async () => {
  place = await WatchedPlace.start();
});

afterEach(() => place.assertWell());

after(() => place.close());

describe('sends that may not be', () => {
  it('to nobody, to oneself, to a conversation one is not in, to an inbox', async () => {
    const { client, id } = await place.user('paris');
    const { client: other, id: otherId } = await place.user('rosaline');
    const direct = await other.ask(say('hello', { user: (await place.user('benvolio')).id }));
    assert.equal(direct.case, 'ack');
    assert.equal(await client.code(say('hi', { user: 999_999 })), 'NOT_FOUND');
    assert.equal(await client.code(say('hi', { user: id })), 'INVALID');
    assert.equal(await client.code(say('hi', { conversation: 999_999 })), 'NOT_A_MEMBER');
    assert.equal(await client.code(say('hi', { conversation: direct.value.conversation })), 'NOT_A_MEMBER');
    const [found] = await place.store.run(userQueries.usersByIds, [otherId]);
    assert.equal(await client.code(say('hi', { conversation: found?.inbox ?? 0 })), 'NOT_A_MEMBER');
    assert.equal(await client.code(say('', { conversation: place.lobby })), 'INVALID');
    assert.equal(await client.code(say('x'.repeat(70_000), { conversation: place.lobby })), 'TOO_LARGE');
    assert.equal(
      await client.code({ case: 'send', value: { clientId: 'x', content: { text: 'where?' } } }),
      'INVALID',
    );
    const target = { case: 'conversation', value: place.lobby } as const;
    for (const clientId of ['x'.repeat(65), 'nul \0 inside', '\u0001of the server']) {
      assert.equal(
        await client.code({ case: 'send', value: { target, clientId, content: { text: 'x' } } }),
        'INVALID',
      );
    }
  });

  it('after removal, and after being blocked; but a retry of what was acked still gets its ack', async () => {
    const { client: owner } = await place.user('owner');
    const { client, id } = await place.user('guest');
    const made = await owner.ask({
      case: 'createGroup',
      value: { title: 'Ball', members: [id], clientId: 'g' },
    });
    assert.ok(made.case === 'conversation');
    const conversation = made.value.id;
    const target = { case: 'conversation', value: conversation } as const;
    const early = {
      case: 'send',
      value: { target, clientId: 'early', content: { text: 'in time' } },
    } as const;
    const ack = await client.ask(early);
    assert.equal(ack.case, 'ack');
    const remove = { conversation, user: id, clientId: 'r' };
    assert.equal(await owner.code({ case: 'removeMember', value: remove }), 'OK');
    assert.equal(await client.code(say('late', { conversation })), 'NOT_A_MEMBER');
    assert.deepEqual(await client.ask(early), ack);
  });
});

describe('credentials that do not fit', () => {
  it('a wrong password and an unknown name look the same', async () => {
    await place.user('capulet');
    const client = await place.stranger();
    await client.hello();
    const wrong = await client.ask({ case: 'login', value: { name: 'capulet', password: 'no' } });
    const unknown = await client.ask({ case: 'login', value: { name: 'nobody', password: 'no' } });
    assert.deepEqual(wrong, unknown);
    assert.equal(codeOf(wrong), 'BAD_CREDENTIALS');
  });

  it('guessing is slowed, but not for others', async () => {
    await place.user('montague');
    const client = await place.stranger();
    await client.hello();
    const codes: string[] = [];
    for (let guess = 0; guess < 8; guess++) {
      codes.push(await client.code({ case: 'login', value: { name: 'montague', password: `${guess}` } }));
    }
    assert.equal(codes[0], 'BAD_CREDENTIALS');
    assert.equal(codes.at(-1), 'RATE_LIMITED');
    assert.equal(await client.code({ case: 'login', value: { name: 'bystander', password: 'pw' } }), 'OK');
  });

  it('malformed, foreign, revoked and expired tokens', async () => {
    const { client: owner, token, id } = await place.user('tybalt');
    const client = await place.stranger();
    await client.hello();
    const attach = (value: string): ClientFrameInit['body'] => ({ case: 'attach', value: { token: value } });
    assert.equal(await client.code(attach('')), 'UNAUTHENTICATED');
    assert.equal(await client.code(attach('x'.repeat(3000))), 'UNAUTHENTICATED');
    assert.equal(await client.code(attach(`ph_${'A'.repeat(43)}`)), 'UNAUTHENTICATED');
    const [session] = await place.store.run(sessionQueries.sessionsOf, id);
    await place.store.run(sessionQueries.touchSession, session?.id ?? 0, Date.now() - 10_000, Date.now() - 1);
    assert.equal(await client.code(attach(token)), 'SESSION_EXPIRED');
    await place.store.run(sessionQueries.touchSession, session?.id ?? 0, Date.now(), Date.now() + 100_000);
    assert.equal(await owner.code({ case: 'logout', value: {} }), 'OK');
    assert.equal(await owner.goodbye(), 'SESSION_REVOKED');
    assert.equal(await client.code(attach(token)), 'UNAUTHENTICATED');
  });

  it('names and passwords that break a rule', async () => {
    const client = await place.stranger();
    await client.hello();
    const register = (name: string, password = 'pw'): Promise<string> =>
      client.code({ case: 'register', value: { name, password } });
    for (const name of ['', ' ', 'a b', '123', '.x', 'x'.repeat(65), 'a\u202Eb', 'a;b']) {
      assert.equal(await register(name), 'INVALID', JSON.stringify(name));
    }
    assert.equal(await register('fine', ''), 'INVALID');
    assert.equal(await register('fine', 'x'.repeat(300)), 'INVALID');
    assert.equal(await register('BYSTANDER'), 'NAME_TAKEN');
    assert.equal(await register('ｂｙｓｔａｎｄｅｒ'), 'NAME_TAKEN');
  });
});
