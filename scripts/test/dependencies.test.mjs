import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);
const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', ROOT), 'utf8'));

/** The repository's own packages: everything in the lock file that is not under node_modules. */
const OWN = Object.entries(packages).filter(([path]) => !path.includes('node_modules/'));

test('every dependency of ours is pinned exactly', () => {
  for (const [path, { dependencies, devDependencies }] of OWN) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} in ${path || 'the root'}`);
    }
  }
});

test('the lock file knows every platform, or "npm ci" fails on all of them', () => {
  // npm leaves out what the registry could not give at that moment: choose a version that is whole.
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !isLocked(path, name)),
  );
  assert.deepEqual(missing, []);
});

test('the lock file names no download address, so any registry serves', () => {
  const addressed = Object.entries(packages).filter(([, { resolved }]) => /^https?:/.test(resolved ?? ''));
  assert.deepEqual(addressed, []);
});

/** Looks for a package as Node does: beside its dependent, then a folder up, and so on. */
function isLocked(path, name) {
  if (packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`] !== undefined) {
    return true;
  }
  return path !== '' && isLocked(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name);
}
