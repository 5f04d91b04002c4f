import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editLine, EMPTY_INPUT, enter, MAX_INPUT_BYTES, paste } from '../../src/chat/input.ts';
import type { Input, Key } from '../../src/chat/input.ts';
import { promptPart, promptRows } from '../../src/chat/prompt.ts';
import type { PromptPart } from '../../src/chat/prompt.ts';
import { typed as classified } from '../../src/chat/typed.ts';
import type { Draft } from '../../src/chat/typed.ts';

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

  it('is entered once, and remembered', () => {
    const drafts: Draft[] = [];
    const take = (draft: Draft): number => drafts.push(draft);
    const one = enter(typed(EMPTY_INPUT, 'one'), '\r', take);
    const two = enter(enter(one, 'two\r\r', take), ' \r', take);
    assert.deepEqual(drafts, [
      { text: 'one', isPasted: false },
      { text: 'two', isPasted: false },
    ]);
    assert.equal(two.text, '');
    const back = typed(two, { upArrow: true }, { upArrow: true });
    assert.equal(back.text, 'one');
    assert.equal(typed(back, { downArrow: true }).text, 'two');
  });

  it('moves between lines, by character, before it goes to the history', () => {
    const lines = paste(EMPTY_INPUT, 'ab👩‍💻\nabcdef\nx');
    const at = (...keys: readonly Partial<Key>[]): string => {
      const moved = keys.reduce((input, key) => typed(input, key), lines);
      return moved.text.slice(moved.cursor);
    };
    const [up, down, left] = [{ upArrow: true }, { downArrow: true }, { leftArrow: true }];
    assert.equal(at(up), 'bcdef\nx');
    assert.equal(at(up, up), 'b👩‍💻\nabcdef\nx');
    assert.equal(at(up, up, down, down), '');
    assert.equal(at(left, left, up), '👩‍💻\nabcdef\nx', 'never into a character');
    assert.equal(at(up, up, up), '', 'there is no history');
  });

  it('takes no control characters', () => {
    assert.equal(typed(EMPTY_INPUT, 'a\u001B[2Jb').text, 'a [2Jb');
  });
});

describe('a paste', () => {
  const SCRIPT = 'hello\r\n:leave\r\nromeo;;psst\n\n\tend\r';

  it('is a text with its line breaks, and enters nothing', () => {
    const pasted = paste(EMPTY_INPUT, SCRIPT);
    assert.equal(pasted.text, 'hello\n:leave\nromeo;;psst\n\n\tend\n');
    const unmarked = enter(EMPTY_INPUT, SCRIPT, () => assert.fail('nothing is entered'));
    assert.equal(unmarked.text, pasted.text);
  });

  it('is never a command, nor for somebody else, also when it is recalled', () => {
    for (const text of [':leave', ' :leave', 'romeo;;psst', SCRIPT]) {
      const drafts: Draft[] = [];
      const input = enter(paste(typed(EMPTY_INPUT, ' '), text), '\r', (draft) => drafts.push(draft));
      enter(typed(input, { upArrow: true }), '\r', (draft) => drafts.push(draft));
      assert.deepEqual(
        drafts.map((draft) => classified(draft).kind),
        ['text', 'text'],
        text,
      );
    }
  });

  it('completes a command that was typed', () => {
    const joining = paste(typed(EMPTY_INPUT, ':join '), 'token\n');
    assert.deepEqual(classified(joining), { kind: 'command', name: ':join' });
  });

  it('leaves no trace once it is deleted', () => {
    const deleted = typed(paste(EMPTY_INPUT, ':leave'), '^u', ':help');
    assert.deepEqual(classified(deleted), { kind: 'command', name: ':help' });
  });

  it('brings no control characters along', () => {
    assert.equal(paste(EMPTY_INPUT, 'a\u001B[2J\u0007b').text, 'a [2J b');
  });

  it('that is longer than a message is not taken', () => {
    const input = typed(EMPTY_INPUT, 'a');
    assert.equal(paste(input, 'é'.repeat(MAX_INPUT_BYTES / 2)), input);
    assert.notEqual(paste(input, 'b'.repeat(MAX_INPUT_BYTES - 1)), input);
  });
});

describe('the rows of the input', () => {
  it('are its lines, of many those around the cursor', () => {
    const VIEW = { columns: 40, rows: 6 };
    const shown = (input: Input): readonly string[] =>
      promptRows(input, VIEW).rows.map(({ before, at, after }) =>
        at === '' ? before : `${before}|${at}|${after}`,
      );
    assert.deepEqual(shown(paste(EMPTY_INPUT, 'one\ntwo\tx')), ['one', 'two x| |']);
    const many = paste(EMPTY_INPUT, Array.from({ length: 20 }, (_, at) => `${at}`).join('\n'));
    assert.deepEqual(shown(many), ['14', '15', '16', '17', '18', '19| |']);
    assert.equal(promptRows(many, VIEW).isCut, true);
    assert.deepEqual(shown({ ...many, cursor: 0 }), ['|0|', '1', '2', '3', '4', '5']);
  });

  it('show the part of a line around the cursor', () => {
    const shown = ({ before, at, after }: PromptPart): string => `${before}|${at}|${after}`;
    const long = paste(EMPTY_INPUT, 'x'.repeat(30_000) + 'middle' + 'y'.repeat(30_000));
    assert.equal(shown(promptPart(long, 8)), 'yyyyyyy| |');
    assert.equal(shown(promptPart({ ...long, cursor: 30_003 }, 8)), 'xxmid|d|le');
  });

  it('shows nothing that drives the terminal', () => {
    const { before } = promptPart(paste(EMPTY_INPUT, 'a\u202Eb'), 40);
    assert.equal(before, 'a\uFFFDb');
  });
});
