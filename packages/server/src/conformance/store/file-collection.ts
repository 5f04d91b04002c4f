/**
 * Several routers make, attach, forward, recall and collect files at the same time, and die at any step: nothing that is referred to
 * is ever collected, and everything else is.
 *
 * @module
 */
import { encodeContent, PosthornError } from '@posthorn/protocol';
import { Collector } from '../../features/files/collecting.ts';
import { fileBlobs } from '../../features/files/blob-queries.ts';
import { filesByIds } from '../../features/files/file-queries.ts';
import { createFile } from '../../features/files/files.ts';
import { ALL, quotaOf, reserve } from '../../features/files/quota-queries.ts';
import type { NewFile } from '../../features/files/records.ts';
import type { Append } from '../../store/log/log.ts';
import type { Store } from '../../store/store.ts';
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { TIME } from './case.ts';
import type { Fixture, StoreCase } from './case.ts';
import { attach, attachmentOf, FILE_BYTES, fileId, hashOf, newFile, NO_LIMITS } from './file-fixture.ts';

const STEPS = 50;
const DAYS_MS = 2 * 86_400_000;
const MINUTES_MS = 120_000;
/** Few, so that files share their bytes. */
const HASHES = 6;

/** A router dies. */
class Crash extends Error {}

/** Numbers that look random, the same for each seed (xorshift). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

interface Use {
  readonly file: NewFile;
  readonly seq: number;
}

/** What all routers share, and what the test knows of it. */
class World {
  readonly #fixture: Fixture;
  readonly #owner: number;
  readonly #conversation: number;
  readonly blobs = new Set<string>();
  readonly #random: () => number;
  readonly #files: NewFile[] = [];
  /** Routers have died while they made these. */
  readonly #unfinished: NewFile[] = [];
  readonly #uses = new Set<Use>();
  #now = TIME;
  #count = 0;

  constructor(
    fixture: Fixture,
    place: { readonly owner: number; readonly conversation: number },
    seed: number,
  ) {
    this.#fixture = fixture;
    this.#owner = place.owner;
    this.#conversation = place.conversation;
    this.#random = randomOf(seed);
  }

  readonly clock = {
    now: () => this.#now,
    monotonic: () => this.#now,
    after: (ms: number, run: () => void) => {
      const timer = setImmediate(() => {
        this.#now += ms;
        run();
      });
      return { cancel: () => clearImmediate(timer) };
    },
    afterTurn: (run: () => void) => void setImmediate(run),
  };

  #pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }

