// What the docs name must exist.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'README.md',
  'README.zh-CN.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

for (const page of PAGES) {
  const text = readFileSync(join(ROOT, page), 'utf8');

  test(`${page}: its links lead somewhere`, () => {
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (!/^[a-z]+:/.test(target)) assert.ok(existsSync(join(ROOT, dirname(page), target)), target);
    }
  });
}

for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
  test(`${page} names files that exist`, () => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const roots = 'apps|bench|deploy|docs|packages|proto|scenarios|scripts|simulation|src|test';
    for (const [, path = ''] of text.matchAll(new RegExp(`\`((?:${roots})/[\\w./-]*)\``, 'g'))) {
      const places = [path, join('packages/server', path), join('packages/protocol', path)];
      assert.ok(
        places.some((place) => existsSync(join(ROOT, place))),
        path,
      );
    }
  });
}

test('CONTRIBUTING.md names npm scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  for (const [, name = '', , workspace] of text.matchAll(/npm (?:run )?([a-z:]+)( -w (\S+?))?(?=[\s`])/g)) {
    if (workspace === undefined && !['scripts', 'publish', 'and'].includes(name))
      assert.ok(name in scripts, name);
  }
});

test('the promises in the README are twelve, in both languages', () => {
  for (const page of ['README.md', 'README.zh-CN.md']) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    assert.equal(text.match(/^\| \d+ \| \*\*/gm)?.length, 12);
  }
});
