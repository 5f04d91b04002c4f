import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeContent, encodeContent } from '@posthorn/protocol';
import { findableIn } from './documents.ts';

function textOf(text: string): string | undefined {
  return findableIn(encodeContent({ text }))?.text;
}

describe('what can be found of a message', () => {
  it('is what people see of it, without markup', () => {
    assert.equal(textOf('**bold** and ~~gone~~, `code`'), 'bold and gone, code');
    assert.equal(textOf('- one\n- two'), '• one\n• two');
    assert.equal(textOf('1,000 - 5 = 995'), '1,000 - 5 = 995');
  });

  it('has what can be asked for besides', () => {
    const poll = { case: 'poll', value: { options: ['yes', 'no'] } } as const;
    const found = findableIn(encodeContent(completeContent({ text: 'see http://a.example', kind: poll })));
    assert.deepEqual(found, {
      text: 'see http://a.example\nyes\nno',
      files: [],
      labels: ['kind:poll', 'has:link'],
    });
    assert.equal(findableIn(new Uint8Array(0)), undefined);
    assert.equal(findableIn(encodeContent({ kind: { case: 'recall', value: { target: 1 } } })), undefined);
  });

  it('is seen in time in proportion to the text', () => {
    for (const part of ['\n', ' ', '- ', '* ', '1. ', '[', '`', 'http://', '\n \n']) {
      const text = part.repeat(Math.floor(60_000 / part.length));
      const start = performance.now();
      textOf(text);
      const ms = performance.now() - start;
      assert.ok(ms < 2000, `${JSON.stringify(part)} takes ${ms} ms`);
    }
  });
});
