/** The form of an emoji under which it is counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { qualified } from './effects.ts';

/** Fully-qualified forms, as emoji-test.txt of Unicode has them. */
const QUALIFIED = [
  '❤️',
  '👍',
  '👍🏽',
  '☝️',
  '☝🏽',
  '1️⃣',
  '#️⃣',
  '🇮🇹',
  '🏳️‍🌈',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '❤️‍🔥',
  '👁️‍🗨️',
  '🧑🏽‍❤️‍💋‍🧑🏿',
  '🕵🏽‍♂️',
  '🤷‍♀️',
  '⌚',
  '©️',
];

describe('an emoji', () => {
  for (const emoji of QUALIFIED) {
    it(`is ${emoji}, whichever selectors it is sent with`, () => {
      assert.equal(qualified(emoji), emoji);
      assert.equal(qualified(emoji.replaceAll('\uFE0F', '')), emoji);
      assert.equal(qualified(emoji.replaceAll('\uFE0F', '\uFE0E')), emoji);
      // The first selector alone: minimally qualified.
      assert.equal(qualified(emoji.replace('\uFE0F', '')), emoji);
    });
  }
});
