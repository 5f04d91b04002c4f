/** Who is sent away when, as a gateway goes down: in virtual time, with others that attach so many a second. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock, Timer } from '../../src/clock.ts';
import type { Connection } from '../../src/gateway/connection.ts';
import { Drain } from '../../src/gateway/drain.ts';
import type { Load } from '../../src/gateway/pace.ts';
import type { Caller } from '../../src/router/router.ts';
import { systemRandom } from '../../src/system.ts';

const WINDOW_MS = 5000;
const ANNOUNCE_MS = 500;
/** It looks at nothing else of it. */
const NATIVE = {} as Connection['protocol'];

interface Parting {
  readonly atMs: number;
  readonly windowMs: number;
  readonly endpoints: readonly string[];
}

describe('a gateway that goes down', () => {
  it('sends its clients to the others as fast as those take them, and tells them where to', async () => {
    const town = new Town({ clients: 5000, attachesPerSecond: 700 });
    await town.drain(60_000);
    assert.equal(town.partings.length, 5000);
    assert.ok(town.partings.every(({ windowMs }) => windowMs === 0));
    assert.deepEqual(town.partings[0]?.endpoints, ['tcp://of-user-0']);
    assert.ok(town.longestWaitMs < 1500, `somebody waited for ${town.longestWaitMs} ms`);
    // At twice the time that the others need at full load it is done.
    assert.ok(town.clock.nowMs < 15_000, `it took ${town.clock.nowMs} ms`);
  });

  it('is as careful when the others cannot count who waits for them', async () => {
    const town = new Town({ clients: 20_000, attachesPerSecond: 700, isBlind: true });
    await town.drain(120_000);
    assert.ok(town.longestWaitMs < 2500, `somebody waited for ${town.longestWaitMs} ms`);
    assert.ok(town.clock.nowMs < 60_000, `it took ${town.clock.nowMs} ms`);
  });

  it('goes on when some of the clients do not come back', async () => {
    const town = new Town({ clients: 5000, attachesPerSecond: 700, stayAway: 0.2 });
    await town.drain(60_000);
    assert.ok(town.clock.nowMs < 15_000, `it took ${town.clock.nowMs} ms`);
  });

  it('is done in time, whatever the others take', async () => {
    const town = new Town({ clients: 5000, attachesPerSecond: 50 });
    await town.drain(20_000);
    assert.equal(town.partings.length, 5000);
    const last = town.partings.at(-1)?.atMs ?? 0;
    assert.ok(last > 15_000 && last <= 20_020, `the last one left after ${last} ms`);
  });

  it('is slow when nothing is heard of another one', async () => {
    const durationMs = async (isSilent: boolean): Promise<number> => {
      const town = new Town({ clients: 5000, attachesPerSecond: 1_000_000, isSilent });
      await town.drain(60_000);
      return town.clock.nowMs;
    };
    const [heard, silent] = [await durationMs(false), await durationMs(true)];
    assert.ok(silent > 3 * heard, `${heard} and ${silent} ms`);
  });

  it('alone: within the window, to come back after as much', async () => {
    const town = new Town({ clients: 1000, attachesPerSecond: 0, others: 0 });
    await town.drain(60_000);
    assert.equal(town.partings.length, 1000);
    assert.ok(town.partings.every(({ windowMs }) => windowMs === WINDOW_MS));
    assert.ok(town.partings.every(({ atMs }) => atMs <= WINDOW_MS + 20));
    const early = town.partings.filter(({ atMs }) => atMs < WINDOW_MS / 2).length;
    assert.ok(early > 400 && early < 600, `${early} in the first half`);
  });

  it('left alone in the middle: the rest go within the window', async () => {
    const town = new Town({ clients: 5000, attachesPerSecond: 700 });
    await town.drain(60_000, { othersEndAtMs: 2000 });
    assert.equal(town.partings.length, 5000);
    assert.ok((town.partings.at(-1)?.atMs ?? 0) <= 2000 + WINDOW_MS + 40);
  });
});

