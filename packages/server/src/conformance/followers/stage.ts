/**
 * Routers that run followers on one store, in virtual time: what the cases of the suite have in their hands.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import type { Bus, BusStatus } from '../../bus/bus.ts';
import { createMemoryBus } from '../../bus/memory.ts';
import { silentLogger } from '../../logger.ts';
import { createFollowerMetrics } from '../../pipeline/followers/metrics.ts';
import { setPaused } from '../../pipeline/followers/lease-queries.ts';
import { rewind } from '../../pipeline/followers/position-queries.ts';
import { createFollowerRecords } from '../../pipeline/followers/records.ts';
import type { LogEntry } from '../../pipeline/followers/follower.ts';
import type { FollowerRecords } from '../../pipeline/followers/records.ts';
import { FollowerRunner } from '../../pipeline/followers/runner.ts';
import { prepareUse } from '../../pipeline/followers/use.ts';
import { ensureRoom } from '../../store/log/conversations.ts';
import { expire } from '../../store/log/expire.ts';
import type { Store } from '../../store/store.ts';
import { systemRandom } from '../../system.ts';
import type { FollowerBackend, OpenFollowerStore } from './backend.ts';
import { Recorder } from './recorder.ts';
import type { RecorderOptions } from './recorder.ts';
import { addUse, endUse, USES_TABLE } from './uses.ts';
import { Process, VirtualTime } from './virtual-time.ts';

/** Longer than anything takes. */
const PATIENCE_MS = 60_000;

/** A router that runs followers. */
export interface StageRouter {
  readonly runner: FollowerRunner;
  readonly process: Process;
  /** What it has committed and does not know of yet. */
  readonly unheard: LogEntry[];
}

export interface SayOptions {
  /** The router that commits it; without one nobody hears of it. */
  readonly by?: StageRouter;
  /** So much later the router hears that its commit is done; others may read it before. */
  readonly heardAfterMs?: number;
  /** By how much the clock of whoever commits it is wrong. */
  readonly clockErrorMs?: number;
  /** Of each content. */
  readonly bytes?: number;
}

export class Stage {
  readonly #backend: FollowerBackend;
  readonly #opened: OpenFollowerStore;
  readonly #bus: Bus;
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #routers: StageRouter[] = [];
  readonly #onStatus = new Set<(status: BusStatus) => void>();
  readonly time = new VirtualTime();
  /** How long a router waits for each answer of the store. What it says is true when the store gives it. */
  answerMs = 0;
  #count = 0;

  constructor(backend: FollowerBackend, opened: OpenFollowerStore) {
    this.#backend = backend;
    this.#opened = opened;
    const onError = (error: unknown): never => {
      throw error;
    };
    this.#bus = createMemoryBus({ clock: new Process(this.time).clock, onError });
  }

  recorder(name = 'recorder', more: RecorderOptions = {}): Recorder {
    return new Recorder(name, more);
  }

  async room(): Promise<number> {
    const { id } = await this.#opened.store.run(ensureRoom, `room ${(this.#count += 1)}`);
    return id;
  }

