import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hue, initials } from './initials.ts';

test('one or two signs stand for a name', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Friar Laurence', 'FL'],
    ['Mercutio', 'Me'],
    ['deploy-bot', 'db'],
    ['朱丽叶', '朱'],
    ['יוליה', 'י'],
    ['  ', '?'],
    ['👩‍👩‍👧 family', 'fa'],
    ['🎉', '🎉'],
    ['élan', 'él'],
  ];
  for (const [name, expected] of cases) assert.equal(initials(name), expected, name);
});

test('a colour is one of eight', () => {
  for (const id of [0, 1, 7, 8, 1_000_001]) assert.ok(hue(id) >= 0 && hue(id) < 8);
});
