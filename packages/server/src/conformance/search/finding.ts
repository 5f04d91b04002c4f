/**
 * Cases: what is found.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { allHits, MINUTE_MS, said, START, whole, words } from './case.ts';
import type { IndexCase } from './case.ts';

const TEXTS = [
  'But soft, what light through yonder window breaks?',
  '我们明天去北京。',
  '北方和南京',
  'see getUserName() and snake_case in C++',
  'The iPhone15 costs 1,000,000; utf-8',
  '東京タワー、학교에서 ภาษาไทย',
  'to be or not to be',
];

/** What is typed, and the seqs that are found. */
const TYPED: Readonly<Record<string, readonly number[]>> = {
  soft: [1],
  'light soft': [1],
  '"soft what"': [1],
  '"what soft"': [],
  'yond*': [1],
  'window*': [1],
  'yo*': [1],
  'b*': [7, 1],
  '"light through yo"*': [1],
  'to -soft': [7],
  '-soft': [7, 6, 5, 4, 3, 2],
  '-soft -京': [7, 5, 4],
  'the is': [],
  '"to be or not"': [7],
  北京: [2],
  明天去北: [2],
  京: [6, 3, 2],
  '京 -南京': [6, 2],
  '京 方': [3],
  'username user': [],
  'user name getusername': [4],
  get_user_name: [4],
  snakeCase: [4],
  'c++': [4],
  'iphone iphone15 1000000': [5],
  UTF8: [5],
  'タワー 학교 ไทย': [6],
  '': [7, 6, 5, 4, 3, 2, 1],
};

