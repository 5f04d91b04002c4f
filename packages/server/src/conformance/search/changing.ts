/**
 * Cases: what is written, replaced and erased; positions; crashes.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { StoreError } from '../../store/store.ts';
import { encode } from '../../features/search/analyser/encode.ts';
import { allHits, said, whole, words } from './case.ts';
import type { IndexCase } from './case.ts';

const SECRET = 'rosencrantz';

export const changingCases: readonly IndexCase[] = [
  {
    name: 'a document replaces the one before, an erased one is not found',
    async run({ index }) {
      await index.write({ put: [said(1, 1, 'tea'), said(1, 2, 'tea'), said(1, 3, 'tea')] });
      await index.write({ put: [said(1, 2, 'coffee')], erase: [{ conversation: 1, seq: 3 }] });
      assert.deepEqual(await allHits(index, words('tea'), whole(1)), ['1/1']);
      assert.deepEqual(await allHits(index, words('coffee'), whole(1)), ['1/2']);
      assert.equal((await index.stats()).documents, 2);
      // Neither is there.
      await index.write({
        erase: [
          { conversation: 1, seq: 3 },
          { conversation: 9, seq: 9 },
        ],
      });
      await index.write({ put: [said(1, 2, 'one'), said(1, 2, 'two')] });
      assert.deepEqual(await allHits(index, words('two'), whole(1)), ['1/2']);
      assert.deepEqual(await allHits(index, words('one'), whole(1)), []);
      assert.equal((await index.stats()).documents, 2);
    },
  },
  {
    name: 'a document that is replaced keeps its place among those of its second',
    async run({ index }) {
      const time = Date.UTC(2026, 0, 1);
      await index.write({ put: [1, 2, 3].map((seq) => said(5, seq, 'tea', { time })) });
      await index.write({ put: [said(5, 1, 'tea and more', { time })] });
      assert.deepEqual(await allHits(index, words('tea'), whole(5)), ['5/3', '5/2', '5/1']);
    },
  },
  {
    name: 'ranges are erased before something is put',
    async run({ index }) {
      const seqs = [...Array(300).keys()].map((at) => at + 1);
      await index.write({
        put: [1, 2].flatMap((conversation) => seqs.map((seq) => said(conversation, seq, 'tea'))),
      });
      await index.write({
        eraseRanges: [
          { conversation: 1, from: 0, to: 199 },
          { conversation: 3, from: 1, to: 5 },
          { conversation: 1, from: 250, to: Number.MAX_SAFE_INTEGER },
        ],
        put: [said(1, 100, 'tea')],
      });
      const left = [...seqs.slice(199, 249).reverse(), 100].map((seq) => `1/${seq}`);
      assert.deepEqual(await allHits(index, words('tea'), whole(1)), left);
      assert.equal((await allHits(index, words('tea'), whole(2))).length, 300);
      assert.equal((await index.stats()).documents, 351);
    },
  },
  {
    name: 'more than the numbers of a second: a conversation with 600 messages in one',
    async run({ index }) {
      const seqs = [...Array(600).keys()].map((at) => at + 1);
      const time = Date.UTC(2026, 0, 1);
      await index.write({ put: seqs.map((seq) => said(5, seq, 'tea', { time })) });
      const expected = seqs.map((seq) => `5/${seq}`).reverse();
      assert.deepEqual(await allHits(index, words('tea'), whole(5)), expected);
    },
  },
  {
    name: 'positions and notes are written with the rest, and refuse what was not expected',
    async run({ index }) {
      assert.equal(
        await index.write({
          put: [said(1, 1, 'tea')],
          positions: [{ conversation: 1, seq: 1, expected: 0 }],
        }),
        true,
      );
      assert.equal(
        await index.write({
          put: [said(1, 2, 'coffee')],
          erase: [{ conversation: 1, seq: 1 }],
          positions: [{ conversation: 1, seq: 2, expected: 0 }],
          notes: { epoch: 'x' },
        }),
        false,
      );
      assert.deepEqual(await allHits(index, words('tea'), whole(1)), ['1/1']);
      assert.deepEqual(await allHits(index, words('coffee'), whole(1)), []);
      assert.deepEqual([...(await index.state()).notes], []);
      await index.write({
        positions: [
          { conversation: 1, seq: 7, expected: 1 },
          { conversation: 4, seq: 9 },
        ],
        notes: { epoch: 'x', other: 'y' },
      });
      await index.write({ notes: { other: null, epoch: 'z' } });
      assert.deepEqual([...(await index.state()).notes], [['epoch', 'z']]);
      assert.deepEqual(await index.positions({ limit: 10 }), [
        { conversation: 1, seq: 7 },
        { conversation: 4, seq: 9 },
      ]);
      assert.deepEqual(await index.positions({ after: 1, limit: 10 }), [{ conversation: 4, seq: 9 }]);
      assert.deepEqual(await index.positions({ limit: 1 }), [{ conversation: 1, seq: 7 }]);
      assert.deepEqual(await index.positionsOf([4, 5]), [{ conversation: 4, seq: 9 }]);
      assert.deepEqual(await index.positionsOf([]), []);
    },
  },
  {
    name: 'clear() removes everything and begins another index, of an analyser',
    async run({ index }) {
      const before = await index.state();
      assert.equal(before.analyser, 0);
      await index.write({
        put: [said(1, 1, 'tea')],
        positions: [{ conversation: 1, seq: 1 }],
        notes: { epoch: 'x' },
      });
      await index.clear(3);
      const after = await index.state();
      assert.deepEqual([after.analyser, [...after.notes], after.id === before.id], [3, [], false]);
      assert.deepEqual(await allHits(index, words('tea'), whole(1)), []);
      assert.deepEqual(await index.positions({ limit: 10 }), []);
      assert.equal((await index.stats()).documents, 0);
      await index.write({ put: [said(1, 1, 'tea')] });
      assert.deepEqual(await allHits(index, words('tea'), whole(1)), ['1/1']);
    },
  },
  {
    name: 'everything is there after it was closed',
    needs: 'reopen',
    async run({ index, reopen }) {
      await index.clear(3);
      await index.write({
        put: [said(1, 1, 'tea')],
        positions: [{ conversation: 1, seq: 1 }],
        notes: { epoch: 'x' },
      });
      const { id } = await index.state();
      const again = await reopen();
      assert.deepEqual(await again.state(), { analyser: 3, id, notes: new Map([['epoch', 'x']]) });
      assert.deepEqual(await again.positions({ limit: 9 }), [{ conversation: 1, seq: 1 }]);
      assert.deepEqual(await allHits(again, words('tea'), whole(1)), ['1/1']);
      await assert.rejects(index.search(words('tea'), whole(1), { order: 'newest', limit: 1 }), StoreError);
    },
  },
  {
    name: 'a crash in the middle leaves all of a write or nothing',
    needs: 'crash',
    async run({ index, crash }) {
      const seqs = [...Array(200).keys()].map((at) => at + 1);
      for (let round = 1; round <= 3; round++) {
        const writing = index
          .write({
            put: seqs.map((seq) => said(round, seq, 'tea')),
            positions: [{ conversation: round, seq: 200, expected: 0 }],
          })
          .catch((error: unknown) => assert.ok(error instanceof StoreError, String(error)));
        const searching = index
          .search(words('tea'), whole(round), { order: 'newest', limit: 1 })
          .catch((error: unknown) => assert.ok(error instanceof StoreError, String(error)));
        await crash();
        await Promise.all([writing, searching]);
        const [position] = await index.positionsOf([round]);
        const found = await allHits(index, words('tea'), whole(round));
        assert.equal(found.length, position?.seq ?? 0);
        // Repeating what may have been written is harmless.
        await index.write({
          put: seqs.map((seq) => said(round, seq, 'tea')),
          positions: [{ conversation: round, seq: 200 }],
        });
        assert.equal((await allHits(index, words('tea'), whole(round))).length, 200);
      }
      assert.equal((await index.stats()).documents, 600);
    },
  },
  {
    name: 'codes that were erased or replaced are nowhere',
    needs: 'bytes',
    async run({ index, bytes }) {
      const hasSecret = async (): Promise<boolean> =>
        Buffer.from(await bytes()).includes(encode(SECRET).slice(2));
      const others = [...Array(200).keys()].map((at) => said(1, at + 10, `words that stay ${at}`));
      await index.write({ put: others });
      await index.write({ put: [1, 2, 3, 4].map((seq) => said(1, seq, `${SECRET} ${SECRET}-x ${seq}`)) });
      assert.equal(await hasSecret(), true);
      await index.write({
        erase: [{ conversation: 1, seq: 1 }],
        eraseRanges: [{ conversation: 1, from: 2, to: 3 }],
        put: [said(1, 4, 'nothing')],
      });
      assert.equal(await hasSecret(), false);
      assert.equal((await allHits(index, words('stay'), whole(1))).length, 200);
      await index.write({ put: [said(1, 1, SECRET)] });
      await index.clear(1);
      assert.equal(await hasSecret(), false);
    },
  },
];