  /** Appends messages one by one. */
  async say(conversation: number, count: number, options: SayOptions = {}): Promise<void> {
    const { by, heardAfterMs = 0, clockErrorMs = 0, bytes = 1 } = options;
    const time = this.time.now + clockErrorMs;
    const content = new Uint8Array(bytes).fill(this.#count);
    const appends = Array.from({ length: count }, () => ({
      conversation,
      version: 1,
      sender: 1,
      clientId: `message-${(this.#count += 1)}`,
      time,
      content,
    }));
    const outcomes = await this.#opened.store.log.append(appends);
    for (const outcome of outcomes) {
      assert.equal(outcome.status, 'appended');
      by?.unheard.push({ conversation, seq: outcome.seq, sender: 1, time, content });
    }
    if (by === undefined) return;
    const { unheard, runner, process } = by;
    const last = unheard.at(-1);
    const hear = (): void => {
      const upTo = last === undefined ? 0 : unheard.indexOf(last) + 1;
      for (const entry of unheard.splice(0, upTo)) runner.committed(entry);
    };
    if (heardAfterMs > 0) process.clock.after(heardAfterMs, hear);
    else hear();
  }

  /** Lets the first messages of a room expire. */
  async expire(conversation: number, count: number): Promise<void> {
    await this.#opened.store.run(expire, conversation, this.time.now + 1, count);
  }

  /** A router that starts now, with a connection of its own to a shared store. */
  async router(...recorders: readonly Recorder[]): Promise<StageRouter> {
    const store = (await this.#opened.another?.()) ?? this.#opened.store;
    const process = new Process(this.time);
    const router = `router-${this.#routers.length + 1}`;
    const runner = new FollowerRunner({
      followers: recorders.map((each) => each.followerOf(router, process)),
      records: this.#watched(this.#recordsOf(store), process),
      isShared: true,
      bus: heardBy(this.#bus, process, this.#onStatus),
      node: router,
      metrics: createFollowerMetrics(new Registry(), () => []),
      clock: process.clock,
      random: systemRandom,
      logger: silentLogger,
    });
    const made = { runner, process, unheard: [] };
    this.#routers.push(made);
    return made;
  }

  /** Two routers, the one that runs the follower first. */
  async pair(recorder: Recorder): Promise<readonly [holder: StageRouter, other: StageRouter]> {
    const first = await this.router(recorder);
    await this.until(() => holds(first, recorder), 'the first router runs it');
    return [first, await this.router(recorder)];
  }

  /** Lets time pass until it is so; says what it took, in ms. */
  async until(isSo: () => boolean, what: string): Promise<number> {
    const start = this.time.elapsed;
    for (;;) {
      await this.#settled();
      const took = this.time.elapsed - start;
      if (isSo()) return took;
      assert.ok(took < PATIENCE_MS, `in vain: ${what}`);
      this.time.advance();
    }
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const end = this.time.elapsed + ms;
    await this.until(() => this.time.elapsed >= end, 'time');
  }

  /** Lets a long time pass at once, and then some in which what was due happens. */
  async passLong(ms: number): Promise<void> {
    await this.#settled();
    this.time.skip(ms);
    await this.pass(10_000);
  }

  /** Closes a router as a drain does; says what it took. */
  async drain({ runner }: Pick<StageRouter, 'runner'>): Promise<number> {
    let isClosed = false;
    const closed = runner.close().then(() => (isClosed = true));
    const took = await this.until(() => isClosed, 'the router has closed');
    await closed;
    return took;
  }

  /** The position that is kept of a follower. */
  async position({ name }: Recorder, conversation: number): Promise<number> {
    const records = createFollowerRecords(this.#opened.store);
    const found = (await records.list()).find((each) => each.name === name);
    const positions = await records.positions(found?.id ?? 0, [conversation]);
    return positions.get(conversation) ?? 0;
  }

  /** Until everything that was handled is noted. */
  async noted(recorder: Recorder, conversation: number, seq: number): Promise<void> {
    const end = this.time.elapsed + PATIENCE_MS;
    while ((await this.position(recorder, conversation)) < seq) {
      assert.ok(this.time.elapsed < end, `in vain: the position ${seq} is noted`);
      await this.pass(100);
    }
  }

  /** The bus was away for a moment: routers look for what they were not told. */
  missHints(): void {
    for (const listener of this.#onStatus) listener('up');
  }

  setPaused({ name }: Recorder, isPaused: boolean): Promise<boolean> {
    return this.#opened.store.run(setPaused, name, isPaused);
  }

  rewind({ name }: Recorder, conversation: number, seq: number): Promise<boolean> {
    return this.#opened.store.run(rewind, name, [[conversation, seq]]);
  }

  /** Somebody begins to use a follower; resolves as their request would. */
  async use({ name }: Recorder, user: number): Promise<void> {
    const { store } = this.#opened;
    const clock = { now: () => this.time.now };
    await prepareUse({ store, clock }, { name, usedBy: USES_TABLE });
    await store.run(addUse, name, user);
  }

  async endUse(user: number): Promise<void> {
    await this.#opened.store.run(endUse, user);
  }

  async dispose(): Promise<void> {
    for (const { runner, process } of this.#routers) {
      if (!process.runs) continue;
      await this.drain({ runner });
    }
    await this.#bus.close();
  }

  #recordsOf(store: Store): FollowerRecords {
    const records = createFollowerRecords(store);
    return this.#backend.faulty?.(records) ?? records;
  }

  /** Time stands still while a call is under way, and the process learns of its outcome only while it runs. */
  #watched(records: FollowerRecords, process: Process): FollowerRecords {
    return new Proxy(records, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]): Promise<unknown> => {
          await new Promise<void>((resolve) => process.whenItRuns(resolve));
          const work = Promise.resolve(Reflect.apply(value, target, args));
          const settled = work.then(
            () => {},
            () => {},
          );
          this.#inFlight.add(settled);
          void settled.then(() => this.#inFlight.delete(settled));
          if (this.answerMs > 0) await this.#answered(settled, process);
          return process.observe(work);
        };
      },
    });
  }

  /** The answer is on its way for as long as answers take. */
  async #answered(settled: Promise<void>, { clock }: Process): Promise<void> {
    await settled;
    await new Promise<void>((resolve) => clock.after(this.answerMs, resolve));
  }

  /** Until nothing is under way and nobody wants to begin something. */
  async #settled(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      if (this.#inFlight.size > 0) quiet = 0;
      await Promise.all(this.#inFlight);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function holds({ runner }: StageRouter, { name }: Recorder): boolean {
  return runner.statuses().some((status) => status.name === name && status.lag !== undefined);
}

/** The bus as a process hears it. `onStatus` gets whoever wants to know how it is. */
function heardBy(bus: Bus, process: Process, onStatus: Set<(status: BusStatus) => void>): Bus {
  return new Proxy(bus, {
    get(target, key) {
      if (key === 'subscribe') {
        const subscribe: Bus['subscribe'] = (subject, handler, options) =>
          target.subscribe(subject, (...heard) => process.whenItRuns(() => handler(...heard)), options);
        return subscribe;
      }
      if (key === 'onStatus') {
        const listen: Bus['onStatus'] = (listener) => {
          const heard = (status: BusStatus): void => process.whenItRuns(() => listener(status));
          onStatus.add(heard);
          return { unsubscribe: () => void onStatus.delete(heard) };
        };
        return listen;
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
