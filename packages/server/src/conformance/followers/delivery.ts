/**
 * What a follower is given, by one router that lives.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { FollowerCase } from './case.ts';

const HOUR_MS = 3_600_000;

export const deliveryCases: readonly FollowerCase[] = [
  {
    name: 'every commit comes once, in order in each conversation',
    async run(stage) {
      const recorder = stage.recorder();
      const by = await stage.router(recorder);
      const rooms = [await stage.room(), await stage.room(), await stage.room()];
      for (let round = 0; round < 5; round++) {
        for (const room of rooms) await stage.say(room, 4, { by });
        await stage.pass(30);
      }
      await stage.until(() => rooms.every((room) => recorder.has(room, 20)), 'all are handled');
      for (const room of rooms) recorder.assertOnce(room, 20);
    },
  },
  {
    name: 'what it is given is what was written',
    async run(stage) {
      const recorder = stage.recorder();
      const by = await stage.router(recorder);
      const [told, untold] = [await stage.room(), await stage.room()];
      await stage.pass(1000);
      await stage.say(told, 1, { by, bytes: 1000 });
      await stage.say(untold, 1, { bytes: 2000 });
      await stage.until(() => recorder.has(told, 1) && recorder.has(untold, 1), 'both are handled');
      const entries = recorder.calls.flatMap((call) => call.entries);
      assert.deepEqual(
        entries.map(({ content }) => content.length).toSorted((a, b) => a - b),
        [1000, 2000],
      );
      for (const { sender, time, content } of entries) {
        assert.deepEqual([sender, time], [1, entries[0]?.time]);
        assert.ok(content.every((byte) => byte === content[0] && byte > 0));
      }
    },
  },
  {
    name: 'an entry that has expired before it was given comes without words, and none is lacking',
    async run(stage) {
      const recorder = stage.recorder();
      const room = await stage.room();
      await stage.say(room, 5, { bytes: 100 });
      await stage.expire(room, 3);
      await stage.router(recorder);
      await stage.until(() => recorder.has(room, 5), 'all are handled');
      recorder.assertOnce(room, 5);
      const entries = recorder.calls.flatMap((call) => call.entries);
      assert.deepEqual(
        entries.map(({ content }) => content.length),
        [0, 0, 0, 100, 100],
      );
    },
  },
  {
    name: 'a lone commit comes within 100 ms where it was made',
    async run(stage) {
      const recorder = stage.recorder();
      const by = await stage.router(recorder);
      const room = await stage.room();
      await stage.pass(10_000);
      await stage.say(room, 1, { by });
      const took = await stage.until(() => recorder.has(room, 1), 'it is handled');
      assert.ok(took < 100, `it took ${took} ms`);
    },
  },
  {
    name: 'a commit that nobody tells of is found within 10 s',
    async run(stage) {
      const recorder = stage.recorder();
      await stage.router(recorder);
      const room = await stage.room();
      await stage.pass(10_000);
      await stage.say(room, 3);
      const took = await stage.until(() => recorder.has(room, 3), 'it is handled');
      assert.ok(took < 10_000, `it took ${took} ms`);
      recorder.assertOnce(room, 3);
    },
  },
  {
    name: 'a commit is found in the end though the clock of its router was hours late',
    async run(stage) {
      const recorder = stage.recorder();
      await stage.router(recorder);
      const room = await stage.room();
      await stage.pass(10_000);
      await stage.say(room, 3, { clockErrorMs: -5 * HOUR_MS });
      await stage.passLong(HOUR_MS);
      recorder.assertOnce(room, 3);
    },
  },
  {
    name: 'a call is bounded in entries and in bytes',
    async run(stage) {
      const recorder = stage.recorder('bounded', { maxEntries: 7, maxBytes: 1000 });
      const [small, large] = [await stage.room(), await stage.room()];
      await stage.say(small, 30);
      await stage.say(large, 10, { bytes: 400 });
      await stage.say(large, 1, { bytes: 5000 });
      const by = await stage.router(recorder);
      await stage.until(() => recorder.has(small, 30) && recorder.has(large, 11), 'all are handled');
      await stage.say(small, 30, { by });
      await stage.say(large, 10, { by, bytes: 400 });
      await stage.until(() => recorder.has(small, 60) && recorder.has(large, 21), 'all are handled');
      for (const { entries } of recorder.calls) {
        assert.ok(entries.length <= 7, `${entries.length} entries`);
        // The one that reaches the bound is the last one.
        const before = entries.slice(0, -1).reduce((sum, { content }) => sum + content.length, 0);
        assert.ok(before < 1000, `${before} bytes and more`);
      }
      recorder.assertOnce(small, 60);
      recorder.assertOnce(large, 21);
    },
  },
  {
    name: 'a long conversation does not hold up the others while it is caught up with',
    async run(stage) {
      const recorder = stage.recorder('patient', { maxEntries: 20 });
      recorder.behaviour = ({ process }) => new Promise((resolve) => process.clock.after(10, resolve));
      const [long, short] = [await stage.room(), await stage.room()];
      await stage.say(long, 400);
      const by = await stage.router(recorder);
      await stage.until(() => recorder.calls.length > 0, 'it begins');
      await stage.say(short, 1, { by });
      await stage.until(() => recorder.has(short, 1), 'the short one is handled');
      assert.ok(!recorder.has(long, 300), 'before the long one');
      await stage.until(() => recorder.has(long, 400), 'the long one is handled');
      recorder.assertOnce(long, 400);
    },
  },
  {
    name: 'nothing comes again while nothing goes wrong',
    async run(stage) {
      const recorder = stage.recorder();
      const by = await stage.router(recorder);
      const room = await stage.room();
      await stage.say(room, 5, { by });
      await stage.pass(10_000);
      await stage.passLong(HOUR_MS);
      await stage.passLong(HOUR_MS);
      recorder.assertOnce(room, 5);
    },
  },
  {
    name: 'how far it is behind is told, and that it no longer is',
    async run(stage) {
      const recorder = stage.recorder('slow', { maxEntries: 10 });
      const room = await stage.room();
      await stage.say(room, 100);
      recorder.behaviour = () => Promise.reject(new Error('not now'));
      const by = await stage.router(recorder);
      await stage.until(() => recorder.calls.length > 0, 'it begins');
      await stage.say(room, 20, { by });
      await stage.pass(20_000);
      const [before] = by.runner.statuses();
      assert.equal(before?.lag?.entries, 120);
      assert.ok(before.lag.ms >= 20_000, `behind for ${before.lag.ms} ms`);
      recorder.succeed();
      await stage.until(() => recorder.has(room, 120), 'it has caught up');
      await stage.pass(10_000);
      assert.deepEqual(by.runner.statuses()[0]?.lag, { entries: 0, ms: 0 });
    },
  },
  {
    name: 'one that starts at the beginning sees everything',
    async run(stage) {
      const recorder = stage.recorder('historian', { start: 'beginning' });
      const rooms = [await stage.room(), await stage.room()];
      for (const room of rooms) await stage.say(room, 10, { clockErrorMs: -1000 * HOUR_MS });
      await stage.router(recorder);
      await stage.until(() => rooms.every((room) => recorder.has(room, 10)), 'all are handled');
      for (const room of rooms) recorder.assertOnce(room, 10);
    },
  },
  {
    name: 'one that starts now sees what comes, in old conversations and new ones',
    async run(stage) {
      const recorder = stage.recorder('newcomer', { start: 'now' });
      const old = await stage.room();
      await stage.say(old, 10);
      await stage.router(recorder);
      await stage.pass(2000);
      const young = await stage.room();
      await stage.say(old, 5);
      await stage.say(young, 5);
      await stage.until(() => recorder.has(old, 15) && recorder.has(young, 5), 'what comes is handled');
      recorder.assertOnce(old, 15, 11);
      recorder.assertOnce(young, 5);
    },
  },
];
