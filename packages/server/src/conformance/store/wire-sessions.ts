/**
 * Cases on sessions of other wires.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import * as queries from '../../features/wire-sessions/queries.ts';
import type { Saving, Taking } from '../../features/wire-sessions/records.ts';
import type { Store } from '../../store/store.ts';
import { TIME } from './case.ts';
import type { StoreCase } from './case.ts';

const DAY_MS = 86_400_000;
const HOUR_SECONDS = 3600;
const NOTHING = Buffer.alloc(0);

export function taking(user: number, owner: string, more: Partial<Taking> = {}): Taking {
  const session = { user, wire: 'mqtt', client: 'sensor', expirySeconds: HOUR_SECONDS, login: 0, heldBy: 0 };
  return { ...session, owner, discard: false, time: TIME, ...more };
}

export function saving(user: number, owner: string, version: number, more: Partial<Saving> = {}): Saving {
  const session = { user, wire: 'mqtt', client: 'sensor', expirySeconds: HOUR_SECONDS };
  const state = Uint8Array.of(version, 0, 255);
  return { ...session, owner, version, state, isOver: false, isLost: false, time: TIME, ...more };
}

/** Some stores give a Buffer for bytes. */
export async function take(store: Store, wanted: Taking): Promise<Buffer> {
  const state = await store.run(queries.takeSession, wanted);
  assert.ok(typeof state === 'object', JSON.stringify(state));
  return Buffer.from(state);
}

