/** The head sweep finds what changed lately, whatever clock, bus and store do meanwhile (promise 6). */
import { QUERIES } from '../../src/compose/features.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Bus, BusStatus } from '../../src/bus/bus.ts';
import type { Clock } from '../../src/clock.ts';
import { createMemoryStore, silentLogger, StoreError, systemRandom } from '../../src/index.ts';
import { Publisher } from '../../src/pipeline/publish.ts';
import { RecentMembershipChanges } from '../../src/pipeline/recent-membership-changes.ts';
import { HeadSweep } from '../../src/pipeline/sweep.ts';
import { decodeEnvelope } from '../../src/generated/bus.ts';

const HOUR_MS = 3_600_000;

/** A sweep over one room, with everything around it in the test's hand. */
async function stage(t: TestContext) {
  const time = { elapsedMs: 0, wall: Date.UTC(2026, 0, 1) };
  const clock: Clock = {
    now: () => time.wall,
    monotonic: () => time.elapsedMs,
    after: () => ({ cancel() {} }),
    afterTurn: () => {},
  };
  /** The clocks of other routers, relative to ours. */
  const offsets: number[] = [];
  const trouble: { bus: BusStatus; isStoreAway: boolean } = { bus: 'up', isStoreAway: false };
  const heard: number[] = [];
  const bus = {
    get status() {
      return trouble.bus;
    },
    publish(_subject: string, data: Uint8Array) {
      const { body } = decodeEnvelope(data);
      if (body?.case === 'advert' && trouble.bus === 'up')
        heard.push(...body.value.heads.map(({ seq }) => seq));
    },
    onStatus: () => ({ unsubscribe() {} }),
  } as unknown as Bus;
  const store = createMemoryStore({ random: systemRandom });
  const membershipChanges = new RecentMembershipChanges(clock);
  const publish = new Publisher({ bus, logger: silentLogger, membershipChanges, effects: QUERIES.effects });
  const log = {
    ...store.log,
    changedHeads: (sinceMs: number, after: number, limit: number) =>
      trouble.isStoreAway
        ? Promise.reject(new StoreError('unavailable', 'away'))
        : store.log.changedHeads(sinceMs, after, limit),
  };
  const sweep = new HeadSweep({
    log,
    bus,
    publish,
    membershipChanges,
    clock,
    logger: silentLogger,
    intervalMs: 10_000,
    clocks: () => offsets.map((offsetMs) => time.wall + offsetMs),
  });
  const { id, version } = await store.run(logQueries.ensureRoom, 'Lobby');
  t.after(async () => {
    await sweep.close();
    await store.close();
  });
  const pass = (ms: number): void => {
    time.elapsedMs += ms;
    time.wall += ms;
  };
  return {
    time,
    offsets,
    trouble,
    heard,
    pass,
    say: (clientId: string, offsetMs = 0) =>
      store.log.append([
        {
          conversation: id,
          version,
          sender: 1,
          clientId,
          time: time.wall + offsetMs,
          content: new Uint8Array(1),
        },
      ]),
    sweeps: async (count: number) => {
      for (let round = 0; round < count; round++) {
        pass(10_000);
        await sweep.run();
      }
    },
  };
}

for (const jumpMs of [0, HOUR_MS, -HOUR_MS]) {
  it(`a head is advertised for a minute though the clock jumps by ${jumpMs / HOUR_MS} h`, async (t) => {
    const { time, heard, pass, say, sweeps } = await stage(t);
    await sweeps(1);
    pass(5000);
    await say('a');
    time.wall += jumpMs;
    await sweeps(5);
    assert.deepEqual(heard, [1, 1, 1, 1, 1]);
  });
}

it('a head is advertised though the clock jumps before the first sweep of a router', async (t) => {
  const { time, heard, say, sweeps } = await stage(t);
  await say('a');
  time.wall += HOUR_MS;
  await sweeps(1);
  assert.deepEqual(heard, [1]);
});

for (const offsetMs of [-HOUR_MS, HOUR_MS]) {
  it(`so is one of a router whose clock is ${offsetMs / HOUR_MS} h off, also when that has gone`, async (t) => {
    const { offsets, heard, say, sweeps } = await stage(t);
    offsets.push(offsetMs);
    await sweeps(1);
    await say('a', offsetMs);
    await sweeps(2);
    offsets.pop();
    await sweeps(3);
    assert.deepEqual(heard, [1, 1, 1, 1, 1]);
  });
}

it('a clock that is years behind does not make every head count as changed', async (t) => {
  const { offsets, heard, say, sweeps } = await stage(t);
  await say('a', -48 * HOUR_MS);
  offsets.push(-50_000 * HOUR_MS);
  await sweeps(2);
  assert.deepEqual(heard, []);
});

it('what is said while the bus is away is advertised when it is back, however long that was', async (t) => {
  const { trouble, heard, say, sweeps } = await stage(t);
  await sweeps(1);
  trouble.bus = 'down';
  await say('a');
  await sweeps(60);
  trouble.bus = 'up';
  await sweeps(1);
  assert.deepEqual(heard, [1]);
});

it('what was said before the store could not be read for long is advertised afterwards', async (t) => {
  const { trouble, heard, say, sweeps } = await stage(t);
  await sweeps(1);
  await say('a');
  trouble.isStoreAway = true;
  await sweeps(60);
  trouble.isStoreAway = false;
  await sweeps(1);
  assert.deepEqual(heard, [1]);
});

it('what changed long ago is not advertised for ever', async (t) => {
  const { heard, say, sweeps } = await stage(t);
  await say('a');
  await sweeps(30);
  const count = heard.length;
  await sweeps(30);
  assert.ok(count > 0);
  assert.equal(heard.length, count);
});
