import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { PosthornError } from '@posthorn/client';
import { createOutput } from '../src/output.ts';

const HOSTILE = 'sorry\nposthorn: all is well\u001B[2J\u009B31m\u202E';

function printed(isJson: boolean): { output: ReturnType<typeof createOutput>; lines: () => string[] } {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const output = createOutput({ stdout: stream, stderr: stream }, isJson);
  return { output, lines: () => text.split('\n').slice(0, -1) };
}

describe('what a server says and others have written', () => {
  it('is printed on one line each, and drives nothing', async () => {
    const { output, lines } = printed(false);
    await output.result({}, `1\t${HOSTILE}`);
    await output.result({}, ['one', HOSTILE]);
    output.note(HOSTILE);
    output.error(new PosthornError('INVALID', HOSTILE));
    const shown = 'sorry ⏎ posthorn: all is well\uFFFD[2J\uFFFD31m\uFFFD';
    assert.deepEqual(lines(), [`1\t${shown}`, 'one', shown, `posthorn: ${shown}`, `posthorn: ${shown}`]);
  });

  it('is exact in JSON', async () => {
    const { output, lines } = printed(true);
    await output.result({ text: HOSTILE }, '');
    output.note(HOSTILE);
    output.error(new PosthornError('INVALID', HOSTILE));
    const found = lines();
    assert.deepEqual(
      found.map((line) => JSON.parse(line) as unknown),
      [{ text: HOSTILE }, { note: HOSTILE }, { error: { code: 'INVALID', message: HOSTILE } }],
    );
    assert.doesNotMatch(found.join(''), /[\p{Cc}\u202E]/u);
  });
});
