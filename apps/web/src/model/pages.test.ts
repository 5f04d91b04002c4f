import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pagesOf } from './pages.ts';

const PAGES: Readonly<Record<string, { readonly all: number; readonly next: string }>> = {
  '': { all: 1, next: 'b' },
  b: { all: 2, next: 'c' },
  c: { all: 3, next: '' },
};

test('pages come until the last one, and none is asked for that nobody wants', async () => {
  const asked: string[] = [];
  const ask = async (cursor: string) => {
    asked.push(cursor);
    return Promise.resolve(PAGES[cursor]!);
  };
  const seen: number[] = [];
  for await (const { all } of pagesOf(ask)) seen.push(all);
  assert.deepEqual(
    [seen, asked],
    [
      [1, 2, 3],
      ['', 'b', 'c'],
    ],
  );
  asked.length = 0;
  for await (const { all } of pagesOf(ask)) if (all === 2) break;
  assert.deepEqual(asked, ['', 'b']);
});