  /** Dies before or after the work, now and then. */
  async #mortal<T>(work: () => Promise<T>): Promise<T> {
    const fate = this.#random();
    if (fate < 0.06) throw new Crash();
    await turn();
    const result = await work();
    if (fate > 0.94) throw new Crash();
    return result;
  }

  #mortalStore(store: Store): Pick<Store, 'run'> {
    return { run: (query, ...args) => this.#mortal(() => store.run(query, ...args)) };
  }

  /** One router after the other, as each dies. */
  async live(store: Store): Promise<void> {
    let collector = this.#collector(this.#mortalStore(store), true);
    for (let step = 0; step < STEPS; step++) {
      this.#now += Math.floor(this.#random() * 1000);
      try {
        await this.#step(store, collector);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        collector = this.#collector(this.#mortalStore(store), true);
      }
      this.#check();
    }
  }

  #collector(store: Pick<Store, 'run'>, isMortal: boolean): Collector {
    const remove = async (hash: string): Promise<void> => {
      await turn();
      this.blobs.delete(hash);
      this.#check();
    };
    const blobs = {
      list: async () => ({
        items: [...this.blobs].map((hash) => ({ hash, bytes: FILE_BYTES })),
        next: undefined,
      }),
      remove: (hash: string) => (isMortal ? this.#mortal(() => remove(hash)) : remove(hash)),
    };
    return new Collector({ store, blobs, clock: this.clock });
  }

  async #step(store: Store, collector: Collector): Promise<void> {
    const fate = this.#random();
    if (fate < 0.25) await this.#upload(store);
    else if (fate < 0.55) await this.#send(store);
    else if (fate < 0.75) await this.#recall(store);
    else if (fate < 0.9) await collector.collect();
    else if (fate < 0.95) await collector.takeOver();
    else await collector.sweep();
  }

  async #upload(store: Store): Promise<void> {
    const hash = (): string => hashOf(1 + Math.floor(this.#random() * HASHES));
    const thumbnails =
      this.#random() < 0.5 ? [] : [{ side: 320, hash: hash(), bytes: 10, type: 'image/jpeg' }];
    const file = newFile({ id: fileId((this.#count += 1)), owner: this.#owner, hash: hash(), thumbnails });
    await store.run(reserve, this.#owner, FILE_BYTES, NO_LIMITS);
    try {
      await this.#make(file, this.#mortalStore(store));
    } catch (error) {
      // It also ends without a file while nobody takes over from a collector that has died.
      const isLate = error instanceof PosthornError && error.code === 'UNAVAILABLE';
      if (isLate || error instanceof Crash) this.#unfinished.push(file);
      if (!isLate) throw error;
    }
  }

  async #make(file: NewFile, store: Pick<Store, 'run'>): Promise<void> {
    for (const each of hashesOf(file)) this.blobs.add(each);
    await turn();
    await createFile({ store: store as Store, clock: this.clock }, file, {
      blobs: { has: async (each) => this.blobs.has(each) },
      restore: async (each) => void this.blobs.add(each),
    });
    this.#files.push(file);
  }

  async #send(store: Store): Promise<void> {
    const file = this.#pick(this.#files);
    if (file === undefined) return;
    const attachment = attachmentOf(file);
    const append = await this.#fixture.message(this.#conversation, this.#owner, '', {
      content: encodeContent({ attachments: [attachment] }),
      effect: attach([attachment]),
    });
    const hadUse = [...this.#uses].find((use) => use.file === file);
    const seq = await this.#append(store, append);
    if (seq !== undefined) this.#uses.add({ file, seq });
    else assert.ok(hadUse === undefined || !this.#uses.has(hadUse), 'a file that is referred to is there');
  }

  async #recall(store: Store): Promise<void> {
    const use = this.#pick([...this.#uses]);
    if (use === undefined) return;
    this.#uses.delete(use);
    await this.recall(store, use);
  }

  async recall(store: Store, { seq }: Use): Promise<void> {
    const effect = { type: 'recall', target: seq, seesFrom: 1, withinMs: 0, isManager: false };
    const content = encodeContent({ kind: { case: 'recall', value: { target: seq } } });
    const append = await this.#fixture.message(this.#conversation, this.#owner, '', { content, effect });
    await this.#append(store, append);
  }

  /** Whoever has sent it tries again until it knows. Undefined: it was refused. */
  async #append(store: Store, append: Append): Promise<number | undefined> {
    const outcomes = await this.#mortal(() => store.log.append([append])).catch((error: unknown) => {
      if (error instanceof Crash) return store.log.append([append]);
      throw error;
    });
    const [outcome] = outcomes;
    if (outcome?.status === 'appended' || outcome?.status === 'repeated') return outcome.seq;
    assert.equal(outcome?.status, 'refused');
    return undefined;
  }

  #check(): void {
    for (const { file } of this.#uses)
      for (const hash of hashesOf(file)) assert.ok(this.blobs.has(hash), `the bytes of ${file.id} are there`);
  }

  /** Everything that nobody died of comes to its end. */
  async settle(store: Store): Promise<void> {
    const collector = this.#collector(store, false);
    this.#now += MINUTES_MS;
    while (await collector.takeOver());
    for (const file of this.#unfinished.splice(0)) await this.#make(file, store);
    this.#now += DAYS_MS;
    while (await collector.collect());
    await collector.sweep();
    this.#check();
    const used = new Set(Array.from(this.#uses, ({ file }) => file));
    const kept = await store.run(
      filesByIds,
      this.#files.map(({ id }) => id),
    );
    assert.deepEqual(kept.map(({ id }) => id).toSorted(), Array.from(used, ({ id }) => id).toSorted());
    const hashes = [...new Set([...used].flatMap(hashesOf))].toSorted();
    assert.deepEqual([...this.blobs].toSorted(), hashes);
    assert.deepEqual(await store.run(fileBlobs, '', 1000), hashes);
    const quota = { bytes: used.size * FILE_BYTES, files: used.size };
    assert.deepEqual(await store.run(quotaOf, ALL), quota);
    assert.deepEqual(await store.run(quotaOf, this.#owner), quota);
  }

  async recallAll(store: Store): Promise<void> {
    const uses = [...this.#uses];
    this.#uses.clear();
    for (const use of uses) await this.recall(store, use);
  }
}

function hashesOf({ hash, thumbnails }: NewFile): readonly string[] {
  return [hash, ...thumbnails.map((each) => each.hash)];
}

async function play(fixture: Fixture, stores: readonly Store[], seed: number): Promise<void> {
  const { a: owner, conversation } = await fixture.direct();
  const world = new World(fixture, { owner, conversation: conversation.id }, seed);
  await Promise.all([...stores, ...stores].map((store) => world.live(store)));
  await world.settle(fixture.store);
  await world.recallAll(fixture.store);
  await world.settle(fixture.store);
}

export const fileCollectionCases: readonly StoreCase[] = [
  ...[11, 23, 42].map((seed) => ({
    name: `collects what nothing refers to, and nothing else, whoever dies when (seed ${seed})`,
    run: (fixture: Fixture) => play(fixture, [fixture.store], seed),
  })),
  {
    name: 'the same with several processes on the same data',
    needs: 'shared',
    run: async (fixture) => play(fixture, [fixture.store, await fixture.another()], 77),
  },
];
