/**
 * The audit.
 *
 * @module
 */
import * as auditQueries from '../../features/audit/queries.ts';
import * as sessionQueries from '../../features/accounts/session-queries.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import assert from 'node:assert/strict';
import type { NewAuditRecord } from '../../store/audit.ts';
import { TIME } from './case.ts';
import type { StoreCase } from './case.ts';

const ORIGIN = { event: 'disableUser', time: TIME, actor: 3, session: 4, address: '2001:db8::1', key: 0 };

function record(changes: Partial<NewAuditRecord>): NewAuditRecord {
  return { ...ORIGIN, code: '', user: 0, count: 1, since: TIME, details: {}, ...changes };
}

export const auditCases: readonly StoreCase[] = [
  {
    name: 'keeps a record of a change, in the same transaction, and of none that was refused',
    async run({ store }) {
      const made = await store.run(
        userQueries.createUser,
        { name: 'Ann', nameKey: 'ann', displayName: '', passwordHash: 'hash', admin: true, createdAt: TIME },
        ORIGIN,
      );
      assert.equal(made.status, 'created');
      const { id } = made.user;
      const refused = await store.run(userQueries.changeStanding, id, { disabled: true }, ORIGIN);
      assert.equal(refused.status, 'last-administrator');
      await store.run(userQueries.updateUser, id, { statusText: 'here' }, ORIGIN);
      await store.run(sessionQueries.revokeSessions, id, { except: undefined }, ORIGIN);
      await store.run(userQueries.updateUser, id, { passwordHash: 'other' }, ORIGIN);
      const { records, next } = await store.run(auditQueries.auditRecords, auditQueries.ANY, 10);
      assert.equal(next, 0);
      assert.deepEqual(
        records.map(({ id: _id, ...rest }) => rest),
        [
          { ...ORIGIN, code: '', user: id, count: 1, since: TIME, details: {} },
          { ...ORIGIN, code: '', user: id, count: 1, since: TIME, details: { administrator: true } },
        ],
      );
    },
  },
  {
    name: 'lists records by page, newest first, and by what is asked for',
    async run({ store }) {
      const records = Array.from({ length: 25 }, (_, index) =>
        record({
          time: TIME + index,
          event: index % 2 === 0 ? 'login' : 'logout',
          actor: index % 5,
          user: index === 13 ? 77 : 0,
          address: index < 3 ? '::1' : '',
          count: index + 1,
        }),
      );
      await store.run(auditQueries.addRecords, records);
      const counts = async (
        filter: Partial<typeof auditQueries.ANY>,
        limit = 200,
      ): Promise<readonly number[]> =>
        (await store.run(auditQueries.auditRecords, { ...auditQueries.ANY, ...filter }, limit)).records.map(
          ({ count }) => count,
        );
      const first = await store.run(auditQueries.auditRecords, auditQueries.ANY, 10);
      assert.deepEqual(
        first.records.map(({ count }) => count),
        [25, 24, 23, 22, 21, 20, 19, 18, 17, 16],
      );
      assert.deepEqual(await counts({ before: first.next }, 3), [15, 14, 13]);
      assert.deepEqual(await counts({ after: first.next }), [25, 24, 23, 22, 21, 20, 19, 18, 17]);
      assert.deepEqual(await counts({ event: 'login', since: TIME + 20 }), [25, 23, 21]);
      assert.deepEqual(await counts({ user: 77 }), [14]);
      assert.deepEqual(await counts({ user: 4 }), [25, 20, 15, 10, 5]);
      assert.deepEqual(await counts({ address: '::1' }), [3, 2, 1]);
      assert.deepEqual(await counts({ until: TIME + 1 }), [2, 1]);
      assert.deepEqual(await counts({ event: 'nothing' }), []);
    },
  },
  {
    name: 'removes the oldest records, and no newer ones',
    async run({ store }) {
      const records = Array.from({ length: 10 }, (_, index) => record({ time: TIME + index, user: index }));
      await store.run(auditQueries.addRecords, records);
      assert.equal(await store.run(auditQueries.removeRecordsBefore, TIME + 5, 3), 3);
      assert.equal(await store.run(auditQueries.removeRecordsBefore, TIME + 5, 3), 2);
      assert.equal(await store.run(auditQueries.removeRecordsBefore, TIME + 5, 3), 0);
      const left = await store.run(auditQueries.auditRecords, auditQueries.ANY, 100);
      assert.deepEqual(
        left.records.map(({ user }) => user),
        [9, 8, 7, 6, 5],
      );
    },
  },
];
