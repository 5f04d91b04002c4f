/** What is read from the head of a page. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeadReader } from './page.ts';
import type { Page } from './page.ts';
import { charsOf } from './words.ts';

function read(html: string, pieceChars = html.length): Page {
  const reader = new HeadReader();
  for (let at = 0; at < html.length; at += pieceChars) reader.write(html.slice(at, at + pieceChars));
  return reader.page;
}

const FULL = `<!doctype html><html><head>
  <title>Plain &amp; simple</title>
  <meta name="description" content="in plain HTML">
  <META PROPERTY='og:title' CONTENT='Romeo &amp; Juliet'>
  <meta property="og:description" content="Two households,
    both alike in dignity">
  <meta property="og:site_name" content="Verona">
  <meta property="og:image" content="/balcony.jpg?a=1&amp;b=2">
  <meta name="twitter:title" content="a card">
  </head><body><meta property="og:title" content="of the body"><svg><title>of a picture</title></svg>`;

describe('the head of a page', () => {
  it('says the same in pieces of any size', () => {
    const expected = {
      title: 'Romeo & Juliet',
      description: 'Two households, both alike in dignity',
      site: 'Verona',
      picture: '/balcony.jpg?a=1&b=2',
    };
    for (const pieceChars of [1, 2, 7, 100, FULL.length]) assert.deepEqual(read(FULL, pieceChars), expected);
  });

  it('falls back upon cards and plain HTML', () => {
    const card =
      '<meta name="twitter:title" content="a card"><meta name="twitter:image" content="x.png"><title>t</title>';
    assert.deepEqual(read(card), { title: 'a card', description: '', site: '', picture: 'x.png' });
    const plain =
      '<title> Plain\n &amp; simple </title><meta name=description content=words><title>second</title>';
    assert.deepEqual(read(plain), { title: 'Plain & simple', description: 'words', site: '', picture: '' });
    assert.equal(read('<meta property="og:title" content="  "><title>t</title>').title, 't');
  });

  it('has nothing of scripts, comments, and the body', () => {
    const html = `<head><script>"<title>a</title>"</script><!-- <title>b</title> --><style><title>c</title></style></head>
      <body><title>d</title>`;
    assert.equal(read(html).title, '');
  });

  it('is bounded in words', () => {
    const { title, description } = read(
      `<title>${'x'.repeat(100_000)}</title><meta name="description" content="${'y'.repeat(100_000)}">`,
    );
    assert.deepEqual([title.length, title.at(-1), description.length], [200, '…', 500]);
  });

  it('is read in time, whatever it is', () => {
    const size = 524_288;
    const filled = (part: string): string => part.repeat(size / part.length);
    const nasty = [
      filled('<a>'),
      filled('<i>').slice(0, size / 2) + filled('</b>').slice(0, size / 2),
      filled('<title>'),
      filled('<'),
      filled('&amp'),
      `<meta content="${'a '.repeat(size / 2)}`,
      `<${'a'.repeat(size)}`,
      `<a ${filled('b=c ')}>`,
      `<title>${filled('&')}`,
      filled('<!-'),
      filled('</'),
      filled('\u0300'),
    ];
    for (const html of nasty) {
      const start = process.threadCpuUsage();
      const reader = new HeadReader();
      for (let at = 0; at < html.length && !reader.isDone; at += 4096)
        reader.write(html.slice(at, at + 4096));
      assert.ok(reader.page.title.length <= 200);
      const tookMs = process.threadCpuUsage(start).user / 1000;
      assert.ok(tookMs < 1000, `${html.slice(0, 20)} took ${tookMs} ms`);
    }
  });
});

describe('words of strangers', () => {
  it('become one line that turns and stacks nothing', () => {
    assert.equal(charsOf('a\r\n\tb\u202Ec\u2066d\u0000e\uFEFF', 100), 'a b c d e');
    assert.equal(charsOf(`x${'\u0300'.repeat(50)}`, 100), `x${'\u0300'.repeat(4)}`);
    assert.equal(charsOf('a\uD800b', 100), 'a\uFFFDb');
    assert.equal(charsOf('👍'.repeat(10), 5), `${'👍'.repeat(4)}…`);
  });
});
