import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../clock.ts';
import { silentLogger } from '../../logger.ts';
import type { AuditNote } from '../../router/audit.ts';
import { createMemoryStore } from '../../store/memory.ts';
import type { Store } from '../../store/store.ts';
import { systemRandom } from '../../system.ts';
import { ANY, auditRecords } from './queries.ts';
import { STORAGE } from './storage.ts';
import { Trail } from './trail.ts';

/** Time passes when the test says so. */
class HandClock implements Clock {
  #ms = 1000;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#ms;
  }

  monotonic(): number {
    return this.#ms;
  }

  after(delayMs: number, run: () => void) {
    const timer = { at: this.#ms + delayMs, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  afterTurn(run: () => void): void {
    queueMicrotask(run);
  }

  async pass(ms: number): Promise<void> {
    this.#ms += ms;
    for (const timer of this.#timers) {
      if (timer.at > this.#ms) continue;
      this.#timers.delete(timer);
      timer.run();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const MINUTE_MS = 60_000;

interface Stage {
  readonly clock: HandClock;
  readonly trail: Trail;
  readonly failed: (changes?: Partial<AuditNote>) => void;
  /** Oldest first: code, user, address, count. */
  readonly written: () => Promise<readonly (readonly [string, number, string, number])[]>;
}

function stage(): Stage {
  const clock = new HandClock();
  const store: Store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
  const trail = new Trail({ store, clock, logger: silentLogger });
  return {
    clock,
    trail,
    failed(changes = {}) {
      trail.note({
        event: 'login',
        code: 'BAD_CREDENTIALS',
        time: clock.now(),
        actor: 0,
        session: 0,
        user: 7,
        address: '192.0.2.1',
        ...changes,
      });
    },
    async written() {
      const { records } = await store.run(auditRecords, ANY, 200);
      return records
        .toReversed()
        .map(({ code, user, address, count }) => [code, user, address, count] as const);
    },
  };
}

describe('what is refused', () => {
  it('is written soon, and what follows of the same kind together', async () => {
    const { clock, failed, written } = stage();
    failed();
    failed();
    await clock.pass(5000);
    assert.deepEqual(await written(), [['BAD_CREDENTIALS', 7, '192.0.2.1', 2]]);
    for (let i = 0; i < 25_000; i++) failed();
    await clock.pass(5000);
    assert.equal((await written()).length, 1);
    await clock.pass(30 * MINUTE_MS);
    assert.deepEqual((await written())[1], ['BAD_CREDENTIALS', 7, '192.0.2.1', 25_000]);
    failed();
    await clock.pass(5000);
    assert.equal((await written()).length, 3, 'the next window begins');
  });

  it('takes a bounded number of records, from however many addresses and at however many accounts', async () => {
    const { clock, failed, written } = stage();
    for (let i = 0; i < 25_000; i++) {
      failed({ address: `192.0.${i % 251}.${i % 241}`, user: i % 239 });
      if (i % 5000 === 0) await clock.pass(3 * MINUTE_MS);
    }
    await clock.pass(30 * MINUTE_MS);
    const records = await written();
    assert.ok(records.length <= 202, `${records.length} records`);
    assert.equal(
      records.reduce((sum, [, , , count]) => sum + count, 0),
      25_000,
    );
    assert.ok(records.some(([, user, address, count]) => user === 0 && address === '' && count > 15_000));
  });

  it('of addresses of one /64 is one kind', async () => {
    const { clock, failed, written } = stage();
    for (const address of ['2001:db8::1', '2001:db8::2']) failed({ address });
    await clock.pass(5000);
    assert.deepEqual(await written(), [['BAD_CREDENTIALS', 7, '2001:db8::1', 2]]);
  });

  it('is written when the router stops', async () => {
    const { trail, failed, written } = stage();
    failed({ code: 'OK' });
    await trail.close();
    assert.deepEqual(await written(), [['', 7, '192.0.2.1', 1]]);
  });
});
