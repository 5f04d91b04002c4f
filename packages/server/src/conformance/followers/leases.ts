/**
 * Who runs a follower when there are several routers.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { FollowerCase } from './case.ts';
import { Barrier } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import type { Stage, StageRouter } from './stage.ts';

export const leaseCases: readonly FollowerCase[] = [
  {
    name: 'one router runs it at a time, whoever commits',
    async run(stage) {
      const recorder = stage.recorder();
      const routers = await stage.pair(recorder);
      const room = await stage.room();
      for (let round = 0; round < 10; round++) {
        for (const by of routers) await stage.say(room, 1, { by });
        await stage.pass(500);
      }
      await stage.until(() => recorder.has(room, 20), 'all are handled');
      assert.equal(recorder.routers().length, 1);
      recorder.assertOnce(room, 20);
    },
  },
  {
    name: 'a call never overlaps another one',
    async run(stage) {
      const recorder = stage.recorder();
      recorder.behaviour = ({ process }) => new Promise((resolve) => process.clock.after(700, resolve));
      const routers = await stage.pair(recorder);
      const room = await stage.room();
      for (let round = 0; round < 10; round++) {
        for (const by of routers) await stage.say(room, 1, { by });
        await stage.pass(300);
      }
      await stage.until(() => recorder.has(room, 20), 'all are handled');
      assert.equal(recorder.overlaps, 0);
    },
  },
  {
    name: 'what another router commits comes within a second',
    async run(stage) {
      const recorder = stage.recorder();
      const routers = await stage.pair(recorder);
      const room = await stage.room();
      await stage.pass(10_000);
      for (const by of routers) {
        const count = recorder.calls.length;
        await stage.say(room, 1, { by });
        const took = await stage.until(() => recorder.calls.length > count, 'it is handled');
        assert.ok(took < 1000, `it took ${took} ms`);
      }
    },
  },
  {
    name: 'when a router dies another one goes on within 5 s',
    async run(stage) {
      const { recorder, first, second, room } = await settledPair(stage);
      first.process.kill();
      await stage.say(room, 3, { by: second });
      const took = await stage.until(() => recorder.has(room, 6), 'another one goes on');
      assert.ok(took <= 5000, `it took ${took} ms`);
      recorder.assertComplete(room, 6);
    },
  },
  {
    name: 'when a router drains another one goes on at once',
    async run(stage) {
      const { recorder, first, second, room } = await settledPair(stage);
      await stage.drain(first);
      await stage.say(room, 3, { by: second });
      const took = await stage.until(() => recorder.has(room, 6), 'another one goes on');
      assert.ok(took <= 1500, `it took ${took} ms`);
      recorder.assertOnce(room, 6);
    },
  },
  {
    name: 'a router that was frozen in a call cannot take the position back, and begins no further one',
    async run(stage) {
      const recorder = stage.recorder('frozen', { maxEntries: 3 });
      const [first, second] = await stage.pair(recorder);
      const room = await stage.room();
      const barrier = new Barrier();
      recorder.behaviour = barrier.behaviour;
      await stage.say(room, 9, { by: first });
      await stage.until(() => recorder.calls.length > 0, 'it is under way');
      first.process.freeze();
      recorder.succeed();
      await stage.say(room, 3, { by: second });
      await stage.until(() => recorder.has(room, 12), 'another one goes on');
      await stage.noted(recorder, room, 12);
      const calls = recorder.calls.length;
      barrier.open();
      first.process.thaw();
      await stage.pass(20_000);
      assert.equal(recorder.calls.length, calls);
      assert.equal(await stage.position(recorder, room), 12);
      recorder.assertComplete(room, 12);
    },
  },
  {
    name: 'a router that was frozen between two calls begins no further one',
    async run(stage) {
      const { recorder, first, second, room } = await settledPair(stage);
      const [holder] = recorder.routers();
      first.process.freeze();
      await stage.say(room, 3, { by: second });
      await stage.until(() => recorder.has(room, 6), 'another one goes on');
      const calls = recorder.calls.length;
      first.process.thaw();
      await stage.say(room, 3, { by: first });
      await stage.until(() => recorder.has(room, 9), 'all are handled');
      await stage.pass(10_000);
      assert.deepEqual(recorder.routers(calls - 1).includes(holder ?? ''), false);
      recorder.assertOnce(room, 9);
    },
  },
  {
    name: 'a paused one is given nothing until it is resumed',
    async run(stage) {
      const recorder = stage.recorder();
      const by = await stage.router(recorder);
      const room = await stage.room();
      await stage.say(room, 3, { by });
      await stage.until(() => recorder.has(room, 3), 'all are handled');
      assert.equal(await stage.setPaused(recorder, true), true);
      await stage.pass(3000);
      await stage.say(room, 3, { by });
      await stage.pass(10_000);
      recorder.assertOnce(room, 3);
      await stage.setPaused(recorder, false);
      const took = await stage.until(() => recorder.has(room, 6), 'it goes on');
      assert.ok(took < 3000, `it took ${took} ms`);
      recorder.assertOnce(room, 6);
    },
  },
];

interface SettledPair {
  readonly recorder: Recorder;
  /** The router that has committed all there is. */
  readonly first: StageRouter;
  readonly second: StageRouter;
  readonly room: number;
}

/** Two routers; a room with three entries that are handled, and nothing under way. */
async function settledPair(stage: Stage): Promise<SettledPair> {
  const recorder = stage.recorder();
  const [first, second] = await stage.pair(recorder);
  const room = await stage.room();
  await stage.say(room, 3, { by: first });
  await stage.until(() => recorder.has(room, 3), 'all are handled');
  await stage.pass(10_000);
  return { recorder, first, second, room };
}