export const wireSessionCases: readonly StoreCase[] = [
  {
    name: 'keeps a wire session for whoever takes it next, and lets no former owner save it',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      assert.deepEqual(await take(store, taking(id, 'first')), NOTHING);
      assert.equal(await store.run(queries.saveSession, saving(id, 'first', 1)), true);
      assert.deepEqual(await take(store, taking(id, 'second')), Buffer.of(1, 0, 255));
      assert.equal(await store.run(queries.saveSession, saving(id, 'first', 2)), false);
      assert.equal(await store.run(queries.saveSession, saving(id, 'second', 1)), true);
      assert.deepEqual(await take(store, taking(id, 'second')), Buffer.of(1, 0, 255), 'a repeat');
      const other = { client: 'Sensor' };
      assert.deepEqual(await take(store, taking(id, 'third', other)), NOTHING, 'another client');
      assert.deepEqual(await take(store, taking(id + 1, 'third')), NOTHING, 'another user');
      assert.equal(await store.run(queries.saveSession, saving(id, 'nobody', 9, { client: 'x' })), false);
    },
  },
  {
    name: 'keeps the newest save of a wire session, whatever order they come in',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      await take(store, taking(id, 'first'));
      for (const version of [2, 1, 2, 3, 1])
        assert.equal(await store.run(queries.saveSession, saving(id, 'first', version)), true);
      assert.deepEqual(await take(store, taking(id, 'second')), Buffer.of(3, 0, 255));
    },
  },
  {
    name: 'begins a wire session anew where that is asked, and keeps none that ends with its connection',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      await take(store, taking(id, 'first'));
      await store.run(queries.saveSession, saving(id, 'first', 1));
      assert.deepEqual(await take(store, taking(id, 'second', { discard: true })), NOTHING);
      assert.equal(await store.run(queries.saveSession, saving(id, 'first', 2)), false);
      await store.run(queries.saveSession, saving(id, 'second', 1));
      await take(store, taking(id, 'third', { discard: true, expirySeconds: 0 }));
      assert.deepEqual(await store.run(queries.wireSessionsOf, id), []);
      assert.equal(await store.run(queries.saveSession, saving(id, 'second', 2)), false);
      await take(store, taking(id, 'fourth', { expirySeconds: 0 }));
      assert.deepEqual(await store.run(queries.wireSessionsOf, id), []);
      await take(store, taking(id, 'fifth'));
      await store.run(queries.saveSession, saving(id, 'fifth', 1, { expirySeconds: 0, isOver: true }));
      assert.deepEqual(await store.run(queries.wireSessionsOf, id), []);
    },
  },
  {
    name: 'counts the expiry of a wire session from when its client has left',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      await take(store, taking(id, 'first'));
      await store.run(queries.saveSession, saving(id, 'first', 1));
      await store.run(queries.removeExpired, TIME + DAY_MS - 1, 10);
      const time = TIME + DAY_MS - 1;
      await store.run(queries.saveSession, saving(id, 'first', 2, { isOver: true, time }));
      const [kept] = await store.run(queries.wireSessionsOf, id);
      const expiresAt = time + HOUR_SECONDS * 1000;
      const session = { wire: 'mqtt', client: 'sensor', bytes: 3, usedAt: time, expiresAt };
      assert.deepEqual({ ...kept }, session);
      assert.deepEqual(await take(store, taking(id, 'late', { time: expiresAt })), NOTHING);
      await take(store, taking(id, 'other', { client: 'other', time: TIME }));
      assert.equal(await store.run(queries.removeExpired, TIME + DAY_MS, 1), true);
      const left = await store.run(queries.wireSessionsOf, id);
      assert.deepEqual(
        left.map(({ client }) => client),
        ['sensor'],
      );
    },
  },
  {
    name: 'ends wire sessions with their logins, unless those are made anew each time, and with the account',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Romeo');
      const session = { user, deviceClass: 'bot', label: '', createdAt: TIME, expiresAt: TIME * 2 } as const;
      const login = async (deviceId: string): Promise<number> => {
        const tokenHash = Buffer.from(deviceId.padEnd(32, '.'));
        return (await store.run(sessionQueries.createSession, { ...session, deviceId, tokenHash })).id;
      };
      const [alive, ended] = [await login('a'), await login('b')];
      await take(store, taking(user, 'o', { client: 'alive', login: alive }));
      await take(store, taking(user, 'o', { client: 'ended', login: ended }));
      await take(store, taking(user, 'o', { client: 'without' }));
      await store.run(sessionQueries.createSession, {
        ...session,
        deviceId: 'b',
        tokenHash: Buffer.alloc(32, 'new'),
      });
      const clients = async (): Promise<readonly string[]> =>
        (await store.run(queries.wireSessionsOf, user)).map(({ client }) => client);
      assert.equal(await store.run(queries.removeLoggedOut, 0, 100, TIME + 60_000), 0);
      assert.equal((await clients()).length, 3, 'a login that was replaced just now has a successor');
      assert.equal(await store.run(queries.removeLoggedOut, 0, 100, TIME + DAY_MS), 0);
      assert.deepEqual(await clients(), ['alive', 'without']);
      await store.run(queries.eraseWireSessions, user);
      assert.deepEqual(await clients(), []);
    },
  },
  {
    name: 'ends wire sessions at once when somebody ends their logins, also those that outlive logins',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Romeo');
      const { id: other } = await fixture.user('Juliet');
      const session = { user, deviceClass: 'bot', label: '', createdAt: TIME, expiresAt: TIME * 2 } as const;
      const logins: number[] = [];
      for (const deviceId of ['a', 'b', 'c', 'd']) {
        const tokenHash = Buffer.from(deviceId.padEnd(32, '.'));
        const { id } = await store.run(sessionQueries.createSession, { ...session, deviceId, tokenHash });
        logins.push(id);
        await store.run(
          queries.takeSession,
          taking(user, 'o', { client: `t${deviceId}`, login: id, heldBy: id }),
        );
        await store.run(queries.takeSession, taking(user, 'o', { client: `p${deviceId}`, heldBy: id }));
      }
      const [a = 0, b = 0, c = 0] = logins;
      await store.run(queries.takeSession, taking(other, 'o', { heldBy: a }));
      const clients = async (): Promise<string> =>
        (await store.run(queries.wireSessionsOf, user)).map(({ client }) => client).join(' ');
      await store.run(sessionQueries.revokeSessions, user, { session: a });
      assert.equal(await clients(), 'pb pc pd tb tc td');
      await store.run(sessionQueries.revokeSessions, user, { session: b, isLeaving: true });
      assert.equal(await clients(), 'pb pc pd tc td', 'a client that has left');
      await store.run(sessionQueries.revokeSessions, user, { except: c });
      assert.equal(await clients(), 'pc tc');
      await store.run(sessionQueries.revokeSessions, user, { except: undefined });
      assert.equal(await clients(), '');
      assert.equal((await store.run(queries.wireSessionsOf, other)).length, 1, 'somebody else');
    },
  },
  {
    name: 'ends wire sessions with logins by a way, and with those whose time is up',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Romeo');
      const session = { user, deviceClass: 'bot', label: '', createdAt: TIME, expiresAt: TIME * 2 } as const;
      const logins: number[] = [];
      for (const [deviceId, more] of [
        ['a', { way: 'corp', sid: 's1' }],
        ['b', { way: 'corp', sid: 's2' }],
        ['c', { way: 'corp' }],
        ['d', { endsAt: TIME + 1 }],
        ['e', { createdAt: TIME + 5 }],
      ] as const) {
        const tokenHash = Buffer.from(deviceId.padEnd(32, '.'));
        const login = { ...session, ...more, deviceId, tokenHash };
        const { id } = await store.run(sessionQueries.createSession, login);
        logins.push(id);
        const kept = { client: `t${deviceId}`, login: id, heldBy: id };
        await store.run(queries.takeSession, taking(user, 'o', kept));
        await store.run(queries.takeSession, taking(user, 'o', { client: `p${deviceId}`, heldBy: id }));
      }
      const clients = async (): Promise<string> =>
        (await store.run(queries.wireSessionsOf, user)).map(({ client }) => client).join(' ');
      await store.run(sessionQueries.revokeSessionsOfWay, user, { way: 'corp', sid: 's1' });
      assert.equal(await clients(), 'pb pc pd pe tb tc td te');
      await store.run(sessionQueries.revokeSessionsOfWay, user, { way: 'corp', sid: undefined });
      assert.equal(await clients(), 'pd pe td te');
      await store.run(sessionQueries.endSessionsAtEnd, TIME + 1, 10);
      assert.equal(await clients(), 'pd pe te', 'its client logs in anew');
      await store.run(sessionQueries.endSessionsBegunBefore, TIME + 5, 10);
      assert.equal(await clients(), 'pd pe');
    },
  },
  {
    name: 'keeps at most 100 wire sessions of a user, and up to 256 KiB of each',
    async run(fixture) {
      const { store } = fixture;
      const { id } = await fixture.user('Romeo');
      for (let at = 0; at < 100; at++) await take(store, taking(id, 'o', { client: `c${at}` }));
      assert.equal(await store.run(queries.takeSession, taking(id, 'o', { client: 'c100' })), 'full');
      await take(store, taking(id, 'p', { client: 'c99' }));
      const state = Buffer.alloc(262_144, 7);
      await store.run(queries.saveSession, saving(id, 'p', 1, { client: 'c99', state }));
      assert.deepEqual(await take(store, taking(id, 'q', { client: 'c99' })), state);
    },
  },
];
