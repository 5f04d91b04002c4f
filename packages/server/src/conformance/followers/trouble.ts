/**
 * Followers that fail.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { FollowerCase } from './case.ts';
import { Barrier } from './recorder.ts';

export const troubleCases: readonly FollowerCase[] = [
  {
    name: 'one that rejects gets the same entries again, and nothing after them before',
    async run(stage) {
      const recorder = stage.recorder('moody', { maxEntries: 2 });
      const by = await stage.router(recorder);
      const room = await stage.room();
      recorder.behaviour = () => Promise.reject(new Error('not now'));
      await stage.say(room, 6, { by });
      await stage.until(() => recorder.calls.length === 5, 'it is tried again');
      assert.deepEqual(new Set(recorder.seqs(room)), new Set([1, 2]));
      recorder.succeed();
      await stage.until(() => recorder.has(room, 6), 'all are handled');
      recorder.assertComplete(room, 6);
    },
  },
  {
    name: 'one that rejects stops no other',
    async run(stage) {
      const [broken, sound] = [stage.recorder('broken'), stage.recorder('sound')];
      broken.behaviour = () => Promise.reject(new Error('never'));
      const by = await stage.router(broken, sound);
      const room = await stage.room();
      for (let round = 0; round < 10; round++) {
        await stage.say(room, 2, { by });
        await stage.pass(1000);
      }
      sound.assertOnce(room, 20);
      assert.ok(broken.calls.length < 15, 'it waits longer each time');
    },
  },
  {
    name: 'one that never returns stops no other, and is told to end',
    async run(stage) {
      const [stuck, sound] = [stage.recorder('stuck', { timeoutMs: 5000 }), stage.recorder('sound')];
      stuck.behaviour = new Barrier().behaviour;
      const by = await stage.router(stuck, sound);
      const room = await stage.room();
      await stage.say(room, 2, { by });
      await stage.until(() => stuck.calls.length > 0 && sound.has(room, 2), 'both have begun');
      await stage.pass(10_000);
      await stage.say(room, 2, { by });
      await stage.until(() => sound.has(room, 4), 'the other one goes on');
      assert.equal(stuck.calls.length, 1);
      assert.equal(stuck.calls[0]?.signal.aborted, true);
      assert.equal(by.runner.statuses()[0]?.lag?.entries, 4);
    },
  },
  {
    name: 'a drain does not wait for one that never returns, and another router goes on with it',
    async run(stage) {
      const recorder = stage.recorder();
      const first = await stage.router(recorder);
      const room = await stage.room();
      recorder.behaviour = new Barrier().behaviour;
      await stage.say(room, 2, { by: first });
      await stage.until(() => recorder.calls.length > 0, 'it is under way');
      const took = await stage.drain(first);
      assert.ok(took <= 5000, `it took ${took} ms`);
      assert.equal(recorder.calls[0]?.signal.aborted, true);
      recorder.succeed();
      await stage.router(recorder);
      await stage.until(() => recorder.has(room, 2), 'another one goes on');
      recorder.assertComplete(room, 2);
    },
  },
];
