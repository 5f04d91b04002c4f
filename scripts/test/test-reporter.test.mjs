import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { withNotes } from '../test-reporter.mjs';

function file(name, seconds) {
  const details = { duration_ms: seconds * 1000 };
  return { type: 'test:complete', data: { nesting: 0, name, file: `/repo/${name}`, details } };
}

function diagnostic(message) {
  return { type: 'test:diagnostic', data: { nesting: 0, message } };
}

async function messagesOf(...events) {
  const messages = [];
  for await (const { type, data } of withNotes(oneByOne(events), (reason) => reason === 'no fish today')) {
    if (type === 'test:diagnostic') messages.push(data.message);
  }
  return messages;
}

async function* oneByOne(events) {
  yield* events;
}

test('the slowest files stand before the closing summary, slowest first', async () => {
  const inside = {
    type: 'test:complete',
    data: { ...file('a.test.ts', 90).data, entryFile: '/repo/a.test.ts' },
  };
  const messages = await messagesOf(
    file('a.test.ts', 1.26),
    inside,
    diagnostic('seed 7'),
    file('b.test.ts', 12),
    diagnostic('tests 2'),
    diagnostic('pass 2'),
  );
  assert.deepEqual(messages, [
    'seed 7',
    'the slowest 2 of 2 files',
    '  12.0 s  b.test.ts',
    '   1.3 s  a.test.ts',
    'tests 2',
    'pass 2',
  ]);
});

test('one file needs no comparison', async () => {
  assert.deepEqual(await messagesOf(file('a.test.ts', 1), diagnostic('tests 1')), ['tests 1']);
});

test('no more than fifteen are shown', async () => {
  const files = Array.from({ length: 40 }, (_, index) => file(`${index}.test.ts`, index));
  const messages = await messagesOf(...files, diagnostic('tests 40'));
  assert.equal(messages[0], 'the slowest 15 of 40 files');
  assert.equal(messages.length, 1 + 15 + 1);
});

test('a test that is skipped without a good reason is named, and the run fails', async (t) => {
  const before = process.exitCode;
  t.after(() => (process.exitCode = before));
  const skipped = (name, skip) => ({
    type: 'test:pass',
    data: { nesting: 1, name, skip, file: resolve('a.test.ts') },
  });
  assert.deepEqual(await messagesOf(skipped('fishes', 'no fish today'), diagnostic('tests 1')), ['tests 1']);
  assert.equal(process.exitCode, before);
  const messages = await messagesOf(
    skipped('sings', 'no mood'),
    skipped('hums', true),
    diagnostic('tests 2'),
  );
  assert.deepEqual(messages, [
    '"sings" in a.test.ts was skipped and must not be (scripts/skips.mjs): no mood',
    '"hums" in a.test.ts was skipped and must not be (scripts/skips.mjs): no reason',
    'tests 2',
  ]);
  assert.equal(process.exitCode, 1);
});