/** A gateway that goes down, and others that take one client after the other. */
class Town {
  readonly clock = new VirtualClock();
  readonly partings: Parting[] = [];
  longestWaitMs = 0;
  readonly #connections = new Set<Pick<Connection, 'caller' | 'protocol' | 'end'>>();
  readonly #attachesPerSecond: number;
  readonly #isSilent: boolean;
  readonly #isBlind: boolean;
  readonly #stayAway: number;
  #arrived = 0;
  #others: number;
  /** When the others will have taken all who have come. */
  #freeAtMs = 0;
  #announced: readonly Load[] = [];

  constructor(options: {
    readonly clients: number;
    readonly attachesPerSecond: number;
    readonly others?: number;
    readonly isSilent?: boolean;
    /** They count only whom they have attached. */
    readonly isBlind?: boolean;
    /** This share of the clients. */
    readonly stayAway?: number;
  }) {
    this.#attachesPerSecond = options.attachesPerSecond;
    this.#isSilent = options.isSilent ?? false;
    this.#isBlind = options.isBlind ?? false;
    this.#stayAway = options.stayAway ?? 0;
    this.#others = options.others ?? 1;
    for (let user = 0; user < options.clients; user++) this.#connect(callerOf(user));
  }

  async drain(timeoutMs: number, { othersEndAtMs = Infinity } = {}): Promise<void> {
    this.#announce();
    if (othersEndAtMs < Infinity) {
      this.clock.after(othersEndAtMs, () => {
        this.#others = 0;
        this.#announced = [];
      });
    }
    const drained = Drain.run({
      clock: this.clock,
      random: systemRandom,
      windowMs: WINDOW_MS,
      timeoutMs,
      connections: this.#connections,
      successors: {
        loads: () => this.#announced,
        endpoints: (user) => [`tcp://of-user-${user}`],
      },
    });
    await this.clock.runUntil(drained);
  }

  #connect(caller: Caller): void {
    const connection: Pick<Connection, 'caller' | 'protocol' | 'end'> = {
      caller,
      protocol: NATIVE,
      end: (_error, comingBack) => {
        const { windowMs = 0, endpoints = [] } = comingBack ?? {};
        if (!this.#connections.delete(connection)) return;
        this.partings.push({ atMs: this.clock.nowMs, windowMs, endpoints });
        this.#take();
      },
    };
    this.#connections.add(connection);
  }

  #take(): void {
    const { nowMs } = this.clock;
    if (this.partings.length % 10 < this.#stayAway * 10) return;
    this.#arrived += 1;
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + 1000 / this.#attachesPerSecond;
    this.longestWaitMs = Math.max(this.longestWaitMs, this.#freeAtMs - nowMs);
  }

  #announce(): void {
    const behindMs = Math.max(0, this.#freeAtMs - this.clock.nowMs);
    const behind = Math.round((behindMs / 1000) * this.#attachesPerSecond);
    const load = this.#isBlind
      ? { connections: this.#arrived - behind, attaching: 0 }
      : { connections: this.#arrived, attaching: behind };
    if (!this.#isSilent || this.#announced.length === 0)
      this.#announced = Array.from({ length: this.#others }, () => ({ ...load }));
    this.clock.after(ANNOUNCE_MS, () => this.#announce());
  }
}

class VirtualClock implements Clock {
  readonly #timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  nowMs = 0;

  now(): number {
    return this.nowMs;
  }

  monotonic(): number {
    return this.nowMs;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = { atMs: this.nowMs + delayMs, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  afterTurn(run: () => void): void {
    run();
  }

  async runUntil(done: Promise<void>): Promise<void> {
    let isDone = false;
    void done.then(() => (isDone = true));
    for (;;) {
      // Everything that promises have to do comes before the next timer.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return;
      let next: { readonly atMs: number; readonly run: () => void } | undefined;
      for (const timer of this.#timers) if (next === undefined || timer.atMs < next.atMs) next = timer;
      assert.ok(next !== undefined, 'nothing more will happen');
      this.#timers.delete(next);
      this.nowMs = next.atMs;
      next.run();
    }
  }
}

function callerOf(user: number): Caller {
  const session = {
    id: user,
    user,
    name: '',
    nameKey: '',
    admin: false,
    bot: false,
    deviceId: '',
    deviceClass: 'bot',
    inbox: 0,
  } as const;
  return { connection: user, address: '', session };
}
