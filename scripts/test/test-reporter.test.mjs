import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSlowest } from '../test-reporter.mjs';

function file(name, seconds) {
  const details = { duration_ms: seconds * 1000 };
  return { type: 'test:complete', data: { nesting: 0, name, file: `/repo/${name}`, details } };
}

function diagnostic(message) {
  return { type: 'test:diagnostic', data: { nesting: 0, message } };
}

async function messagesOf(...events) {
  const messages = [];
  for await (const { type, data } of withSlowest(oneByOne(events))) {
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
