/** Work that one router does for all under a lease. */
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { Process, VirtualTime } from '../../src/conformance/followers/virtual-time.ts';
import { createMemoryStore } from '../../src/compose/stores.ts';
import { silentLogger } from '../../src/logger.ts';
import { Duties } from '../../src/pipeline/duties.ts';
import type { Duty } from '../../src/pipeline/duties.ts';
import { createFollowerRecords } from '../../src/pipeline/followers/records.ts';
import { systemRandom } from '../../src/system.ts';

const INTERVAL_MS = 10_000;

/** Routers that share a store; what each of their rounds does is noted. */
class Stage {
  readonly time = new VirtualTime();
  /** Router and time of each step. */
  readonly steps: (readonly [router: string, at: number])[] = [];
  /** Of the rounds to come. */
  behaviour: (step: number) => Promise<void> = async () => {};
  readonly #store = createMemoryStore({ random: systemRandom });
  readonly #open: Duties[] = [];

  constructor(t: TestContext) {
    t.after(async () => {
      await Promise.all(this.#open.map((duties) => duties.close()));
      await this.#store.close();
    });
  }

  router(node: string, stepsPerRound = 1): { readonly process: Process; readonly duties: Duties } {
    const process = new Process(this.time);
    const { clock } = process;
    const duty: Duty = {
      name: 'sweep',
      intervalMs: INTERVAL_MS,
      run: async (mayGoOn) => {
        for (let step = 0; step < stepsPerRound && (await mayGoOn()); step++) {
          this.steps.push([node, this.time.elapsed]);
          await this.behaviour(step);
        }
      },
    };
    const records = createFollowerRecords(this.#store);
    const shared = { records, isShared: true, clock, random: systemRandom, logger: silentLogger };
    const duties = new Duties({ duties: [duty], node, ...shared });
    this.#open.push(duties);
    return { process, duties };
  }

  async pass(ms: number): Promise<void> {
    for (const end = this.time.elapsed + ms; this.time.elapsed < end;) {
      for (let turns = 0; turns < 5; turns++) await turn();
      this.time.advance();
    }
  }

  by(): readonly string[] {
    return [...new Set(this.steps.map(([router]) => router))];
  }
}

it('one router does it, again and again', async (t) => {
  const stage = new Stage(t);
  stage.router('a');
  stage.router('b');
  await stage.pass(60_000);
  assert.equal(stage.by().length, 1);
  assert.ok(stage.steps.length >= 5 && stage.steps.length <= 7, `${stage.steps.length} rounds`);
});

it('another one takes over when it dies, and at once when it goes down', async (t) => {
  const stage = new Stage(t);
  const first = stage.router('a');
  await stage.pass(5000);
  const second = stage.router('b');
  await stage.pass(15_000);
  assert.deepEqual(stage.by(), ['a']);
  first.process.kill();
  const killedAt = stage.time.elapsed;
  await stage.pass(6000);
  assert.deepEqual(stage.by(), ['a', 'b']);
  const [, tookOverAt] = stage.steps.at(-1) ?? assert.fail();
  assert.ok(tookOverAt - killedAt < 6000);
  stage.router('c');
  await stage.pass(3000);
  await second.duties.close();
  await stage.pass(2000);
  assert.deepEqual(stage.by(), ['a', 'b', 'c']);
});

it('who was asleep for longer than its lease lasts does not go on with the round', async (t) => {
  const stage = new Stage(t);
  const woken = Promise.withResolvers<void>();
  const first = stage.router('a', 3);
  stage.behaviour = async (step) => (step === 0 ? woken.promise : undefined);
  await stage.pass(2000);
  assert.deepEqual(stage.by(), ['a']);
  stage.router('b', 3);
  await stage.pass(1000);
  first.process.freeze();
  stage.behaviour = async () => {};
  await stage.pass(6000);
  assert.deepEqual(stage.by(), ['a', 'b']);
  const count = stage.steps.length;
  first.process.thaw();
  woken.resolve();
  await stage.pass(1000);
  assert.deepEqual(stage.steps.slice(count), [], 'its round is over');
});

it('a round that fails is tried again', async (t) => {
  const stage = new Stage(t);
  stage.behaviour = () => Promise.reject(new Error('the store is away'));
  stage.router('a');
  await stage.pass(35_000);
  assert.ok(stage.steps.length >= 3);
});
