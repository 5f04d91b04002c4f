import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { pages, pageUrl } from '../scripts/pages.ts';

const PAGES = await pages();
assert.ok(PAGES.size > 0);

for (const [name, text] of PAGES) {
  it(`docs/${name} is up to date (npm run docs)`, () => {
    assert.equal(readFileSync(pageUrl(name), 'utf8'), text);
  });
}
