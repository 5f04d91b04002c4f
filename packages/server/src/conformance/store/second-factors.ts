/**
 * Cases on second factors.
 *
 * @module
 */
import assert from 'node:assert/strict';
import * as queries from '../../features/second-factors/factor-queries.ts';
import type { FactorRecord, NewFactor, OfferRecord } from '../../features/second-factors/factor-records.ts';
import type { Store } from '../../store/store.ts';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';

const ORIGIN = { event: 'test', time: TIME, actor: 0, session: 0, address: '' };
const BOUNDS = { free: 2, firstWaitMs: 1000, longestWaitMs: 3000 };

function factor(user: number, changes: Partial<NewFactor> = {}): NewFactor {
  return {
    user,
    kind: 'totp',
    name: 'Phone',
    secret: Uint8Array.of(0, 255, 1),
    counter: 7,
    credential: '',
    domain: '',
    transports: '',
    createdAt: TIME,
    ...changes,
  };
}

function offer(user: number, key: string, changes: Partial<OfferRecord> = {}): OfferRecord {
  return {
    key,
    user,
    kind: 'question',
    secret: new Uint8Array(0),
    origin: '',
    endsAt: TIME + 1000,
    ...changes,
  };
}

async function add(store: Store, given: NewFactor, recovery: readonly string[] = []): Promise<FactorRecord> {
  await store.run(queries.makeOffer, offer(given.user, 'key', { kind: given.kind }), TIME);
  const outcome = await store.run(queries.addFactor, given, { key: 'key', most: 10, recovery }, ORIGIN);
  assert.equal(outcome.status, 'added');
  const added = (await store.run(queries.factorsOf, given.user)).at(-1);
  assert.ok(added !== undefined);
  return added;
}

/** How many of several at once returned true. */
async function winners(tries: readonly Promise<boolean>[]): Promise<number> {
  return (await Promise.all(tries)).filter(Boolean).length;
}

async function once(fixture: Fixture): Promise<void> {
  const { store } = fixture;
  const { id: user } = await fixture.user('Ann');
  const app = await add(store, factor(user), ['a', 'b']);
  const fiveTimes = (work: () => Promise<boolean>): readonly Promise<boolean>[] =>
    Array.from({ length: 5 }, work);
  assert.equal(await winners(fiveTimes(() => store.run(queries.useStep, app, 8, TIME))), 1);
  assert.equal(await store.run(queries.useStep, app, 7, TIME), false);
  assert.equal(await winners(fiveTimes(() => store.run(queries.useRecoveryCode, user, 'a', ORIGIN))), 1);
  assert.equal(await store.run(queries.recoveryCodesLeft, user), 1);
  await store.run(queries.makeOffer, offer(user, 'question'), TIME);
  assert.equal(await winners(fiveTimes(() => store.run(queries.takeOffer, 'question'))), 1);
}

