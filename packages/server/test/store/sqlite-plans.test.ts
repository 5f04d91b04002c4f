/** What SQLite makes of the queries that are asked for each client that comes back, or for each login. */
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { silentLogger } from '../../src/logger.ts';
import { openSqliteStore } from '../../src/compose/stores.ts';
import { flattened, preparable, withLists } from '../../src/store/sqlite/dialect.ts';
import { keySessions, sessionByToken, usersOfSid } from '../../src/features/accounts/session-queries.ts';
import { activeViews, views } from '../../src/features/conversations/queries.ts';
import { heads, pull } from '../../src/store/log/reading.ts';
import { removeExpired } from '../../src/features/threads/follower-queries.ts';
import type { Query } from '../../src/store/sql/sql.ts';
import { systemRandom } from '../../src/system.ts';

/** Runs a query of reads; the steps that SQLite plans for its statements. */
function plansOf(database: DatabaseSync, query: Query<unknown>): readonly string[] {
  const plans: string[] = [];
  for (let step = query.next(); step.done !== true;) {
    assert.equal(step.value.kind, 'rows');
    if (step.value.kind !== 'rows') break;
    const written = withLists(step.value.text, step.value.values);
    const { values } = flattened(step.value.text, step.value.values);
    const text = preparable(written);
    const details = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values);
    plans.push(...details.map(({ detail }) => String(detail)));
    step = query.next(database.prepare(text).all(...values));
  }
  return plans;
}

/** Steps that look at everybody else's rows too: of a table, not of what another step has found. */
function wandering(plans: readonly string[]): readonly string[] {
  const found = new Set(plans.map((plan) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)/.exec(plan)?.[1]));
  return plans.filter((plan) => {
    const scanned = /^SCAN (\w+)/.exec(plan)?.[1];
    return (scanned !== undefined && !found.has(scanned)) || /PRIMARY KEY \(rowid[<>]/.test(plan);
  });
}

describe('SQLite, asked by one of many users', () => {
  it('looks at no more rows when there are more users', async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'posthorn-plans-'));
    t.after(() => rm(directory, { recursive: true, force: true }));
    const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
    const room = await store.run(logQueries.ensureRoom, 'Lobby');
    const direct = await store.run(logQueries.openDirect, 1, 2);
    await store.close();
    const database = new DatabaseSync(join(directory, 'posthorn.db'), { readOnly: true });
    t.after(() => database.close());
    const ranges = [room.id, direct.id].map((conversation) => ({
      conversation,
      after: 0,
      before: 0,
      limit: 10,
      mark: 0,
    }));
    const queries: Readonly<Record<string, Query<unknown>>> = {
      sessionByToken: sessionByToken(new Uint8Array(32)),
      usersOfSid: usersOfSid('corp', 's1'),
      keySessions: keySessions(100),
      groupsOf: logQueries.groupsOf(1, 0, 500),
      heads: heads(1, 0, 1000),
      views: views(1, 0, 100),
      activeViews: activeViews(1, undefined, 100),
      pull: pull(1, ranges, 1_000_000),
      removeExpired: removeExpired(1, 100),
    };
    for (const [name, query] of Object.entries(queries)) {
      const plans = plansOf(database, query);
      assert.ok(plans.length > 0);
      assert.deepEqual(wandering(plans), [], name);
    }
  });
});
