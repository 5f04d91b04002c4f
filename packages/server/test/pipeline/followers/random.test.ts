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
import type { PositionWrite } from '../../../src/pipeline/followers/position-queries.ts';
import type { FollowerRecords } from '../../../src/pipeline/followers/records.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { StoreError } from '../../../src/store/store.ts';
import { systemRandom } from '../../../src/system.ts';

const RUNS = { many: 60, one: 120 } as const;
const ROOMS = 3;
/** The entries that the choosy one of the recorders is concerned with. */
const isChosen = (seq: number): boolean => seq % 7 === 3;

/** How long answers of a slow store are on their way. */
const SLOW_MS = 300;

/** How the store answers: a lossy one carries every other call out and says that it may not have. */
type StoreState = 'well' | 'away' | 'lossy' | 'slow';

type Deed =
  | { readonly type: 'store'; readonly state: StoreState }
  | {
      readonly type: 'say';
      readonly room: number;
      readonly count: number;
      readonly by: number | undefined;
      readonly heardAfterMs: number;
    }
  | { readonly type: 'start' | 'pass' | 'missHints'; readonly ms: number }
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
      heardAfterMs: fc.oneof(fc.constant(0), fc.nat(3000)),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.nat(6000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('start' as const), ms: fc.constant(0) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('missHints' as const), ms: fc.constant(0) }) },
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
      state: fc.constantFrom('well' as const, 'away' as const, 'lossy' as const, 'slow' as const),
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

/** When entries were committed. */
class Said {
  readonly #times = new Map<number, number[]>();

  get rooms(): readonly number[] {
    return [...this.#times.keys()];
  }

  add(room: number, count: number, at: number): void {
    const times = this.#times.get(room) ?? [];
    for (let each = 0; each < count; each++) times.push(at);
    this.#times.set(room, times);
  }

  /** The last seq of a room that was committed before. */
  before(room: number, time: number): number {
    return this.#times.get(room)?.filter((each) => each < time).length ?? 0;
  }

  /** The last seq of a room. */
  head(room: number): number {
    return this.#times.get(room)?.length ?? 0;
  }
}

/** While one router runs all, what it hears late, reads slowly and writes in vain meets what it gathers. */
const deedOfOne: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('say' as const),
      room: fc.nat(ROOMS - 1),
      count: fc.integer({ min: 1, max: 3 }),
      by: fc.constant(0),
      heardAfterMs: fc.oneof(fc.constant(0), fc.nat(1000)),
    }),
  },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.nat(1000) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('missHints' as const), ms: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('store' as const),
      state: fc.constantFrom('well' as const, 'lossy' as const, 'slow' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('behave' as const),
      recorder: fc.constant(2),
      how: fc.constantFrom('well' as const, 'fail' as const, 'slow' as const),
    }),
  },
);

class Trouble {
  state: StoreState = 'well';
  /** Of the rooms, what marks of followers must not say. */
  readonly said = new Said();
  /** Marks that said too much. */
  readonly early: string[] = [];
  #count = 0;

  readonly faulty = (records: FollowerRecords): FollowerRecords =>
    new Proxy(records, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          if (this.state === 'away') throw new StoreError('unavailable', 'away');
          const result: unknown = await Reflect.apply(value, target, args);
          if (key === 'writePositions') await this.#check(target, args[0] as readonly PositionWrite[]);
          if (this.state === 'lossy' && (this.#count += 1) % 2 === 0) {
            throw new StoreError('unavailable', 'the answer is lost');
          }
          return result;
        };
      },
    });

  /** Whether all was handled that marks vouch for. */
  async #check(records: FollowerRecords, writes: readonly PositionWrite[]): Promise<void> {
    const marks = new Map((await records.list()).map(({ id, mark }) => [id, mark]));
    for (const { follower } of writes) {
      const mark = marks.get(follower) ?? 0;
      const positions = await records.positions(follower, this.said.rooms);
      for (const room of this.said.rooms) {
        const due = this.said.before(room, mark);
        const position = positions.get(room) ?? 0;
        if (position < due)
          this.early.push(`${due} is before the mark, the position in ${room} is ${position}`);
      }
    }
  }
}

class Play {
  readonly #stage: Stage;
  readonly #trouble: Trouble;
  readonly #recorders: readonly Recorder[];
  readonly #choosy: Recorder;
  readonly #rooms: readonly number[];
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
      stage.recorder('d', { maxEntries: 5, isGathering: true, restMs: 300 }),
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
        const { count, heardAfterMs } = what;
        const room = this.#rooms[what.room] ?? 0;
        const by = what.by === undefined ? undefined : this.#routers[what.by];
        this.#trouble.said.add(room, count, this.#stage.time.now);
        await this.#stage.say(room, count, by?.process.runs === true ? { by, heardAfterMs } : {});
        return;
      }
      case 'store':
        this.#suffer(what.state);
        return;
      case 'pass':
        return this.#stage.pass(what.ms);
      case 'missHints':
        return this.#stage.missHints();
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
    this.#suffer('well');
    for (const recorder of this.#all) recorder.succeed();
    for (const resolve of this.#hanging) resolve();
    for (const each of this.#routers) if (!each.process.runs) each.process.kill();
    await this.#stage.router(...this.#all);
    await this.#stage.until(() => this.#isComplete(), 'all are handled');
    for (const recorder of this.#recorders) {
      for (const room of this.#rooms) recorder.assertComplete(room, this.#trouble.said.head(room));
    }
    assert.deepEqual(this.#trouble.early, [], 'no mark stands for more than was handled');
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
    return this.#rooms.every((room) => {
      const seqs = Array.from({ length: this.#trouble.said.head(room) }, (_, before) => before + 1);
      const last = seqs.at(-1);
      const hasAll = this.#recorders.every((recorder) => last === undefined || recorder.has(room, last));
      return hasAll && seqs.filter(isChosen).every((seq) => this.#choosy.has(room, seq));
    });
  }

  #suffer(state: StoreState): void {
    this.#trouble.state = state;
    this.#stage.answerMs = state === 'slow' ? SLOW_MS : 0;
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

async function play(deeds: readonly Deed[]): Promise<void> {
  const store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
  const opened = { store, dispose: () => store.close() };
  const trouble = new Trouble();
  const backend = { name: 'memory', open: async () => opened, faulty: trouble.faulty };
  const stage = new Stage(backend, opened);
  try {
    const begun = await Play.begin(stage, trouble);
    for (const each of deeds) await begun.do(each);
    await begun.end();
  } finally {
    await stage.dispose();
    await store.close();
  }
}

it('whatever happens to the routers, followers get everything in order', async () => {
  const deeds = fc.array(deed, { minLength: 5, maxLength: 60 });
  await fc.assert(fc.asyncProperty(deeds, play), { numRuns: RUNS.many });
});

it('whatever one router hears late and reads slowly, it gathers once, and marks only what is handled', async () => {
  const deeds = fc.array(deedOfOne, { minLength: 20, maxLength: 60 });
  await fc.assert(fc.asyncProperty(deeds, play), { numRuns: RUNS.one });
});