export const secondFactorCases: readonly StoreCase[] = [
  {
    name: 'codes, recovery codes and questions are good once, however many come at once',
    run: once,
  },
  {
    name: 'the counter of a passkey rises, or is none',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Ann');
      const passkey = {
        kind: 'passkey',
        credential: 'id',
        domain: 'localhost',
        transports: 'usb nfc',
      } as const;
      const counted = await add(store, factor(user, { ...passkey, counter: 5 }));
      const uncounted = await add(store, factor(user, { ...passkey, counter: 0 }));
      assert.equal(await store.run(queries.usePasskey, counted.id, 5, TIME), false);
      assert.equal(await store.run(queries.usePasskey, counted.id, 6, TIME), true);
      for (let use = 0; use < 2; use++)
        assert.equal(await store.run(queries.usePasskey, uncounted.id, 0, TIME), true);
      const [first] = await store.run(queries.factorsOf, user);
      assert.deepEqual(first, { ...counted, counter: 6, lastUsedAt: TIME });
    },
  },
  {
    name: 'there are as many as may be, and the first one brings recovery codes',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Ann');
      const keys = ['a', 'b', 'c', 'd'];
      for (const key of keys) await store.run(queries.makeOffer, offer(user, key), TIME);
      const outcomes = await Promise.all(
        keys.map((key) =>
          store.run(
            queries.addFactor,
            factor(user),
            { key, most: 3, recovery: [`${key}1`, `${key}2`] },
            ORIGIN,
          ),
        ),
      );
      const statuses = outcomes.map(({ status }) => status).toSorted();
      assert.deepEqual(statuses, ['added', 'added', 'added', 'full']);
      assert.equal(await store.run(queries.recoveryCodesLeft, user), 2);
      const taken = keys[outcomes.findIndex(({ status }) => status === 'added')] ?? '';
      const again = { key: taken, most: 9, recovery: [] };
      assert.equal((await store.run(queries.addFactor, factor(user), again, ORIGIN)).status, 'gone');
    },
  },
  {
    name: 'with the last one go the recovery codes, unless it is needed',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Ann');
      const { id: other } = await fixture.user('Bob');
      const { id } = await add(store, factor(user), ['a']);
      const remove = (owner: number, isNeeded: boolean) =>
        store.run(queries.removeFactor, owner, { id, isNeeded }, ORIGIN);
      assert.equal(await remove(other, false), 'missing');
      assert.equal(await remove(user, true), 'needed');
      assert.equal(await remove(user, false), 'removed');
      assert.equal(await store.run(queries.recoveryCodesLeft, user), 0);
      assert.equal(await store.run(queries.renewCodes, user, ['b'], ORIGIN), false);
    },
  },
  {
    name: 'offers end, and a new app takes the place of the one before',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Ann');
      const keys = async (): Promise<readonly string[]> =>
        (await store.run(queries.offersTo, user)).map(({ key }) => key).toSorted();
      await store.run(queries.makeOffer, offer(user, 'old', { endsAt: TIME }), TIME - 1);
      await store.run(queries.makeOffer, offer(user, 'app 1', { kind: 'totp' }), TIME);
      await store.run(queries.makeOffer, offer(user, 'app 2', { kind: 'totp' }), TIME);
      assert.deepEqual(await keys(), ['app 2']);
      for (let at = 0; at < 12; at++)
        await store.run(queries.makeOffer, offer(user, `q${at}`, { endsAt: TIME + 2000 + at }), TIME);
      assert.equal((await keys()).length, 10);
      assert.ok((await keys()).includes('q11'));
    },
  },
  {
    name: 'guesses have to wait, each device for its own, until one is right',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Ann');
      const app = await add(store, factor(user));
      const guess = (now: number, device = ''): Promise<number> =>
        store.run(queries.countGuess, { user, device }, BOUNDS, now);
      const atOnce = await Promise.all(Array.from({ length: 6 }, () => guess(TIME)));
      assert.deepEqual(
        atOnce.toSorted((a, b) => a - b),
        [0, 0, 1000, 1000, 1000, 1000],
      );
      assert.equal(await guess(TIME, 'laptop'), 0);
      assert.equal(await guess(TIME + 1000), 0);
      assert.equal(await guess(TIME + 1000), 2000);
      assert.equal(await guess(TIME + 3000), 0);
      assert.equal(await guess(TIME + 3000), 3000);
      assert.equal(await store.run(queries.useStep, app, 8, TIME), true);
      assert.equal(await guess(TIME + 3000), 0);
    },
  },
  {
    name: 'nothing is left when they are forgotten',
    async run(fixture) {
      const { store } = fixture;
      const { id: user } = await fixture.user('Ann');
      await add(store, factor(user), ['a']);
      await store.run(queries.makeOffer, offer(user, 'question'), TIME);
      assert.equal(await store.run(queries.forgetFactors, user, ORIGIN), true);
      assert.equal(await store.run(queries.forgetFactors, user, ORIGIN), false);
      assert.deepEqual(await store.run(queries.factorsOf, user), []);
      assert.deepEqual(await store.run(queries.offersTo, user), []);
      assert.equal(await store.run(queries.recoveryCodesLeft, user), 0);
    },
  },
];
