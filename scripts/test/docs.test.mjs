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

let links = 0;

for (const page of PAGES) {
  const text = readFileSync(join(ROOT, page), 'utf8');

  test(`${page}: its links lead somewhere`, () => {
    for (const [, target = '', anchor] of text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const path = target === '' ? join(ROOT, page) : join(ROOT, dirname(page), target);
      assert.ok(existsSync(path), target);
      if (anchor !== undefined) assert.ok(anchorsOf(path).has(anchor), `${target}#${anchor}`);
      links += 1;
    }
  });
}

test('the pages link each other', () => {
  assert.ok(PAGES.length > 10 && links > 50, `${links} links on ${PAGES.length} pages`);
});

for (const page of ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/security.md']) {
  test(`${page} names files that exist`, () => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const roots = 'apps|bench|deploy|docs|packages|proto|scenarios|scripts|simulation|src|test';
    const named = [...text.matchAll(new RegExp(`\`((?:${roots})/[\\w./-]*)\``, 'g'))];
    assert.ok(named.length >= 10, `${named.length} paths`);
    for (const [, path = ''] of named) {
      const places = [path, join('packages/server', path), join('packages/protocol', path)];
      assert.ok(
        places.some((place) => existsSync(join(ROOT, place))),
        path,
      );
    }
  });
}

test('docs/security.md has the options and defaults of docs/configuration.md', () => {
  const read = (page) => readFileSync(join(ROOT, page), 'utf8');
  const options = read('docs/configuration.md').matchAll(/^### `(--[\w-]+)`[^]*?default: (.*)$/gm);
  const defaults = new Map(Array.from(options, ([, flag, value = '']) => [flag, value.replaceAll('`', '')]));
  const text = read('docs/security.md');
  const ofCommands = ['--json', '--follow', '--rate'];
  for (const [flag] of text.matchAll(/(?<![\w-])--[a-z][\w-]+/g)) {
    assert.ok(defaults.has(flag) || ofCommands.includes(flag), flag);
  }
  const said = [...text.matchAll(/`(--[\w-]+)` \(([^)]+)\)/g)];
  assert.ok(said.length >= 15, `${said.length} defaults`);
  for (const [, flag = '', value = ''] of said) {
    assert.equal(value.replace(/(?<=\d),(?=\d{3})/g, ''), defaults.get(flag), flag);
  }
});

test('docs/security.md goes through every chapter of the ASVS', () => {
  const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  const chapters = new Set(Array.from(text.matchAll(/\bV(\d+)\b/g), ([, number]) => Number(number)));
  assert.deepEqual(
    [...chapters].toSorted((a, b) => a - b),
    Array.from({ length: 17 }, (_, at) => at + 1),
  );
});

test('CONTRIBUTING.md names npm scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const named = [...text.matchAll(/npm (?:run )?([a-z:]+)( -w (\S+?))?(?=[\s`])/g)];
  assert.ok(named.length >= 5, `${named.length} scripts`);
  for (const [, name = '', , workspace] of named) {
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

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(path) {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
