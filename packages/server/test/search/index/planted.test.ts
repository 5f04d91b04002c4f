/** Faults that the conformance suite must notice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { searchConformance } from '../../../src/conformance/search.ts';
import { createMemoryIndex } from '../../../src/features/search/index/memory.ts';
import type { SearchIndex } from '../../../src/features/search/index/search-index.ts';

interface Fault {
  readonly fault: string;
  /** The case that must fail. */
  readonly noticedBy: string;
  readonly plant: (index: SearchIndex) => Partial<SearchIndex>;
}

const FAULTS: readonly Fault[] = [
  {
    fault: 'a hit outside the reach, one seq behind it',
    noticedBy: 'nothing outside the reach',
    plant: (index) => ({
      search: (question, reach, page) =>
        index.search(
          question,
          reach.map((range) => ({ ...range, to: range.to + 1 })),
          page,
        ),
    }),
  },
  {
    fault: 'counts of whole conversations',
    noticedBy: 'nothing outside the reach',
    plant: (index) => ({
      count: (question, reach, bounds) =>
        index.count(
          question,
          reach.map(({ conversation }) => ({ conversation, from: 1, to: 1_000_000 })),
          bounds,
        ),
    }),
  },
  {
    fault: 'an index that skips a document',
    noticedBy: 'finds what a list finds, after any changes',
    plant: (index) => {
      let count = 0;
      return {
        write: ({ put = [], ...changes }) =>
          index.write({ ...changes, put: put.filter(() => (count += 1) % 500 !== 0) }),
      };
    },
  },
  {
    fault: 'a range that is erased but for its end',
    noticedBy: 'ranges are erased before something is put',
    plant: (index) => ({
      write: ({ eraseRanges = [], ...changes }) =>
        index.write({
          ...changes,
          eraseRanges: eraseRanges.map((range) => ({ ...range, to: range.to - 1 })),
        }),
    }),
  },
  {
    fault: 'positions that are written whatever was expected',
    noticedBy: 'positions and notes are written with the rest, and refuse what was not expected',
    plant: (index) => ({
      write: ({ positions = [], ...changes }) =>
        index.write({
          ...changes,
          positions: positions.map(({ conversation, seq }) => ({ conversation, seq })),
        }),
    }),
  },
  {
    fault: 'pages by number',
    noticedBy: 'pages have everything once that was there all the time, whatever is written meanwhile',
    plant: (index) => ({
      async search(question, reach, { order, limit, after = '0' }) {
        const all = await index.search(question, reach, { order, limit: 100 });
        const hits = all.hits.slice(Number(after), Number(after) + limit);
        const next = Number(after) + limit;
        return { ...all, hits, next: next < 100 && hits.length === limit ? String(next) : undefined };
      },
    }),
  },
  {
    fault: 'a prefix that is taken for a word',
    noticedBy: 'words, phrases, prefixes, characters, exclusions',
    plant: (index) => ({
      search: (question, reach, page) =>
        index.search(
          {
            ...question,
            all: question.all.map((term) => ({
              ...term,
              ways: term.ways.map((way) => way.map((piece) => ({ ...piece, isPrefix: false }))),
            })),
          },
          reach,
          page,
        ),
    }),
  },
  {
    fault: 'an index that is the same after clear()',
    noticedBy: 'clear() removes everything and begins another index, of an analyser',
    plant: (index) => ({ state: async () => ({ ...(await index.state()), id: 'the same' }) }),
  },
];

describe('the suite of the search index notices', () => {
  for (const { fault, noticedBy, plant } of FAULTS) {
    it(fault, async () => {
      await assert.rejects(runCase(noticedBy, plant), assert.AssertionError);
    });
  }
});

/** Runs one case on an index with a fault. */
async function runCase(name: string, plant: Fault['plant']): Promise<void> {
  const cases = new Map<string, () => Promise<void>>();
  searchConformance(
    {
      describe: (_, body) => body(),
      it: (each, _, body) => cases.set(each, body),
    },
    {
      name: 'with a fault',
      async open() {
        const index = createMemoryIndex();
        const none = (): never => assert.fail('not for these cases');
        return {
          index: { ...index, ...plant(index) },
          reopen: none,
          crash: none,
          bytes: none,
          dispose: () => index.close(),
        };
      },
    },
  );
  const run = cases.get(name);
  if (run === undefined) throw new Error(`there is no case "${name}"`);
  await run();
}
