import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));

test('styles go by the direction of the page, which the user may choose', async () => {
  const asking: string[] = [];
  for await (const name of glob('**/*.css', { cwd: SOURCES })) {
    if ((await readFile(`${SOURCES}/${name}`, 'utf8')).includes(':dir(')) asking.push(name);
  }
  // The build makes a list of languages of :dir(rtl), for browsers that lack it.
  assert.deepEqual(asking, [], "write :global([dir='rtl']) before the class");
});
