/** Names that look like others are refused; names of the world’s scripts are not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { checkedLine } from '../../router/texts.ts';
import { lookOf } from './looks.ts';
import { checkedName } from './names.ts';

function isRefused(check: () => unknown): boolean {
  try {
    check();
    return false;
  } catch (error) {
    assert.ok(error instanceof PosthornError && error.code === 'INVALID');
    return true;
  }
}

describe('names', () => {
  it('have no invisible characters', () => {
    for (const char of [
      '\uFE0F',
      '\u034F',
      '\u1160',
      '\u115F',
      '\u3164',
      '\uFFA0',
      '\u180B',
      '\u{E0100}',
      '\u17B4',
    ]) {
      assert.ok(
        isRefused(() => checkedName(`root${char}`)),
        char.codePointAt(0)?.toString(16) ?? '',
      );
    }
  });

  it('are of one script, or of scripts that are written together', () => {
    for (const name of ['r\u043Eot', '\u0440\u0430ypal', 'αnna', 'annа', 'ал\u0391', 'עבריתabc']) {
      assert.ok(
        isRefused(() => checkedName(name)),
        name,
      );
    }
    const names =
      'ann Ann_2 李雷 漢字かなカナ李a ㄅㄆ注音 한글漢字 анна_1 Ωμέγα עברית सीता สมชาย Ἀχιλλεύς Þór Łukasz naïve';
    for (const name of names.split(' ')) assert.equal(checkedName(name), name.normalize('NFKC'));
  });

  it('that look alike have one look', () => {
    const alike = [
      ['root', 'r00t', 'rооt', 'ROOT', 'rοοt'],
      ['mary', 'rnary'],
      ['paypal', 'раураl', 'paypa1', 'paypaI'],
      ['scope', 'ѕсоре'],
    ];
    for (const names of alike) assert.equal(new Set(names.map((name) => lookOf(name))).size, 1, names.join());
    const apart = ['root', 'roots', 'boot', 'rоса', 'ann', 'anna', '李雷', '李蕾', 'bob1', 'bob2'];
    assert.equal(new Set(apart.map((name) => lookOf(name))).size, apart.length);
    assert.equal(lookOf('x'.repeat(64)).length, 43);
  });
});

describe('a line of text', () => {
  const check = (text: string) => () => checkedLine(text, 'display name', 100);

  it('has no invisible characters', () => {
    for (const text of [
      'Ann\u200B',
      'A\u00ADnn',
      'Ann\uFE0F',
      'A\u200Dnn',
      'Ann\u3164',
      'Ann\u{E0041}',
      '\u2060Ann',
    ]) {
      assert.ok(isRefused(check(text)), JSON.stringify(text));
    }
  });

  it('may have those that change how a character looks', () => {
    const texts = [
      'Ann ❤\uFE0F',
      '👩🏽\u200D🚀',
      '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
      'می\u200Cخواهم',
      'क्\u200Dष',
      '葛\u{E0100}',
    ];
    for (const text of texts) assert.equal(checkedLine(text, 'display name', 100), text);
  });
});
