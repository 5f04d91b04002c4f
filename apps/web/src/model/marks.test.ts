import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { piecesOf, withMark } from './marks.ts';
import type { Mark } from './marks.ts';

function marked(text: string): readonly string[] {
  return piecesOf(text).flatMap(({ text: piece, mark }) => (mark === undefined ? [] : `${mark} ${piece}`));
}

/** `[` and `]` stand around the selection. */
function after(selected: string, mark: Mark): string {
  const start = selected.indexOf('[');
  const end = selected.indexOf(']') - 1;
  const text = selected.replace('[', '').replace(']', '');
  const { from, to, insert, selectFrom, selectTo } = withMark(text, start, end, mark);
  const next = text.slice(0, from) + insert + text.slice(to);
  return `${next.slice(0, selectFrom)}[${next.slice(selectFrom, selectTo)}]${next.slice(selectTo)}`;
}

describe('marks in a text that is typed', () => {
  it('are found', () => {
    assert.deepEqual(marked('a **b c** _d_ ~~e~~ ||f|| `g` @ann https://x.example/y'), [
      'bold **b c**',
      'italic _d_',
      'strike ~~e~~',
      'spoiler ||f||',
      'code `g`',
      'mention @ann',
      'url https://x.example/y',
    ]);
    assert.deepEqual(marked('> said\nnot > here'), ['quote > said']);
    assert.deepEqual(marked('```\n**x**'), ['code ```\n**x**']);
  });

  it('are not within words, sums and addresses of mail', () => {
    assert.deepEqual(marked('snake_case_name 2 * 3 * 4 ann@x.example ** a**'), []);
  });

  it('make up the whole text', () => {
    for (const text of ['', 'a', '**', '**a*_b_', '> \n>', '`', 'a\n\n**b**\n', '@@a', '_你好_世界'])
      assert.equal(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
        text,
      );
  });

  it('take little time, whatever is typed', () => {
    const started = process.threadCpuUsage();
    for (const text of ['*', '_a', '**a ', '||', '`', '@', '> ', '~~x'])
      piecesOf(text.repeat(8000 / text.length));
    assert.ok(process.threadCpuUsage(started).user < 2_000_000);
  });
});

describe('keys for marks', () => {
  it('add them around what is selected', () => {
    assert.equal(after('a [b] c', 'bold'), 'a **[b]** c');
    assert.equal(after('a[ b ]c', 'italic'), 'a _[b]_ c');
    assert.equal(after('a []', 'code'), 'a `[]`');
  });

  it('take them away again', () => {
    assert.equal(after('a **[b]** c', 'bold'), 'a [b] c');
    assert.equal(after('a [**b**] c', 'bold'), 'a [b] c');
  });

  it('quote whole lines, and fence several lines of code', () => {
    assert.equal(after('a\nb[c\nd]e\nf', 'quote'), 'a\n> bc\n> de[]\nf');
    assert.equal(after('> b[]', 'quote'), 'b[]');
    assert.equal(after('[a\nb]', 'code'), '```\n[a\nb]\n```');
  });

  it('make links', () => {
    assert.equal(after('see [this]', 'link'), 'see [this]([https://])');
    assert.equal(after('[https://x.example]', 'link'), '[[]](https://x.example)');
  });
});
