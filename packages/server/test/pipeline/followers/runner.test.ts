/** What the suite does not ask of every store, because it does not depend on it. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { Registry } from 'prom-client';
import { createMemoryBus } from '../../../src/bus/memory.ts';
import { Barrier } from '../../../src/conformance/followers/recorder.ts';
import { Stage } from '../../../src/conformance/followers/stage.ts';
import { Process, VirtualTime } from '../../../src/conformance/followers/virtual-time.ts';
import { silentLogger } from '../../../src/logger.ts';
import { createFollowerMetrics } from '../../../src/pipeline/followers/metrics.ts';
import { PositionWriter } from '../../../src/pipeline/followers/position-writer.ts';
import { Positions } from '../../../src/pipeline/followers/positions.ts';
import { createFollowerRecords } from '../../../src/pipeline/followers/records.ts';
import type { FollowerRecords } from '../../../src/pipeline/followers/records.ts';
import { FollowerRunner } from '../../../src/pipeline/followers/runner.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import type { Store } from '../../../src/store/store.ts';
import { systemRandom } from '../../../src/system.ts';

function memory(): Store {
  return createMemoryStore({ random: systemRandom, storages: [STORAGE] });
}

function stageOf(t: TestContext, store = memory()): Stage {
  const opened = { store, dispose: () => store.close() };
  const stage = new Stage({ name: 'memory', open: async () => opened }, opened);
  t.after(async () => {
    await stage.dispose();
    await store.close();
  });
  return stage;
}

it('a follower that is slower than the log loses nothing when more is committed than is remembered', async (t) => {
  const stage = stageOf(t);
  const recorder = stage.recorder();
  const barrier = new Barrier();
  recorder.behaviour = barrier.behaviour;
  const by = await stage.router(recorder);
  const rooms = [await stage.room(), await stage.room()];
  await stage.say(rooms[0] ?? 0, 1, { by });
  await stage.until(() => recorder.calls.length > 0, 'it is under way');
  for (let round = 0; round < 10; round++) {
    for (const room of rooms) await stage.say(room, 1000, { by });
  }
  recorder.succeed();
  barrier.open();
  const [first = 0, second = 0] = rooms;
  await stage.until(() => recorder.has(first, 10_001) && recorder.has(second, 10_000), 'all are handled');
  recorder.assertOnce(first, 10_001);
  recorder.assertOnce(second, 10_000);
});

it('a store that answers late does not put off the next look for what nobody tells of', async (t) => {
  const stage = stageOf(t);
  const recorder = stage.recorder();
  await stage.router(recorder);
  const room = await stage.room();
  stage.answerMs = 700;
  await stage.pass(5000);
  for (let head = 1; head <= 3; head++) {
    await stage.say(room, 1);
    const took = await stage.until(() => recorder.has(room, head), 'it is found');
    assert.ok(took <= 15_000, `after ${took} ms`);
  }
  stage.answerMs = 0;
});

it('a commit that is told of and is not there does no harm', async (t) => {
  const stage = stageOf(t);
  const recorder = stage.recorder();
  const by = await stage.router(recorder);
  const room = await stage.room();
  await stage.say(room, 3, { by });
  await stage.until(() => recorder.has(room, 3), 'all are handled');
  by.runner.committed({ conversation: room, seq: 50, sender: 1, time: 1, content: new Uint8Array(1) });
  await stage.pass(5000);
  await stage.say(room, 3, { by });
  await stage.until(() => recorder.has(room, 6), 'what follows is handled');
  recorder.assertOnce(room, 6);
});

it('what does not concern a follower counts as handled without being given', async (t) => {
  const stage = stageOf(t);
  const choosy = stage.recorder('choosy', { concerns: ({ seq }) => seq % 100 === 0 });
  const by = await stage.router(choosy);
  const room = await stage.room();
  // Of a conversation that it does not know it is given the first one.
  await stage.say(room, 1, { by });
  await stage.until(() => choosy.has(room, 1), 'it knows the conversation');
  await stage.say(room, 99, { by });
  for (const head of [100, 200, 300]) {
    await stage.until(() => choosy.has(room, head), `${head}, which concerns it, is handled`);
    await stage.pass(1000);
    await stage.say(room, 100, { by });
  }
  await stage.until(() => choosy.has(room, 400), 'the last one is handled');
  await stage.say(room, 50, { by });
  await stage.drain(by);
  const next = await stage.router(choosy);
  await stage.say(room, 1, { by: next });
  await stage.until(() => choosy.has(room, 451), 'another router goes on behind what was passed');
  assert.deepEqual(choosy.seqs(room), [1, 100, 200, 300, 400, 451]);
});

it('what is gathered while it is made safe belongs to the next call, and is not noted before', async (t) => {
  const stage = stageOf(t);
  const gathering = stage.recorder('gathering', { isGathering: true });
  const by = await stage.router(gathering);
  const room = await stage.room();
  await stage.say(room, 1, { by });
  await stage.until(() => gathering.has(room, 1), 'it knows the conversation');
  await stage.pass(1000);
  const barrier = new Barrier();
  gathering.behaviour = barrier.behaviour;
  await stage.say(room, 2, { by });
  await stage.until(() => gathering.has(room, 3), 'they are being made safe');
  await stage.say(room, 2, { by });
  gathering.behaviour = () => Promise.reject(new Error('not now'));
  barrier.open();
  await stage.until(() => gathering.has(room, 5), 'what came meanwhile is tried');
  await stage.pass(1000);
  by.process.kill();
  gathering.succeed();
  const calls = gathering.calls.length;
  await stage.router(gathering);
  await stage.until(() => gathering.calls.length > calls, 'another router goes on');
  const seqs = gathering.calls.slice(calls).flatMap(({ entries }) => entries.map(({ seq }) => seq));
  assert.deepEqual(seqs, [4, 5], 'with what was not safe, and nothing else');
});

it('much that is gathered is neither kept nor read, and its position is found by the next router', async (t) => {
  const stage = stageOf(t);
  const gathering = stage.recorder('gathering', { isGathering: true });
  const by = await stage.router(gathering);
  const room = await stage.room();
  await stage.say(room, 1, { by });
  await stage.until(() => gathering.has(room, 1), 'it knows the conversation');
  await stage.pass(100);
  const barrier = new Barrier();
  gathering.behaviour = barrier.behaviour;
  await stage.say(room, 1, { by });
  await stage.until(() => gathering.has(room, 2), 'it is under way');
  const calls = gathering.calls.length;
  // More than is remembered of what is handed over.
  for (let round = 0; round < 17; round++) await stage.say(room, 1000, { by });
  gathering.succeed();
  barrier.open();
  await stage.until(() => gathering.has(room, 17_002), 'all are handled');
  assert.equal(gathering.calls.length, calls + 1, 'at once');
  gathering.assertOnce(room, 17_002);
  await stage.drain(by);
  const next = await stage.router(gathering);
  await stage.say(room, 1, { by: next });
  await stage.until(() => gathering.has(room, 17_003), 'another router goes on behind it');
  gathering.assertOnce(room, 17_003);
});

it('conversations that are new while much is said are gathered too, and nothing of them is read', async (t) => {
  const store = memory();
  t.after(() => store.close());
  const opened = { store, dispose: () => store.close() };
  let read = 0;
  const counting = (records: FollowerRecords): FollowerRecords =>
    new Proxy(records, {
      get: (target, key) => {
        if (key === 'entries') read += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  const stage = new Stage({ name: 'memory', open: async () => opened, faulty: counting }, opened);
  t.after(() => stage.dispose());
  const gathering = stage.recorder('gathering', { isGathering: true, restMs: 1000, maxEntries: 100 });
  const by = await stage.router(gathering);
  await stage.pass(2000);
  const rooms: number[] = [];
  for (let count = 0; count < 20; count++) rooms.push(await stage.room());
  // More than is remembered of what is handed over.
  for (let round = 0; round < 100; round++) {
    for (const room of rooms) await stage.say(room, 10, { by });
    await stage.pass(20);
  }
  await stage.until(() => rooms.every((room) => gathering.has(room, 1000)), 'all are handled');
  for (const room of rooms) gathering.assertOnce(room, 1000);
  assert.equal(read, 0);
});

it('one that starts now notes the heads of any number of conversations', async (t) => {
  const stage = stageOf(t);
  const recorder = stage.recorder('newcomer', { start: 'now' });
  const rooms: number[] = [];
  for (let count = 0; count < 2500; count++) rooms.push(await stage.room());
  for (const room of rooms) await stage.say(room, 1);
  await stage.router(recorder);
  await stage.pass(5000);
  const [first = 0] = rooms;
  const last = rooms.at(-1) ?? 0;
  for (const room of [first, last]) await stage.say(room, 1);
  await stage.until(() => recorder.has(first, 2) && recorder.has(last, 2), 'what comes is handled');
  await stage.pass(10_000);
  assert.equal(recorder.calls.flatMap(({ entries }) => entries).length, 2);
});

it('routers that start together share the followers', async (t) => {
  const stage = stageOf(t);
  const recorders = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => stage.recorder(name));
  const routers = [await stage.router(...recorders), await stage.router(...recorders)];
  await stage.pass(5000);
  const held = routers.map(({ runner }) => runner.statuses().filter(({ lag }) => lag !== undefined).length);
  assert.equal(held[0], recorders.length - (held[1] ?? 0));
  assert.ok(
    held.every((count) => count > 0),
    `${held.join(' and ')}`,
  );
});

it('on a store that one process has for itself, one that starts goes on at once', async (t) => {
  const store = memory();
  t.after(() => store.close());
  const time = new VirtualTime();
  const called: string[] = [];
  const start = (node: string): Process => {
    const process = new Process(time);
    const { clock } = process;
    new FollowerRunner({
      followers: [{ name: 'words', start: 'beginning', handle: async () => void called.push(node) }],
      records: createFollowerRecords(store),
      isShared: false,
      bus: createMemoryBus({ clock, onError: () => {} }),
      node,
      metrics: createFollowerMetrics(new Registry(), () => []),
      clock,
      random: systemRandom,
      logger: silentLogger,
    });
    return process;
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    for (const start = time.elapsed; !isSo(); time.advance()) {
      assert.ok(time.elapsed - start < 1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const stage = stageOf(t, store);
  const room = await stage.room();
  await stage.say(room, 1);
  const first = start('first');
  await until(() => called.includes('first'));
  first.kill();
  await stage.say(room, 1);
  start('second');
  await until(() => called.includes('second'));
});

it('positions of a database that was restored meanwhile are not written', async (t) => {
  const store = memory();
  t.after(() => store.close());
  const records = createFollowerRecords(store);
  await records.register('words', 'beginning', 0);
  const [found] = await records.list();
  assert.ok(found !== undefined);
  const follower = found.id;
  const fence = await records.take({ follower, fence: found.fence, beat: found.beat }, 'router');
  assert.ok(fence !== undefined);
  const write = (epoch: string) =>
    records.writePositions([{ follower, fence, epoch, mark: undefined, moves: [7, 3] }]);
  assert.deepEqual(await write('another'), [false]);
  assert.deepEqual([...(await records.positions(follower, [7]))], []);
  assert.deepEqual(await write(store.epoch), [true]);
  assert.deepEqual([...(await records.positions(follower, [7]))], [[7, 3]]);
});

/** A writer over a store in which a write takes as long as is said. */
function writing(tookMs: number) {
  const time = new VirtualTime();
  const writes: number[] = [];
  const records = {
    writePositions: async (given: readonly unknown[]) => {
      writes.push(time.elapsed);
      time.skip(tookMs);
      return given.map(() => true);
    },
  } as unknown as FollowerRecords;
  const { clock } = new Process(time);
  const writer = new PositionWriter({ records, clock, logger: silentLogger, lost: () => {} });
  const positions = new Positions(records, { follower: 1, fence: 1, epoch: 'a' }, 0);
  writer.add(positions);
  const place = positions.learn(1, 0);
  return {
    time,
    writes,
    /** A position moves all the time. */
    busy: async (ms: number): Promise<void> => {
      for (const end = time.elapsed + ms; time.elapsed < end; time.advance()) {
        positions.advance({ place, seq: place.seq + 1 });
        writer.changed();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

it('writing positions takes a small part of the time, however busy the log is', async () => {
  const { writes, busy } = writing(1);
  await busy(10_000);
  assert.ok(writes.length > 100, `${writes.length} writes`);
  assert.ok(writes.length <= 10_000 / 40, `${writes.length} writes`);
});

it('a write that waits for others does not keep the next one waiting for long', async () => {
  const { writes, busy } = writing(1000);
  await busy(20_000);
  assert.ok(writes.length >= 15, `${writes.length} writes`);
});
