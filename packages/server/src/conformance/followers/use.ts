/**
 * A follower that nobody may use: it rests meanwhile, and misses nothing from the moment somebody begins.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { FollowerCase } from './case.ts';
import type { Recorder } from './recorder.ts';
import type { Stage } from './stage.ts';
import { USES_TABLE } from './uses.ts';

/** Longer than a follower that nobody uses takes to notice it. */
const NOTICED_MS = 130_000;

function usable(stage: Stage): Recorder {
  return stage.recorder('usable', { start: 'now', usedBy: USES_TABLE });
}

export const useCases: readonly FollowerCase[] = [
  {
    name: 'one that nobody uses is given nothing, and its positions stay',
    async run(stage) {
      const recorder = usable(stage);
      const room = await stage.room();
      const by = await stage.router(recorder);
      for (let round = 0; round < 5; round++) {
        await stage.say(room, 3, { by });
        await stage.pass(10_000);
      }
      assert.equal(recorder.calls.length, 0);
      assert.equal(await stage.position(recorder, room), 0);
    },
  },
  {
    name: 'what is said after somebody began to use it is given, and what was said before is not',
    async run(stage) {
      const recorder = usable(stage);
      const [early, late] = [await stage.room(), await stage.room()];
      const by = await stage.router(recorder);
      await stage.say(early, 5, { by });
      await stage.pass(10_000);
      await stage.say(early, 5, { by });
      await stage.use(recorder, 1);
      await stage.say(early, 3, { by });
      // By a router that has died since.
      await stage.say(late, 3);
      await stage.until(() => recorder.has(early, 13) && recorder.has(late, 3), 'all of it is given');
      recorder.assertOnce(early, 13, 11);
      recorder.assertOnce(late, 3);
    },
  },
  {
    name: 'whoever begins while nobody runs it misses nothing',
    async run(stage) {
      const recorder = usable(stage);
      const room = await stage.room();
      const first = await stage.router(recorder);
      await stage.say(room, 5, { by: first });
      await stage.pass(5000);
      first.process.kill();
      await stage.use(recorder, 1);
      await stage.say(room, 5);
      await stage.router(recorder);
      await stage.until(() => recorder.has(room, 10), 'all of it is given');
      recorder.assertOnce(room, 10, 6);
    },
  },
  {
    name: 'a router that dies before it has noticed that somebody began loses nothing',
    async run(stage) {
      const recorder = usable(stage);
      const room = await stage.room();
      const [first, second] = [await stage.router(recorder), await stage.router(recorder)];
      await stage.say(room, 5, { by: second });
      await stage.pass(5000);
      await stage.use(recorder, 1);
      await stage.say(room, 2, { by: first });
      first.process.kill();
      await stage.say(room, 3, { by: second });
      await stage.until(() => recorder.has(room, 10), 'all of it is given');
      recorder.assertOnce(room, 10, 6);
    },
  },
  {
    name: 'several that begin at once miss nothing that is said meanwhile',
    async run(stage) {
      const recorder = usable(stage);
      const rooms = [await stage.room(), await stage.room(), await stage.room()];
      const [first, second] = [await stage.router(recorder), await stage.router(recorder)];
      for (const room of rooms) await stage.say(room, 5, { by: second });
      await stage.pass(5000);
      /** By room: what was said first after somebody had begun. */
      const from = new Map<number, number>();
      let hasBegun = false;
      const begin = async (user: number): Promise<void> => {
        await stage.use(recorder, user);
        hasBegun = true;
      };
      const begun = Promise.all([begin(1), begin(2), begin(3), begin(4)]);
      for (let seq = 6; seq <= 25; seq++) {
        for (const room of rooms) {
          if (hasBegun && !from.has(room)) from.set(room, seq);
          await stage.say(room, 1, { by: seq % 2 === 0 ? first : second });
        }
      }
      await begun;
      for (const room of rooms) await stage.say(room, 1, { by: first });
      await stage.until(() => rooms.every((room) => recorder.has(room, 26)), 'all of it is given');
      for (const room of rooms) {
        const given = recorder.seqs(room)[0] ?? Infinity;
        assert.ok(given <= (from.get(room) ?? 26), `${given} comes first in conversation ${room}`);
        recorder.assertComplete(room, 26, given);
      }
    },
  },
  {
    name: 'one that somebody uses already is given everything, however many begin besides',
    async run(stage) {
      const recorder = usable(stage);
      const room = await stage.room();
      const by = await stage.router(recorder);
      await stage.use(recorder, 1);
      for (let user = 2; user <= 6; user++) {
        // Nobody but the store knows of it yet.
        await stage.say(room, 4);
        await stage.use(recorder, user);
      }
      await stage.say(room, 1, { by });
      await stage.until(() => recorder.has(room, 21), 'all of it is given');
      recorder.assertOnce(room, 21);
    },
  },
  {
    name: 'when nobody uses it any more it rests, and begins anew with the next one',
    async run(stage) {
      const recorder = usable(stage);
      const room = await stage.room();
      const by = await stage.router(recorder);
      await stage.use(recorder, 1);
      await stage.say(room, 5, { by });
      await stage.until(() => recorder.has(room, 5), 'it is given');
      await stage.endUse(1);
      await stage.passLong(NOTICED_MS);
      const calls = recorder.calls.length;
      await stage.say(room, 5, { by });
      await stage.pass(10_000);
      assert.equal(recorder.calls.length, calls, 'it is given nothing');
      await stage.use(recorder, 2);
      await stage.say(room, 5, { by });
      await stage.until(() => recorder.has(room, 15), 'it goes on');
      assert.deepEqual(recorder.seqs(room), [1, 2, 3, 4, 5, 11, 12, 13, 14, 15]);
    },
  },
  {
    name: 'one that is used misses nothing at a takeover',
    async run(stage) {
      const recorder = usable(stage);
      const room = await stage.room();
      await stage.use(recorder, 1);
      const [first, second] = await stage.pair(recorder);
      await stage.say(room, 5, { by: first });
      await stage.until(() => recorder.has(room, 5), 'it is given');
      first.process.kill();
      await stage.say(room, 5, { by: second });
      await stage.until(() => recorder.has(room, 10), 'all of it is given');
      recorder.assertComplete(room, 10);
    },
  },
];