export const findingCases: readonly IndexCase[] = [
  {
    name: 'words, phrases, prefixes, characters, exclusions',
    async run({ index }) {
      await index.write({ put: TEXTS.map((text, at) => said(1, at + 1, text)) });
      for (const [typed, seqs] of Object.entries(TYPED)) {
        const expected = seqs.map((seq) => `1/${seq}`);
        assert.deepEqual(await allHits(index, words(typed), whole(1)), expected, typed);
      }
    },
  },
  {
    name: 'senders, labels and times',
    async run({ index }) {
      await index.write({
        put: [
          said(1, 1, 'tea', { sender: 7, labels: ['kind:text'] }),
          said(1, 2, 'tea', { sender: 8, labels: ['kind:text', 'has:file'] }),
          said(1, 3, 'tea', { sender: 9, labels: ['kind:poll'] }),
          said(1, 4, 'tea', { sender: 8, labels: ['kind:text', 'has:file', 'has:link'] }),
        ],
      });
      const found = (more: object): Promise<readonly string[]> =>
        allHits(index, { ...words('tea'), ...more }, whole(1));
      assert.deepEqual(await found({ senders: [8] }), ['1/4', '1/2']);
      assert.deepEqual(await found({ senders: [7, 9] }), ['1/3', '1/1']);
      assert.deepEqual(await found({ notSenders: [8] }), ['1/3', '1/1']);
      assert.deepEqual(await found({ labels: [['has:file'], ['has:link']] }), ['1/4']);
      assert.deepEqual(await found({ labels: [['kind:poll', 'has:link']] }), ['1/4', '1/3']);
      assert.deepEqual(await found({ notLabels: ['has:file'] }), ['1/3', '1/1']);
      assert.deepEqual(await found({ since: START + 3 * MINUTE_MS }), ['1/4', '1/3']);
      assert.deepEqual(await found({ before: START + 3 * MINUTE_MS }), ['1/2', '1/1']);
      assert.deepEqual(await found({ since: START + MINUTE_MS + 1, before: START + 2 * MINUTE_MS + 1 }), [
        '1/2',
      ]);
      assert.deepEqual(await allHits(index, { all: [], none: [], senders: [9] }, whole(1)), ['1/3']);
      assert.deepEqual(await allHits(index, { all: [], none: [], labels: [['has:link']] }, whole(1)), [
        '1/4',
      ]);
    },
  },
  {
    name: 'nothing outside the reach',
    async run({ index }) {
      const seqs = [...Array(200).keys()].map((at) => at + 1);
      await index.write({
        put: [1, 2, 3].flatMap((conversation) => seqs.map((seq) => said(conversation, seq, 'tea'))),
      });
      const reach = [
        { conversation: 1, from: 60, to: 66 },
        { conversation: 1, from: 190, to: 400 },
        { conversation: 3, from: 5, to: 4 },
        { conversation: 4, from: 1, to: 100 },
      ];
      const expected = [...seqs.slice(189).reverse(), 66, 65, 64, 63, 62, 61, 60].map((seq) => `1/${seq}`);
      assert.deepEqual(await allHits(index, words('tea'), reach, { limit: 3 }), expected);
      assert.deepEqual(await allHits(index, words(''), reach, { limit: 5 }), expected);
      assert.deepEqual(
        [...(await allHits(index, words('tea'), reach, { order: 'best', limit: 4 }))].sort(),
        [...expected].sort(),
      );
      assert.deepEqual(await index.count(words('tea'), reach, { maxHits: 100 }), {
        counts: [{ conversation: 1, count: 18 }],
        isComplete: true,
      });
      assert.deepEqual(await allHits(index, words('tea'), []), []);
      assert.deepEqual(await index.count(words('tea'), [], { maxHits: 9 }), { counts: [], isComplete: true });
    },
  },
  {
    name: 'counts by conversation, the most first, up to a bound',
    async run({ index }) {
      await index.write({
        put: [
          said(1, 1, 'tea'),
          said(2, 2, 'tea'),
          said(2, 3, 'tea'),
          said(3, 4, 'tea'),
          said(2, 5, 'coffee'),
        ],
      });
      const reach = whole(1, 2, 3);
      assert.deepEqual(await index.count(words('tea'), reach, { maxHits: 4 }), {
        counts: [
          { conversation: 2, count: 2 },
          { conversation: 3, count: 1 },
          { conversation: 1, count: 1 },
        ],
        isComplete: true,
      });
      assert.deepEqual(await index.count(words('tea'), reach, { maxHits: 2 }), {
        counts: [
          { conversation: 3, count: 1 },
          { conversation: 2, count: 1 },
        ],
        isComplete: false,
      });
    },
  },
  {
    name: 'best first: short texts that say it often',
    async run({ index }) {
      await index.write({
        put: [
          said(1, 1, 'tea tea tea'),
          said(1, 2, `tea ${'and much that is about something else '.repeat(9)}`),
          said(1, 3, 'tea with milk'),
          said(1, 4, 'milk'),
        ],
      });
      for (const limit of [1, 2, 100]) {
        assert.deepEqual(await allHits(index, words('tea'), whole(1), { order: 'best', limit }), [
          '1/1',
          '1/3',
          '1/2',
        ]);
      }
    },
  },
  {
    name: 'many conversations, of a reader and of others',
    async run({ index }) {
      const many = [...Array(300).keys()].map((at) => at + 1);
      await index.write({ put: many.map((id) => said(id, id, id % 7 === 0 ? 'tea 茶' : 'water 水')) });
      const mine = many.filter((id) => id % 2 === 0);
      const expected = mine.filter((id) => id % 7 === 0).map((id) => `${id}/${id}`);
      expected.reverse();
      for (const typed of ['tea', '茶', 'te*', '-water']) {
        assert.deepEqual(await allHits(index, words(typed), whole(...mine), { limit: 4 }), expected, typed);
      }
      assert.equal((await allHits(index, words(''), whole(...mine))).length, mine.length);
    },
  },
  {
    name: 'long words and long texts',
    async run({ index }) {
      const long = 'x'.repeat(200);
      const text = [...Array(20_000).keys()].map((at) => `w${at}`).join(' ');
      await index.write({ put: [said(1, 1, `${long}a`), said(1, 2, `${long}b`), said(1, 3, text)] });
      assert.deepEqual(await allHits(index, words(`${long}b`), whole(1)), ['1/2']);
      assert.deepEqual(await allHits(index, words('"w19998 w19999"'), whole(1)), ['1/3']);
      assert.deepEqual(await allHits(index, words('"w19999 w19998"'), whole(1)), []);
      const page = await index.search(words(`${long}*`), whole(1), { order: 'newest', limit: 9 });
      assert.deepEqual([page.hits.length, page.isExact], [2, false]);
      assert.equal((await index.search(words('w1*'), whole(1), { order: 'newest', limit: 9 })).isExact, true);
    },
  },
];
