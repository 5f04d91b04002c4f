/**
 * Sessions.
 *
 * @module
 */
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import assert from 'node:assert/strict';
import type { NewSession } from '../../features/accounts/session-records.ts';
import { bytes, TIME } from './case.ts';
import type { StoreCase } from './case.ts';

function session(user: number, deviceId: string): NewSession {
  return {
    user,
    deviceId,
    deviceClass: 'mobile',
    label: 'A phone',
    createdAt: TIME,
    expiresAt: TIME + 1000,
    tokenHash: bytes(`${user} ${deviceId}`),
  };
}

export const sessionCases: readonly StoreCase[] = [
  {
    name: 'finds a session by its token, expired or not, until it is revoked',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const { store } = fixture;
      const { id, replaced } = await store.run(sessionQueries.createSession, session(ann.id, 'phone'));
      assert.equal(replaced, undefined);
      const found = await store.run(sessionQueries.sessionByToken, bytes(`${ann.id} phone`));
      assert.partialDeepStrictEqual(found?.session, {
        id,
        deviceId: 'phone',
        deviceClass: 'mobile',
        lastUsedAt: TIME,
      });
      assert.deepEqual(found?.user, ann);
      await store.run(sessionQueries.touchSession, id, TIME + 5, TIME + 9);
      assert.partialDeepStrictEqual((await store.run(sessionQueries.sessionsOf, ann.id))[0], {
        lastUsedAt: TIME + 5,
        expiresAt: TIME + 9,
      });
      assert.deepEqual(await store.run(sessionQueries.revokeSessions, ann.id, { session: id }), [id]);
      assert.deepEqual(await store.run(sessionQueries.revokeSessions, ann.id, { session: id }), []);
      assert.equal(await store.run(sessionQueries.sessionByToken, bytes(`${ann.id} phone`)), undefined);
    },
  },
  {
    name: 'replaces the session of the same device',
    async run(fixture) {
      const ann = await fixture.user('Ann');
      const { store } = fixture;
      const first = await store.run(sessionQueries.createSession, session(ann.id, 'phone'));
      const second = await store.run(sessionQueries.createSession, {
        ...session(ann.id, 'phone'),
        tokenHash: bytes('another'),
      });
      assert.equal(second.replaced, first.id);
      assert.deepEqual(
        (await store.run(sessionQueries.sessionsOf, ann.id)).map(({ id }) => id),
        [second.id],
      );
    },
  },
  {
    name: 'revokes one’s own sessions alone, all but one, or all',
    async run(fixture) {
      const [ann = 0, bob = 0] = await fixture.users('Ann', 'Bob');
      const { store } = fixture;
      const ids: number[] = [];
      for (const device of ['phone', 'laptop', 'web'])
        ids.push((await store.run(sessionQueries.createSession, session(ann, device))).id);
      const theirs = await store.run(sessionQueries.createSession, session(bob, 'phone'));
      assert.deepEqual(await store.run(sessionQueries.revokeSessions, ann, { session: theirs.id }), []);
      assert.deepEqual(await store.run(sessionQueries.revokeSessions, ann, { except: ids[0] }), ids.slice(1));
      assert.deepEqual(
        await store.run(sessionQueries.revokeSessions, ann, { except: undefined }),
        ids.slice(0, 1),
      );
      assert.equal((await store.run(sessionQueries.sessionsOf, bob)).length, 1);
    },
  },
  {
    name: 'gives rising fencing numbers per slot, also to many who ask at once',
    async run(fixture) {
      const { store } = fixture;
      const fences = await Promise.all(
        Array.from({ length: 20 }, () => store.run(sessionQueries.nextFence, '7/mobile')),
      );
      assert.deepEqual(
        fences.toSorted((a, b) => a - b),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      assert.equal(await store.run(sessionQueries.nextFence, '7/web'), 1);
    },
  },
];
