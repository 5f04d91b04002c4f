import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { sanitise, sanitiseLine } from '../src/sanitise.ts';

it('no text of others drives the terminal', () => {
  assert.equal(sanitise('\u001B]0;owned\u0007\u001B[2Jhi'), '\uFFFD]0;owned\uFFFD\uFFFD[2Jhi');
  assert.equal(sanitise('\u009B31mred'), '\uFFFD31mred');
  assert.equal(sanitise('invoice\u202Egpj.exe'), 'invoice\uFFFDgpj.exe');
  assert.equal(sanitise('a\r\nb\tc'), 'a\nb\tc');
  assert.equal(sanitiseLine('a\nb'), 'a b');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(sanitise(text), /[^\P{Cc}\t\n]/u);
      assert.doesNotMatch(sanitiseLine(text), /\p{Cc}/u);
    }),
  );
});

it('people’s own writing stays as it is', () => {
  for (const text of ['Привет, мир', '你好', 'שלום', '👩‍💻 ok', 'e\u0301']) assert.equal(sanitise(text), text);
});
