/** What is a link in a text, and where it ends. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linksIn, mayHaveLinks } from './links.ts';

function texts(text: string): readonly string[] {
  return linksIn(text).map((link) => link.text);
}

describe('links', () => {
  it('end where people mean them to', () => {
    const cases: Readonly<Record<string, string>> = {
      'see https://example.com.': 'https://example.com',
      'see https://example.com/a?b=c&d=e#f!': 'https://example.com/a?b=c&d=e#f',
      '(see https://example.com/a_(b)).': 'https://example.com/a_(b)',
      '(https://example.com/a)': 'https://example.com/a',
      '[x](https://example.com/a)': 'https://example.com/a',
      '**https://example.com/a**': 'https://example.com/a',
      '<https://example.com/a>': 'https://example.com/a',
      '"HTTPS://Example.com/A"': 'HTTPS://Example.com/A',
      '看https://example.com/路径，很好': 'https://example.com/路径',
      '「http://例え.jp/」': 'http://例え.jp/',
      'https://example.com/a)))…': 'https://example.com/a',
    };
    for (const [text, link] of Object.entries(cases)) assert.deepEqual(texts(text), [link]);
  });

  it('are http and https URLs with a host and no login', () => {
    for (const text of [
      'http://',
      'https://..',
      'ftp://example.com',
      'example.com',
      'mailto:a@b.c',
      'https://a:b@c.d',
    ])
      assert.deepEqual(texts(text), [], text);
    assert.deepEqual(texts(`https://example.com/${'a'.repeat(2000)}`), []);
  });

  it('count once, whatever place on the page they name, and three at most', () => {
    assert.deepEqual(texts('http://a.b/#c http://a.b/#d http://A.b'), ['http://a.b/#c']);
    assert.deepEqual(texts('http://a.b http://c.d http://e.f http://g.h'), [
      'http://a.b',
      'http://c.d',
      'http://e.f',
    ]);
    assert.equal(linksIn('http://a.b/#c')[0]?.url.href, 'http://a.b/');
  });

  it('are found in time in whatever text', () => {
    const nasty = [
      'http://' + ')'.repeat(65_000),
      'http://))'.repeat(7000),
      'https://a.b(('.repeat(5000),
      'http'.repeat(16_000),
    ];
    const start = process.threadCpuUsage();
    for (const text of nasty) linksIn(text);
    assert.ok(process.threadCpuUsage(start).user < 500_000);
  });

  it('are looked for only where one may be', () => {
    assert.ok(mayHaveLinks('see HTTP://a.b'));
    assert.ok(!mayHaveLinks('a://b, http, https:'));
  });
});
