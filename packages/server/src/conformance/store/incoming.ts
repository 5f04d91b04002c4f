/**
 * Incoming webhooks.
 *
 * @module
 */
import * as userQueries from '../../features/accounts/user-queries.ts';
import * as incomingQueries from '../../features/incoming/incoming-queries.ts';
import assert from 'node:assert/strict';
import { TIME } from './case.ts';
import type { StoreCase } from './case.ts';

const ORIGIN = { event: 'createIncoming', time: TIME, actor: 3, session: 4, address: '::1' };

function secret(byte: number) {
  return new Uint8Array(32).fill(byte);
}

export const incomingCases: readonly StoreCase[] = [
  {
    name: 'finds an incoming webhook by its key alone, until that is another one',
    async run(suite) {
      const { store } = suite;
      const [romeo = 0, juliet = 0] = await suite.users('Romeo', 'Juliet');
      const { id: conversation } = await suite.group(romeo, juliet);
      const spec = {
        conversation,
        name: 'Build 🚧',
        avatarUrl: '',
        fixedName: true,
        perMinute: 7,
        createdBy: romeo,
        createdAt: TIME,
      };
      const make = (byte: number, most: number) =>
        store.run(incomingQueries.createIncoming, spec, { hash: secret(byte), most }, ORIGIN);
      const [id, other] = [await make(1, 2), await make(2, 2)];
      assert.ok(id !== undefined && other !== undefined);
      assert.equal(await make(3, 2), undefined);
      const byKey = (byte: number) => store.run(incomingQueries.incomingByKey, secret(byte));
      const made = { ...spec, id, lastUsedAt: 0, disabled: false, orphaned: false };
      assert.deepEqual(await byKey(1), made);
      assert.equal(await byKey(3), undefined);
      const which = { conversation, incoming: id };
      const rotate = (byte: number, maker: number) =>
        store.run(incomingQueries.rotateIncoming, which, { hash: secret(byte), maker }, ORIGIN);
      assert.equal(await rotate(4, juliet), true);
      assert.equal(await byKey(1), undefined);
      assert.equal((await byKey(4))?.createdBy, juliet);
      const changes = { name: 'Night', disabled: true };
      assert.equal(await store.run(incomingQueries.changeIncoming, which, changes, ORIGIN), true);
      await store.run(incomingQueries.touchIncoming, id, TIME + 5);
      await store.run(incomingQueries.touchIncoming, id, TIME + 4);
      const changed = { ...made, ...changes, createdBy: juliet, lastUsedAt: TIME + 5 };
      const all = await store.run(incomingQueries.incomingOf, conversation);
      assert.deepEqual([all[0], all[1]?.id], [changed, other]);
      await store.run(userQueries.changeStanding, juliet, { disabled: true }, ORIGIN);
      assert.equal((await byKey(4))?.orphaned, true);
      assert.deepEqual(
        (await store.run(incomingQueries.incomingMadeBy, romeo)).map((each) => each.id),
        [other],
      );
      const elsewhere = { ...which, conversation: conversation + 1 };
      assert.equal(await store.run(incomingQueries.removeIncoming, elsewhere, ORIGIN), false);
      assert.equal(await store.run(incomingQueries.removeIncoming, which, ORIGIN), true);
      assert.equal(await byKey(4), undefined);
    },
  },
];
