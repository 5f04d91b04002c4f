/** What a feature keeps is treated as the log is, whatever the feature: written again after a restore, and refused. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { MemoryDatabase } from '../../packages/server/src/store/memory.ts';
import { change, row } from '../../packages/server/src/store/sql/sql.ts';
import type { Query } from '../../packages/server/src/store/sql/sql.ts';
import type { Storage } from '../../packages/server/src/store/storage.ts';
import { table } from '../../packages/server/src/store/table.ts';
import { StoreError } from '../../packages/server/src/store/store.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import { Chance } from '../src/chance.ts';
import { EventLoop } from '../src/event-loop.ts';
import { Scheduler } from '../src/scheduler.ts';
import { SimulatedStore } from '../src/store.ts';

function* raise(by: number): Query<number> {
  return yield* change('UPDATE tallies SET count = count + ?', by);
}

function* begin(): Query<number> {
  return yield* change('INSERT INTO tallies (id, count) VALUES (1, 0)');
}

function* count(): Query<number> {
  return (yield* row<{ readonly count: number }>('SELECT count FROM tallies'))?.count ?? -1;
}

const TALLIES: Storage = {
  name: 'tallies',
  module: import.meta.url,
  tables: [
    table({ name: 'tallies', columns: { id: { type: 'int' }, count: { type: 'int' } }, primaryKey: ['id'] }),
  ],
  reads: { count },
  writes: { begin, raise },
};

const CALM = { maxDelayMs: 5, failing: 0, maxPullBytes: 1000 };

function open(): {
  readonly store: SimulatedStore;
  readonly line: Store;
  readonly settle: <T>(asked: Promise<T>) => Promise<T>;
} {
  const scheduler = new Scheduler(new Chance('a test'));
  const store = new SimulatedStore({
    scheduler,
    chance: new Chance('its store'),
    faults: CALM,
    database: new MemoryDatabase([TALLIES]),
    onWrite: () => {},
    onViolation: (error) => assert.fail(String(error)),
    sabotage: {},
  });
  const line = store.for(new EventLoop(scheduler, new Chance('its process')));
  return {
    store,
    line,
    settle: async (asked) => {
      const [settled] = await Promise.allSettled([asked, scheduler.run(() => false)]);
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    },
  };
}

it('after a restore what was written before the backup is there, and nothing else', async () => {
  const { store, line, settle } = open();
  await settle(line.run(begin));
  await settle(line.run(raise, 2));
  await settle(line.run(raise, 3));
  assert.equal(await settle(line.run(count)), 5);
  const { epoch } = store;
  await store.restore(2);
  assert.notEqual(store.epoch, epoch);
  assert.equal(await settle(line.run(count)), 2);
});

it('a full store refuses what writes, and answers what reads', async () => {
  const { store, line, settle } = open();
  await settle(line.run(begin));
  store.isFull = true;
  await assert.rejects(
    settle(line.run(raise, 1)),
    (error) => error instanceof StoreError && error.code === 'full',
  );
  assert.equal(await settle(line.run(count)), 0);
});

it('a line that breaks may have carried out a write, and says that nobody knows', async () => {
  const { store, line, settle } = open();
  await settle(line.run(begin));
  const counts = new Set<number>();
  store.faults = { ...CALM, failing: 1 };
  for (let tries = 0; tries < 20; tries++) {
    await assert.rejects(settle(line.run(raise, 1)), { code: 'unavailable' });
    counts.add(store.writeCount);
  }
  assert.ok(counts.size > 1 && counts.size < 20, `${counts.size - 1} of 20 were carried out`);
});
