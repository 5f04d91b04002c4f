import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { commandsPage } from '../src/index.ts';

it('docs/cli.md is up to date (npm run docs -w apps/cli)', async () => {
  const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
  assert.equal(page, await commandsPage());
});
