/** Whoever has slow work waits behind their own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Jobs } from './jobs.ts';

const BOUNDS = { maxRunning: 3, maxRunningOfUser: 2, maxWaitingOfUser: 4, maxWaiting: 6 };

class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  job(name: string): () => Promise<void> {
    return () => {
      this.begun.push(name);
      return new Promise((resolve) => this.#ends.set(name, resolve));
    };
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    // Its own promise, and the one that follows it.
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
  }
}

describe('jobs', () => {
  it('of one user run a few at a time, those of others beside them, in turns', async () => {
    const jobs = new Jobs(BOUNDS);
    const work = new Work();
    for (const name of ['a1', 'a2', 'a3', 'a4']) assert.ok(jobs.add(1, work.job(name)));
    for (const name of ['b1', 'b2']) assert.ok(jobs.add(2, work.job(name)));
    assert.deepEqual(work.begun, ['a1', 'a2', 'b1']);
    await work.end('b1');
    assert.equal(work.begun.at(-1), 'b2');
    await work.end('a2');
    await work.end('a1');
    await work.end('a3');
    assert.deepEqual(work.begun.slice(4), ['a3', 'a4']);
  });

  it('are dropped when too many wait, of one or of all', async () => {
    const jobs = new Jobs(BOUNDS);
    const work = new Work();
    const add = (user: number): boolean => jobs.add(user, work.job(`${user}`));
    assert.deepEqual(
      Array.from({ length: 7 }, () => add(1)),
      [true, true, true, true, true, true, false],
    );
    assert.deepEqual([add(2), add(2), add(3), add(4)], [true, true, true, false]);
    await work.end('2');
    assert.ok(add(4));
  });

  it('end with those that run', async () => {
    const jobs = new Jobs(BOUNDS);
    const work = new Work();
    for (const name of ['a1', 'a2', 'a3']) jobs.add(1, work.job(name));
    let isClosed = false;
    const closed = jobs.close().then(() => (isClosed = true));
    assert.ok(!jobs.add(2, work.job('b')));
    await work.end('a1');
    assert.ok(!isClosed);
    await work.end('a2');
    await closed;
    assert.deepEqual(work.begun, ['a1', 'a2']);
    await new Jobs(BOUNDS).close();
  });

  it('start again after all have ended', async () => {
    const jobs = new Jobs(BOUNDS);
    const work = new Work();
    for (const round of ['1', '2', '3']) {
      jobs.add(1, work.job(round));
      await work.end(round);
    }
    assert.deepEqual(work.begun, ['1', '2', '3']);
  });
});
