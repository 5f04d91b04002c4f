import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { publishedManifest } from '../pack.mjs';

test('a published package offers what was built, with its types', () => {
  const published = publishedManifest({
    exports: { '.': './src/index.ts', './schema': './src/generated/schema.ts' },
  });
  assert.deepEqual(published.exports, {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './schema': { types: './dist/generated/schema.d.ts', default: './dist/generated/schema.js' },
  });
});

test('conditions of an export are kept', () => {
  const published = publishedManifest({
    exports: { '.': { browser: './src/browser.ts', default: './src/node.ts' } },
  });
  assert.deepEqual(published.exports, {
    '.': {
      browser: { types: './dist/browser.d.ts', default: './dist/browser.js' },
      default: { types: './dist/node.d.ts', default: './dist/node.js' },
    },
  });
});

test('files that are published as they are stay where they are', () => {
  const manifest = {
    exports: { './package.json': './package.json' },
    bin: { posthorn: 'bin/posthorn.js' },
  };
  assert.deepEqual(publishedManifest(manifest), manifest);
});

test('a bin that is TypeScript becomes what was built from it', () => {
  assert.deepEqual(publishedManifest({ bin: { tool: 'src/tool.tsx' } }), { bin: { tool: 'dist/tool.js' } });
  assert.deepEqual(publishedManifest({ bin: './src/tool.ts' }), { bin: './dist/tool.js' });
});

test('the scripts of the repository are not published', () => {
  assert.deepEqual(publishedManifest({ name: 'x', scripts: { prepack: 'node x' } }), { name: 'x' });
});

test('tests beside the sources are type-checked, and neither built nor published', () => {
  const { references } = readConfig('tsconfig.json');
  assert.ok(references.length > 0);
  for (const { path } of references) {
    const { exclude = [] } = readConfig(`${path}/tsconfig.json`);
    const { include = [] } = readConfig(`${path}/test/tsconfig.json`);
    for (const tests of ['src/**/*.test.ts', 'src/**/*.test.tsx']) {
      assert.ok(exclude.includes(tests), `${path}/tsconfig.json excludes ${tests}`);
      assert.ok(include.includes(`../${tests}`), `${path}/test/tsconfig.json includes ../${tests}`);
    }
  }
});

function readConfig(path) {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
}
