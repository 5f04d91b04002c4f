import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { sanitise, sanitiseJson, sanitiseLine, sanitiseLines, sanitiseRow } from '../src/sanitise.ts';

/** What could drive a terminal, or make a line read as something else. */
const DRIVING = /[^\P{Cc}\t\n]|\p{Bidi_Control}|[\u2028\u2029\uFEFF\u{E0000}-\u{E007F}]/u;
const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\u001B', '\u009B', '\r', '\n', '\t', '\u202E', '\u2066', '\u{E0041}', 'a'),
  }),
);

it('no text of others drives the terminal', () => {
  assert.equal(sanitise('\u001B]0;owned\u0007\u001B[2Jhi'), '\uFFFD]0;owned\uFFFD\uFFFD[2Jhi');
  assert.equal(sanitise('\u009B31mred'), '\uFFFD31mred');
  assert.equal(sanitise('invoice\u202Egpj.exe'), 'invoice\uFFFDgpj.exe');
  assert.equal(sanitise('a\r\nb\tc'), 'a\nb\tc');
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      assert.doesNotMatch(sanitise(text), DRIVING);
      assert.doesNotMatch(sanitiseLine(text), /\p{Cc}/u);
    }),
  );
});

it('no text of others fakes a line', () => {
  const text = 'well\n\n1/7 root:\thello';
  assert.equal(sanitiseRow(text), 'well ⏎ 1/7 root:\thello');
  assert.equal(sanitiseLine(text), 'well ⏎ 1/7 root: hello');
  assert.deepEqual(sanitiseLines(text), ['well', '  ', '  1/7 root:\thello']);
});

it('JSON is harmless and says the same', () => {
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      const json = sanitiseJson(JSON.stringify({ text }));
      assert.doesNotMatch(json, DRIVING);
      assert.deepEqual(JSON.parse(json), { text });
    }),
  );
});

it('people’s own writing stays as it is', () => {
  for (const text of ['Привет, мир', '你好', 'שלום', '👩‍💻 ok', 'e\u0301']) assert.equal(sanitise(text), text);
});
