import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { grouped } from '../test-groups.mjs';
import { LONGEST, NOT_QUICK } from '../test-plan.mjs';

test('files share a process, but for long ones, those with hooks, and those that start processes', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'posthorn-groups-'));
  t.after(() => rmSync(root, { recursive: true }));
  const [long, slow] = [`${LONGEST[0]}test.ts`, `${NOT_QUICK[0]}slow.test.ts`];
  const few = [1, 2, 3, 4, 5, 6, 7].map((n) => `packages/some/test/${n}.test.ts`);
  const hooked = 'packages/some/test/hooked.test.ts';
  for (const file of [long, slow, ...few, hooked]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(
      join(root, file),
      file === hooked ? 'let a;\n\nbefore(() => {});\n' : '  before(() => {});\n',
    );
  }
  const folder = join(root, 'groups');
  mkdirSync(folder);
  writeFileSync(join(folder, 'old.mjs'), '');
  const found = grouped(root, [long, slow, ...few, hooked], folder);
  const [first = '', second = ''] = found.slice(1, 3);
  assert.deepEqual(found, [long, first, second, slow, hooked]);
  const loaded = (group) => [...readFileSync(group, 'utf8').matchAll(/file:[^"]+/g)].flat();
  assert.deepEqual(
    [...loaded(first), ...loaded(second)],
    few.map((file) => pathToFileURL(join(root, file)).href),
  );
  assert.match(first, /groups.packages\.some\.test\.1\.\.5\.mjs$/);
  assert.deepEqual(grouped(root, [long], folder), [long]);
});
