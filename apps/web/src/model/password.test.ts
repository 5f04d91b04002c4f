import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passwordHint } from './password.ts';

test('a hint follows the rules of the server, then length and variety', () => {
  const hint = (password: string): string => passwordHint(password, 'romeo-montague', 8);
  assert.equal(hint(''), 'empty');
  assert.equal(hint('short'), 'too-short');
  assert.equal(hint('Romeo-Montague'), 'is-name');
  assert.equal(hint('aaaaaaaaaaaa'), 'weak');
  assert.equal(hint('12345678'), 'weak');
  assert.equal(hint('hgfedcba'), 'weak');
  assert.equal(hint('but soft what light'), 'strong');
  assert.equal(hint('我家在上海东边住'), 'fair');
  // A server may take short ones; that makes them no better.
  assert.equal(passwordHint('short', 'romeo', 1), 'weak');
});
