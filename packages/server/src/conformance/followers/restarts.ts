/**
 * What a follower is given when routers come and go.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { FollowerCase } from './case.ts';
import { Barrier } from './recorder.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

export const restartCases: readonly FollowerCase[] = [
  {
    name: 'after a drain it goes on where it was: nothing is skipped, nothing comes again',
    async run(stage) {
      const recorder = stage.recorder();
      const room = await stage.room();
      for (let round = 1; round <= 4; round++) {
        const by = await stage.router(recorder);
        await stage.say(room, 5, { by });
        await stage.until(() => recorder.has(room, round * 5), 'all are handled');
        await stage.drain(by);
        // Some while nobody runs it.
        if (round < 4) continue;
        await stage.say(room, 5);
      }
      await stage.router(recorder);
      await stage.until(() => recorder.has(room, 25), 'all are handled');
      await stage.pass(10_000);
      recorder.assertOnce(room, 25);
    },
  },
  {
    name: 'a drain lets the call under way come to its end',
    async run(stage) {
      const recorder = stage.recorder();
      const room = await stage.room();
      const by = await stage.router(recorder);
      const barrier = new Barrier();
      recorder.behaviour = barrier.behaviour;
      await stage.say(room, 3, { by });
      await stage.until(() => recorder.calls.length > 0, 'it is under way');
      by.process.clock.after(500, () => barrier.open());
      const took = await stage.drain(by);
      assert.ok(took < 1500, `it took ${took} ms`);
      assert.equal(await stage.position(recorder, room), recorder.calls[0]?.entries.at(-1)?.seq);
      assert.equal(recorder.calls[0]?.signal.aborted, false);
    },
  },
  {
    name: 'what was under way when a router died comes again, and what was noted does not',
    async run(stage) {
      const recorder = stage.recorder();
      const room = await stage.room();
      const first = await stage.router(recorder);
      await stage.say(room, 10, { by: first });
      await stage.noted(recorder, room, 10);
      recorder.behaviour = new Barrier().behaviour;
      await stage.say(room, 5, { by: first });
      await stage.until(() => recorder.has(room, 11), 'it is under way');
      first.process.kill();
      recorder.succeed();
      const calls = recorder.calls.length;
      await stage.router(recorder);
      await stage.until(() => recorder.calls.length > calls, 'it goes on');
      await stage.pass(5000);
      recorder.assertComplete(room, 15);
      assert.equal(recorder.calls[calls]?.entries[0]?.seq, 11);
    },
  },
  {
    name: 'routers that die again and again lose nothing',
    async run(stage) {
      const recorder = stage.recorder('tough', { maxEntries: 4 });
      const rooms = [await stage.room(), await stage.room(), await stage.room()];
      for (let round = 1; round <= 6; round++) {
        const by = await stage.router(recorder);
        const handled = recorder.calls.length;
        for (const room of rooms) await stage.say(room, 5, round % 2 === 0 ? { by } : {});
        await stage.until(() => recorder.calls.length > handled + (round % 4), 'some are handled');
        by.process.kill();
      }
      await stage.router(recorder);
      await stage.until(() => rooms.every((room) => recorder.has(room, 30)), 'all are handled');
      for (const room of rooms) recorder.assertComplete(room, 30);
    },
  },
  {
    name: 'what changed while nobody ran it for a year is found',
    async run(stage) {
      const recorder = stage.recorder();
      const [early, late] = [await stage.room(), await stage.room()];
      const by = await stage.router(recorder);
      await stage.say(early, 3, { by });
      await stage.say(late, 3, { by });
      await stage.until(() => recorder.has(late, 3), 'all are handled');
      await stage.drain(by);
      await stage.say(early, 3, { clockErrorMs: 1000 });
      await stage.say(late, 3, { clockErrorMs: YEAR_MS });
      await stage.router(recorder);
      await stage.until(() => recorder.has(early, 6) && recorder.has(late, 6), 'all are handled');
      recorder.assertOnce(early, 6);
      recorder.assertOnce(late, 6);
    },
  },
  {
    name: 'one that is taken back sees entries again, and then what follows',
    async run(stage) {
      const recorder = stage.recorder();
      const [room, other] = [await stage.room(), await stage.room()];
      const by = await stage.router(recorder);
      await stage.say(room, 10, { by });
      await stage.say(other, 10, { by });
      await stage.noted(recorder, room, 10);
      await stage.noted(recorder, other, 10);
      await stage.passLong(HOUR_MS);
      assert.equal(await stage.rewind(recorder, room, 4), true);
      const before = recorder.seqs(room).length;
      await stage.until(() => recorder.seqs(room).length > before, 'they come again');
      await stage.say(room, 1, { by });
      await stage.until(() => recorder.has(room, 11), 'what follows comes');
      assert.deepEqual(recorder.seqs(room).slice(before), [5, 6, 7, 8, 9, 10, 11]);
      recorder.assertOnce(other, 10);
    },
  },
];
