import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileMessage as lingui } from '@lingui/message-utils/compileMessage';
import { compileMessage } from './compile.ts';

/** As JSON has no undefined, what Lingui leaves undefined counts as absent. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('texts are read as by the compiler of Lingui', () => {
  const texts = [
    '',
    'Log in',
    'Hi {name}!',
    "don't {x}, it''s",
    '{failed, plural, one {# message of {who}} other {# messages of {who}}} here',
    '{n, plural, =0 {none} one {#} other {# #}}',
    '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}',
    '{kind, select, a {first # {x}} other {{n, plural, one {one} other {#}}}}',
    "'{not a value}' but {value}",
    'no. # outside',
  ];
  for (const text of texts) assert.deepEqual(plain(compileMessage(text)), plain(lingui(text)), text);
});

test('every text of the page is read as by the compiler of Lingui', () => {
  const catalogue = readFileSync(new URL('../../locales/zh-CN.po', import.meta.url), 'utf8');
  const texts = [...catalogue.matchAll(/^(?:msgid|msgstr) "(.*)"$/gm)].map(
    (found) => JSON.parse(`"${found[1] ?? ''}"`) as string,
  );
  assert.ok(texts.length > 1_000);
  for (const text of texts) assert.deepEqual(plain(compileMessage(text)), plain(lingui(text)), text);
});

test('a text that is no pattern is shown as it is', () => {
  for (const text of ['{', 'a }', '{n, plural, one {#}', '{n, spell}', '{}'])
    assert.deepEqual(compileMessage(text), [text]);
});
