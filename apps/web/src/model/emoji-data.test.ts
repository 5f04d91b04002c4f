import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packed } from '../../scripts/emoji.ts';
import { findEmoji, shortcodeChange, unpackEmoji } from './emoji-data.ts';

const EN = unpackEmoji(packed('en'));
const ZH = unpackEmoji(packed('zh'));

describe('emoji', () => {
  it('are found by shortcodes, in every language, and by its own words', () => {
    assert.equal(findEmoji(EN, 'tad')[0]?.emoji, '🎉');
    assert.equal(findEmoji(ZH, 'tada')[0]?.emoji, '🎉');
    assert.ok(findEmoji(ZH, '赞').some(({ emoji }) => emoji.startsWith('👍')));
    assert.equal(findEmoji(EN, 'a', 5).length, 5);
    assert.deepEqual(findEmoji(EN, 'nothingiscalledso'), []);
  });

  it('have five tones or none', () => {
    for (const { skins } of EN.emoji) assert.ok(skins.length === 0 || skins.length === 5);
    assert.equal(EN.tones.length, 5);
  });

  it('take the place of a shortcode that ends', () => {
    assert.equal(shortcodeChange(EN, 'Yes :tada:', 10)?.insert, '🎉');
    assert.equal(shortcodeChange(EN, 'Yes :tada:', 10)?.from, 4);
    for (const text of ['10:30:', ':nobodyknows:', '`:tada:', 'a:tada:', '::'])
      assert.equal(shortcodeChange(EN, text, text.length), undefined, text);
  });
});
