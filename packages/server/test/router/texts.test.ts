/** What counts as one emoji. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertEmoji } from '../../src/router/texts.ts';

describe('one emoji', () => {
  for (const emoji of ['👍', '👍🏽', '❤️', '1️⃣', '#⃣', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧', '©️', '🏻'])
    it(`is ${emoji}`, () => assertEmoji(emoji, 'reaction'));

  const others = {
    nothing: '',
    'two of them': '👍👍',
    'a digit': '1',
    'a digit in the look of an emoji': '1\uFE0F',
    'a word': 'ok',
    'a letter of the colour of skin': 'a\u{1F3FB}',
    'a space of the colour of skin': ' \u{1F3FB}',
    'a digit of the colour of skin': '1\u{1F3FB}',
  };
  for (const [what, text] of Object.entries(others))
    it(`is not ${what}`, () => assert.throws(() => assertEmoji(text, 'reaction'), { code: 'INVALID' }));
});
