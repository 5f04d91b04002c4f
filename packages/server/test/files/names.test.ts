/** What users call their files: shown to others, saved by browsers, and never trusted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dispositionOf, fileName } from '../../src/features/files/names.ts';

describe('the name of a file', () => {
  for (const [given, clean] of [
    ['report.pdf', 'report.pdf'],
    ['日本語.txt', '日本語.txt'],
    ['e\u0301.txt', 'é.txt'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\win.ini', 'win.ini'],
    ['C:\\Users\\ann\\a.txt', 'a.txt'],
    ['C:a.txt', 'C_a.txt'],
    ['/', 'file'],
    ['..', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['.bashrc', 'bashrc'],
    ['a.txt. . ', 'a.txt'],
    ['evil\u202Egnp.exe', 'evilgnp.exe'],
    ['a\u2066b\u2069c\u200Bd\uFEFF.txt', 'abcd.txt'],
    ['a\r\nset-cookie: x=1.txt', 'a set-cookie_ x=1.txt'],
    ['a\u0000b\u0007c\u007F.txt', 'a b c .txt'],
    ['line\u2028break\u2029.txt', 'line break .txt'],
    ['half\uD83D.txt', 'half .txt'],
    ['<script>"x"|*?.html', '_script__x____.html'],
  ] as const) {
    it(`${JSON.stringify(given)} becomes ${JSON.stringify(clean)}`, () => {
      assert.equal(fileName(given), clean);
    });
  }

  it('has at most 255 bytes, and keeps its extension', () => {
    assert.equal(fileName(`${'x'.repeat(4000)}.jpeg`), `${'x'.repeat(250)}.jpeg`);
    const wide = fileName(`${'字'.repeat(4000)}.txt`);
    assert.ok(Buffer.byteLength(wide) <= 255 && wide.endsWith('字.txt'));
    assert.equal(Buffer.byteLength(fileName('.'.repeat(10) + 'y'.repeat(4000))), 255);
    assert.equal(fileName(`a.${'z'.repeat(4000)}`).length, 255);
  });

  it('is in a header as ASCII, and as it is', () => {
    assert.equal(dispositionOf('attachment', 'a b.txt'), 'attachment; filename="a b.txt"');
    assert.equal(
      dispositionOf('inline', 'é "%" (1).txt'),
      `inline; filename="_ ___ (1).txt"; filename*=UTF-8''%C3%A9%20%22%25%22%20%281%29.txt`,
    );
    for (const name of ['a\r\nx: y', 'a"; filename="b', '字'.repeat(80)]) {
      const header = dispositionOf('attachment', fileName(name));
      assert.match(header, /^[\x20-\x7e]+$/);
      assert.doesNotMatch(header.slice(header.indexOf('"') + 1), /"; filename="/);
    }
  });
});
