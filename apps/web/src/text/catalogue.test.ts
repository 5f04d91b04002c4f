import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES } from '../theme/languages.ts';

const SOURCES = join(import.meta.dirname, '..');
const LOCALES = join(import.meta.dirname, '../../locales');
/** The gallery and the sample speak English alone. */
const NOT_TRANSLATED = /^(gallery|sample)\b|\.test\.tsx?$/;

/** What is shown, as it stands in the code: `i18n._('…')`, or in a table, after the comment that the extractor knows. */
function texts(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || NOT_TRANSLATED.test(file)) continue;
    const code = readFileSync(join(SOURCES, file), 'utf8');
    for (const [, single, double] of code.matchAll(
      /(?:\bi18n\._\(|\/\*i18n\*\/)\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")/g,
    )) {
      found.add((single ?? double ?? '').replace(/\\(.)/g, '$1'));
    }
  }
  return found;
}

function catalogue(tag: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(LOCALES, `${tag}.po`), 'utf8');
  const unquote = (lines: string): string =>
    [...lines.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([line]) => JSON.parse(line) as string).join('');
  return new Map(
    [...text.matchAll(/^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm)].map(([, id = '', words = '']) => [
      unquote(id),
      unquote(words),
    ]),
  );
}

/** The values of a text: what stands for them must be the same in every language. */
function values(text: string): readonly string[] {
  return (
    [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name = '']) => name))]
      // A word of a plural in braces looks like a value.
      .filter(
        (name) =>
          new RegExp(`\\{${name}(,|\\})`).test(text) &&
          !new RegExp(`(one|other|=\\d+) \\{${name}\\}`).test(text),
      )
      .sort()
  );
}

for (const { tag } of LANGUAGES.filter((language) => language.tag !== 'en')) {
  test(`every text is in ${tag}`, () => {
    const known = catalogue(tag);
    const missing = [...texts()].filter((text) => (known.get(text) ?? '') === '');
    // Run `npx lingui extract` in apps/web, and translate what is empty in locales/.
    assert.deepEqual(missing, []);
  });

  test(`texts in ${tag} have the values of the English ones`, () => {
    for (const [text, words] of catalogue(tag)) {
      if (text !== '' && words !== '') assert.deepEqual(values(words), values(text), text);
    }
  });
}
