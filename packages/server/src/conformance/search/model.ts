/**
 * Cases: an index does what a list in memory does, with random documents, changes and questions.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { SearchedText } from '../../features/search/analyser/matches.ts';
import type {
  IndexDocument,
  IndexQuestion,
  Reach,
  SearchIndex,
  SeqRange,
} from '../../features/search/index/search-index.ts';
import { allHits, keyOf, said, START, words } from './case.ts';
import type { IndexCase } from './case.ts';

const CONVERSATIONS = 40;
const SEQS = 150;
const VOCABULARY =
  'a ab abc tea teapot user userName wi-fi C++ 1,000 北 北京 京 我们 明天 学校 é 👍 iPhone15'.split(' ');
const ASKED = [
  ...VOCABULARY,
  'te*',
  '"北京 我们"',
  '-tea',
  '-京',
  'us*',
  '"a ab"',
  'zebra',
  'name',
  '们明',
  '',
];
const LABELS = ['kind:text', 'kind:poll', 'has:file', 'has:link'];

interface Kept {
  readonly document: IndexDocument;
  readonly text: SearchedText;
}

/** The same numbers in each run. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  some<T>(list: readonly T[], most: number): readonly T[] {
    return Array.from({ length: this.below(most + 1) }, () => this.of(list));
  }
}

class Model {
  readonly #kept = new Map<string, Kept>();

  put(document: IndexDocument, text: string): void {
    this.#kept.set(keyOf(document), { document, text: new SearchedText(text) });
  }

  erase(range: SeqRange): void {
    for (const [key, { document }] of this.#kept) if (isIn(document, [range])) this.#kept.delete(key);
  }

  get size(): number {
    return this.#kept.size;
  }

  find(question: IndexQuestion, reach: Reach): readonly IndexDocument[] {
    return [...this.#kept.values()]
      .filter(
        ({ document, text }) => isIn(document, reach) && text.matches(question) && hasAll(document, question),
      )
      .map(({ document }) => document);
  }
}

function isIn({ conversation, seq }: IndexDocument, reach: Reach): boolean {
  return reach.some((range) => range.conversation === conversation && range.from <= seq && seq <= range.to);
}

function hasAll({ sender, labels, time }: IndexDocument, question: IndexQuestion): boolean {
  const { senders = [], notSenders = [], labels: groups = [], notLabels = [], since, before } = question;
  return (
    (senders.length === 0 || senders.includes(sender)) &&
    !notSenders.includes(sender) &&
    groups.every((group) => group.some((label) => labels.includes(label))) &&
    !notLabels.some((label) => labels.includes(label)) &&
    time >= (since ?? 0) &&
    time < (before ?? Infinity)
  );
}

function randomChange(dice: Dice, model: Model): Parameters<SearchIndex['write']>[0] {
  const put = Array.from({ length: dice.below(60) }, () => {
    const text = dice.some(VOCABULARY, 8).join(dice.of([' ', '', ' - ', '，']));
    const labels = [...new Set(dice.some(LABELS, 3))];
    const time = START + dice.below(1_000_000) * 1000;
    const document = said(1 + dice.below(CONVERSATIONS), 1 + dice.below(SEQS), text, {
      sender: 1 + dice.below(4),
      labels,
      time,
    });
    return { document, text };
  });
  const from = 1 + dice.below(SEQS);
  const eraseRanges =
    dice.below(3) > 0
      ? []
      : [{ conversation: 1 + dice.below(CONVERSATIONS), from, to: from + dice.below(90) }];
  const erase = Array.from({ length: dice.below(10) }, () => ({
    conversation: 1 + dice.below(CONVERSATIONS),
    seq: 1 + dice.below(SEQS),
  }));
  for (const range of eraseRanges) model.erase(range);
  for (const { conversation, seq } of erase) model.erase({ conversation, from: seq, to: seq });
  for (const { document, text } of put) model.put(document, text);
  return { eraseRanges, erase, put: put.map(({ document }) => document) };
}

function randomReach(dice: Dice): Reach {
  const few = dice.below(2) === 0 ? 5 : CONVERSATIONS;
  return Array.from({ length: few }, (_, at) => at + 1).flatMap((conversation): readonly SeqRange[] => {
    const low = dice.below(SEQS);
    switch (dice.below(4)) {
      case 0:
        return [];
      case 1:
        return [
          { conversation, from: 1, to: low },
          { conversation, from: low + 20, to: low + 50 },
        ];
      default:
        return [{ conversation, from: 1, to: SEQS }];
    }
  });
}

function randomQuestion(dice: Dice): IndexQuestion {
  const moment = START + dice.below(1_000_000) * 1000;
  return {
    ...words(dice.some(ASKED, 3).join(' ')),
    ...(dice.below(4) === 0 && { senders: dice.some([1, 2, 3], 2) }),
    ...(dice.below(6) === 0 && { notSenders: [2] }),
    ...(dice.below(4) === 0 && { labels: [[dice.of(LABELS), dice.of(LABELS)]] }),
    ...(dice.below(6) === 0 && { notLabels: [dice.of(LABELS)] }),
    ...(dice.below(5) === 0 && { since: moment }),
    ...(dice.below(5) === 0 && { before: moment + 300_000_000 }),
  };
}

export const modelCases: readonly IndexCase[] = [
  {
    name: 'finds what a list finds, after any changes',
    async run({ index }) {
      const dice = new Dice(7);
      const model = new Model();
      for (let round = 0; round < 6; round++) {
        for (let change = 0; change < 4; change++) await index.write(randomChange(dice, model));
        assert.equal((await index.stats()).documents, model.size);
        for (let asked = 0; asked < 5; asked++) await compare(index, model, dice);
      }
    },
  },
  {
    name: 'pages have everything once that was there all the time, whatever is written meanwhile',
    async run({ index }) {
      const dice = new Dice(11);
      for (const order of ['newest', 'best'] as const) {
        await index.clear(1);
        const lasting = [...Array(120).keys()].map((at) =>
          said(1 + (at % 7), at + 1, at % 3 === 0 ? 'tea' : 'tea tea or coffee', {
            time: START + dice.below(5000) * 100,
          }),
        );
        await index.write({ put: lasting });
        const seen: string[] = [];
        const reach = Array.from({ length: 7 }, (_, at) => ({ conversation: at + 1, from: 1, to: 10_000 }));
        let seq = 1000;
        for (let after: string | undefined; ;) {
          const page = await index.search(words('tea'), reach, {
            order,
            limit: 7,
            ...(after !== undefined && { after }),
          });
          seen.push(...page.hits.map(keyOf));
          if (page.next === undefined) break;
          after = page.next;
          const coming = Array.from({ length: 5 }, () =>
            said(1 + dice.below(7), (seq += 1), 'tea tea', { time: START + dice.below(1_000_000) }),
          );
          const going =
            dice.below(2) === 0 ? [] : [{ conversation: 1 + dice.below(7), seq: seq - dice.below(20) }];
          await index.write({ put: coming, erase: going });
        }
        assert.equal(new Set(seen).size, seen.length, order);
        const missing = lasting.map(keyOf).filter((key) => !seen.includes(key));
        assert.deepEqual(missing, [], order);
      }
    },
  },
];

async function compare(index: SearchIndex, model: Model, dice: Dice): Promise<void> {
  const question = randomQuestion(dice);
  const reach = randomReach(dice);
  const expected = model.find(question, reach);
  const times = new Map(expected.map((document) => [keyOf(document), document.time]));
  const what = JSON.stringify({ question, reach });
  for (const order of ['newest', 'best'] as const) {
    const found = await allHits(index, question, reach, { order, limit: 1 + dice.below(30) });
    if (order === 'best' && expected.length > 400) continue;
    assert.deepEqual([...found].sort(), [...times.keys()].sort(), what);
    if (order === 'best') continue;
    const seconds = found.map((key) => Math.floor((times.get(key) ?? 0) / 1000));
    assert.deepEqual(
      seconds,
      [...seconds].sort((a, b) => b - a),
      what,
    );
  }
  const { counts, isComplete } = await index.count(question, reach, { maxHits: 10_000 });
  const sum = counts.reduce((total, { count }) => total + count, 0);
  assert.deepEqual([sum, isComplete], [expected.length, true], what);
  for (const { conversation, count } of counts) {
    assert.equal(expected.filter((each) => each.conversation === conversation).length, count, what);
  }
}
