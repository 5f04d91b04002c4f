import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editLine, EMPTY_INPUT, enter } from '../../src/chat/input.ts';
import type { Input, Key } from '../../src/chat/input.ts';

const NO_KEY: Key = {
  leftArrow: false,
  rightArrow: false,
  upArrow: false,
  downArrow: false,
  backspace: false,
  delete: false,
  ctrl: false,
  meta: false,
  escape: false,
};

/** Keys one after the other: texts, `^w` for Ctrl+W, or named keys. */
function typed(input: Input, ...keys: readonly (string | Partial<Key>)[]): Input {
  return keys.reduce<Input>((now, key) => {
    if (typeof key !== 'string') return editLine(now, '', { ...NO_KEY, ...key });
    return key.startsWith('^')
      ? editLine(now, key.slice(1), { ...NO_KEY, ctrl: true })
      : editLine(now, key, NO_KEY);
  }, input);
}

describe('the line that is typed', () => {
  it('moves and deletes by what people see as one character', () => {
    const family = '👨‍👩‍👧';
    const input = typed(EMPTY_INPUT, 'a', family, 'b', { leftArrow: true }, { backspace: true });
    assert.deepEqual([input.text, input.cursor], ['ab', 1]);
  });

  it('knows the keys of readline', () => {
    const input = typed(EMPTY_INPUT, 'one two three', '^w');
    assert.equal(input.text, 'one two ');
    assert.equal(typed(input, '^u').text, '');
    assert.equal(typed(input, '^a', '^k').text, '');
  });

  it('takes pasted lines one by one, and remembers them', () => {
    const lines: string[] = [];
    const input = enter(EMPTY_INPUT, 'one\r\ntwo\nthr', (text) => lines.push(text));
    assert.deepEqual(lines, ['one', 'two']);
    assert.equal(input.text, 'thr');
    const back = typed(input, { upArrow: true }, { upArrow: true });
    assert.equal(back.text, 'one');
    assert.equal(typed(back, { downArrow: true }).text, 'two');
  });

  it('takes no control characters', () => {
    assert.equal(typed(EMPTY_INPUT, 'a\u001B[2Jb').text, 'a [2Jb');
  });
});
