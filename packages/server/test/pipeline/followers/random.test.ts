/**
 * Routers that die, freeze, drain and start at random, and a store that fails, while messages are committed: no follower
 * misses one.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import type { Recorder } from '../../../src/conformance/followers/recorder.ts';
import { Stage } from '../../../src/conformance/followers/stage.ts';
import type { StageRouter } from '../../../src/conformance/followers/stage.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import type { FollowerRecords } from '../../../src/pipeline/followers/records.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { StoreError } from '../../../src/store/store.ts';
import { systemRandom } from '../../../src/system.ts';

const RUNS = 60;
const ROOMS = 3;
/** The entries that the choosy one of the recorders is concerned with. */
const isChosen = (seq: number): boolean => seq % 7 === 3;

/** How the store answers: a lossy one carries every other call out and says that it may not have. */
type StoreState = 'well' | 'away' | 'lossy';

type Deed =
  | { readonly type: 'store'; readonly state: StoreState }
  | { readonly type: 'say'; readonly room: number; readonly count: number; readonly by: number | undefined }
  | { readonly type: 'start' | 'pass'; readonly ms: number }
  | { readonly type: 'kill' | 'freeze' | 'thaw' | 'drain'; readonly router: number }
  | { readonly type: 'behave'; readonly recorder: number; readonly how: 'well' | 'fail' | 'hang' | 'slow' };

const router = fc.nat(5);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('say' as const),
      room: fc.nat(ROOMS - 1),
      count: fc.integer({ min: 1, max: 12 }),
      by: fc.option(router, { nil: undefined }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.nat(6000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('start' as const), ms: fc.constant(0) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('kill' as const, 'freeze' as const, 'thaw' as const, 'drain' as const),
      router,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('store' as const),
      state: fc.constantFrom('well' as const, 'away' as const, 'lossy' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('behave' as const),
      recorder: fc.nat(3),
      how: fc.constantFrom('well' as const, 'fail' as const, 'hang' as const, 'slow' as const),
    }),
  },
);

class Trouble {
  state: StoreState = 'well';
  #count = 0;

  readonly faulty = (records: FollowerRecords): FollowerRecords =>
    new Proxy(records, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          if (this.state === 'away') throw new StoreError('unavailable', 'away');
          const result: unknown = await Reflect.apply(value, target, args);
          if (this.state === 'lossy' && (this.#count += 1) % 2 === 0) {
            throw new StoreError('unavailable', 'the answer is lost');
          }
          return result;
        };
      },
    });
}

class Play {
  readonly #stage: Stage;
  readonly #trouble: Trouble;
  readonly #recorders: readonly Recorder[];
  readonly #choosy: Recorder;
  readonly #rooms: readonly number[];
  readonly #heads: number[] = [];
  #routers: StageRouter[] = [];
  /** Calls that hang until the end. */
  readonly #hanging: (() => void)[] = [];

  private constructor(stage: Stage, trouble: Trouble, rooms: readonly number[]) {
    this.#stage = stage;
    this.#trouble = trouble;
    this.#rooms = rooms;
    this.#recorders = [
      stage.recorder('a', { maxEntries: 5 }),
      stage.recorder('b', { timeoutMs: 3000 }),
      stage.recorder('d', { maxEntries: 5, isGathering: true }),
    ];
    this.#choosy = stage.recorder('c', { maxEntries: 5, concerns: ({ seq }) => isChosen(seq) });
  }

  static async begin(stage: Stage, trouble: Trouble): Promise<Play> {
    const rooms: number[] = [];
    for (let count = 0; count < ROOMS; count++) rooms.push(await stage.room());
    const play = new Play(stage, trouble, rooms);
    await play.do({ type: 'start', ms: 0 });
    return play;
  }

  async do(what: Deed): Promise<void> {
    switch (what.type) {
      case 'say': {
        const by = what.by === undefined ? undefined : this.#routers[what.by];
        await this.#stage.say(
          this.#rooms[what.room] ?? 0,
          what.count,
          by?.process.runs === true ? { by } : {},
        );
        this.#heads[what.room] = (this.#heads[what.room] ?? 0) + what.count;
        return;
      }
      case 'store':
        this.#trouble.state = what.state;
        return;
      case 'pass':
        return this.#stage.pass(what.ms);
      case 'start':
        if (this.#routers.length < 6) this.#routers.push(await this.#stage.router(...this.#all));
        return;
      case 'behave':
        return this.#behave(this.#all[what.recorder], what.how);
      default:
        await this.#treat(what.type, this.#routers[what.router]);
    }
  }

  /** Everything that is broken is replaced; then everything must come, in order. */
  async end(): Promise<void> {
    this.#trouble.state = 'well';
    for (const recorder of this.#all) recorder.succeed();
    for (const resolve of this.#hanging) resolve();
    for (const each of this.#routers) if (!each.process.runs) each.process.kill();
    await this.#stage.router(...this.#all);
    await this.#stage.until(() => this.#isComplete(), 'all are handled');
    for (const recorder of this.#recorders) {
      this.#rooms.forEach((room, index) => recorder.assertComplete(room, this.#heads[index] ?? 0));
    }
    for (const room of this.#rooms) {
      const seqs = this.#choosy.seqs(room).filter(isChosen);
      const first = seqs.filter((seq, index) => seqs.indexOf(seq) === index);
      assert.deepEqual(
        first,
        first.toSorted((a, b) => a - b),
        'what is chosen comes in order',
      );
    }
  }

  get #all(): readonly Recorder[] {
    return [...this.#recorders, this.#choosy];
  }

  #isComplete(): boolean {
    return this.#rooms.every((room, index) => {
      const seqs = Array.from({ length: this.#heads[index] ?? 0 }, (_, before) => before + 1);
      const last = seqs.at(-1);
      const hasAll = this.#recorders.every((recorder) => last === undefined || recorder.has(room, last));
      return hasAll && seqs.filter(isChosen).every((seq) => this.#choosy.has(room, seq));
    });
  }

  async #treat(how: 'kill' | 'freeze' | 'thaw' | 'drain', one: StageRouter | undefined): Promise<void> {
    if (one === undefined) return;
    const { process } = one;
    if (how === 'thaw') {
      if (process.isFrozen) process.thaw();
    } else if (process.runs) {
      if (how === 'drain') await this.#stage.drain(one);
      else if (how === 'freeze') process.freeze();
      if (how !== 'freeze') process.kill();
    }
    if (!process.runs && !process.isFrozen) this.#routers = this.#routers.filter((each) => each !== one);
  }

  #behave(recorder: Recorder | undefined, how: Extract<Deed, { type: 'behave' }>['how']): void {
    if (recorder === undefined) return;
    switch (how) {
      case 'well':
        return recorder.succeed();
      case 'fail':
        recorder.behaviour = () => Promise.reject(new Error('not now'));
        return;
      case 'hang':
        recorder.behaviour = () => new Promise((resolve) => this.#hanging.push(resolve));
        return;
      case 'slow':
        recorder.behaviour = ({ process }) => new Promise((resolve) => process.clock.after(800, resolve));
    }
  }
}

it('whatever happens to the routers, followers get everything in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 60 }), async (deeds) => {
      const store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
      const opened = { store, dispose: () => store.close() };
      const trouble = new Trouble();
      const backend = { name: 'memory', open: async () => opened, faulty: trouble.faulty };
      const stage = new Stage(backend, opened);
      try {
        const play = await Play.begin(stage, trouble);
        for (const each of deeds) await play.do(each);
        await play.end();
      } finally {
        await stage.dispose();
        await store.close();
      }
    }),
    { numRuns: RUNS },
  );
});
