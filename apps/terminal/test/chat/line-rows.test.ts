import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { lineRows } from '../../src/chat/line-rows.ts';
import { textOf } from '../../src/chat/styled.ts';
import type { Style, Styled } from '../../src/chat/styled.ts';
import type { Line } from '../../src/chat/state.ts';
import { wrapText } from '../../src/chat/wrap.ts';
import { lineWith } from '../support/line.ts';

function rowsOf(text: string, changes: Partial<Line> = {}, columns = 40): readonly Styled[] {
  return lineRows(lineWith({ text, ...changes }), {
    columns,
    wrap: wrapText,
    self: 'me',
    nicknames: new Map([['nick', 'Jule']]),
  });
}

function shown(...given: Parameters<typeof rowsOf>): readonly string[] {
  return rowsOf(...given).map(textOf);
}

function styleOf(word: string, ...given: Parameters<typeof rowsOf>): Style | undefined {
  return rowsOf(...given)
    .flat()
    .find(({ text }) => text === word)?.style;
}

it('a nickname stands behind the name of whoever has it', () => {
  assert.deepEqual(shown('hi', { who: 'nick' }), ['12:00 nick ~Jule: hi']);
  assert.deepEqual(shown('hi'), ['12:00 ann: hi']);
});

describe('markup', () => {
  it('is shown without its marks, in styles', () => {
    const text = '**a** *b* ~~c~~ `d` @bob @me https://e.f';
    assert.deepEqual(shown(text, {}, 80), ['12:00 ann: a b c d @bob @me https://e.f']);
    assert.equal(styleOf('a', text)?.bold, true);
    assert.equal(styleOf('b', text)?.italic, true);
    assert.equal(styleOf('c', text)?.strikethrough, true);
    assert.equal(styleOf('@bob', text)?.inverse, undefined);
    assert.equal(styleOf('@me', text)?.inverse, true);
    assert.equal(styleOf('https://e.f', text, {}, 80)?.underline, true);
  });

  it('shows where a link leads that says something else', () => {
    assert.deepEqual(shown('[bank](https://evil.example)', {}, 80), [
      '12:00 ann: bank (https://evil.example)',
    ]);
  });

  it('frames code, marks quotes and lists, and wraps them within', () => {
    assert.deepEqual(
      shown('see\n```ts\nlet a = 1;\n```\n> a quote that needs two of the rows\n\n1. one\n   - two', {}, 30),
      [
        '12:00 ann: see',
        `  ╭─ ts ${'─'.repeat(22)}`,
        '  │ let a = 1;',
        `  ╰─${'─'.repeat(26)}`,
        '  ▎ a quote that needs two of ',
        '  ▎ the rows',
        '  1. one',
        '     • two',
      ],
    );
  });

  it('begins below the name if it is no paragraph', () => {
    assert.deepEqual(shown('- a'), ['12:00 ann: ', '  • a']);
  });

  it('hides spoilers until they are asked for, in the same room', () => {
    assert.deepEqual(shown('it was ||the 管家||!'), ['12:00 ann: it was ▒▒▒ ▒▒▒▒!']);
    assert.deepEqual(shown('it was ||the 管家||!', { isRevealed: true }), ['12:00 ann: it was the 管家!']);
  });

  it('is that of messages alone', () => {
    assert.deepEqual(shown('**a**', { kind: 'event' }), ['12:00 * **a**']);
    assert.deepEqual(shown('**a**\nb', { kind: 'notice' }), ['**a**', 'b']);
  });
});

it('rows fit, and none but the first begins at the edge', () => {
  const anyText = fc
    .array(
      fc.constantFrom(
        '**',
        '||',
        '> ',
        '- ',
        '1. ',
        '```\n',
        '\n',
        '\t',
        ' ',
        'word',
        '你好',
        '👩‍💻',
        '`',
        '[a](https://b)',
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(anyText, fc.integer({ min: 24, max: 60 }), (text, columns) => {
      shown(text, {}, columns).forEach((row, at) => {
        assert.ok(stringWidth(row) <= columns, `${columns}: ${row}`);
        assert.ok(at === 0 || row.startsWith('  '), row);
      });
    }),
  );
});
