import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Slice } from '@posthorn/client/engine';
import { PageLoader } from './page-loader.ts';

function loaderOf() {
  const asked: string[] = [];
  const slice = { from: 70, to: 100, isLoaded: true, error: undefined } as Slice;
  const view = {
    slice: { get: () => slice, subscribe: () => () => {} },
    older: async () => void asked.push('older'),
    newer: async () => void asked.push('newer'),
  };
  return { asked, loader: new PageLoader(view, () => {}) };
}

test('a reader at the end who was shown an older message is known to be at the end', async () => {
  const { asked, loader } = loaderOf();
  loader.around();
  loader.atEnd();
  await Promise.resolve();
  loader.atEnd();
  assert.deepEqual(asked, ['newer']);
});

test('a reader at the end who had older messages loaded is known to be at the end', async () => {
  const { asked, loader } = loaderOf();
  loader.atEnd();
  assert.deepEqual(asked, []);
  loader.need('older');
  loader.atEnd();
  // Not while they are loaded: the engine would take the reader for one who goes up.
  assert.deepEqual(asked, ['older']);
  await Promise.resolve();
  loader.atEnd();
  await Promise.resolve();
  loader.atEnd();
  assert.deepEqual(asked, ['older', 'newer']);
});
