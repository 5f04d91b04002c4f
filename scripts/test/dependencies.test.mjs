import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));

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

test('no package of ours depends on one that depends on it, not even for development', () => {
  const own = new Map(OWN.map(([path]) => [manifestIn(path).name, manifestIn(path)]));
  const edges = new Map();
  for (const [name, { dependencies, devDependencies }] of own) {
    const targets = Object.keys({ ...dependencies, ...devDependencies }).filter((each) => own.has(each));
    edges.set(name, targets);
  }
  assert.deepEqual(circleIn(edges), []);
});

test('no TypeScript project refers to one that refers to it', () => {
  const edges = new Map();
  const visit = (path) => {
    const file = projectFile(path);
    if (edges.has(file)) return;
    const { references = [], files } = JSON.parse(readFileSync(file, 'utf8'));
    const targets = references.map((reference) => projectFile(join(dirname(file), reference.path)));
    // The two at the root are lists of projects, one of which names the other by its folder.
    edges.set(file, files?.length === 0 ? [] : targets);
    for (const target of targets) visit(target);
  };
  visit(join(ROOT, 'tsconfig.check.json'));
  assert.ok(edges.size > 15);
  assert.deepEqual(circleIn(edges), []);
});

test('what a package imports is among its dependencies', () => {
  const missing = OWN.filter(([path]) => existsSync(join(ROOT, path, 'src'))).flatMap(([path]) => {
    const { name, private: isPrivate, dependencies, devDependencies, peerDependencies } = manifestIn(path);
    // What is bundled is published within the bundle.
    const isBundled = existsSync(join(ROOT, path, 'vite.config.ts'));
    const own = (isPrivate || isBundled) && devDependencies;
    const known = Object.keys({ ...dependencies, ...peerDependencies, ...own });
    const files = globSync('src/**/*.ts', { cwd: join(ROOT, path) });
    return files
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) => importsOf(join(ROOT, path, file)).map((each) => `${path}/${file}: ${each}`))
      .filter((line) => !known.includes(line.split(': ')[1] ?? ''))
      .filter((line) => line.split(': ')[1] !== name);
  });
  assert.deepEqual(missing, []);
});

/** The packages that a file cannot be loaded without. */
function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^'.][^']*)'/gm)];
  return specifiers
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('node:') && !builtinModules.includes(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
}

function manifestIn(path) {
  return JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
}

function projectFile(path) {
  return statSync(path).isDirectory() ? join(path, 'tsconfig.json') : path;
}

/** The nodes of a circle in the graph, in order; empty when there is none. */
function circleIn(edges) {
  const done = new Set();
  const search = (node, path) => {
    if (path.includes(node)) return path.slice(path.indexOf(node));
    if (done.has(node)) return [];
    for (const target of edges.get(node) ?? []) {
      const circle = search(target, [...path, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of edges.keys()) {
    const circle = search(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Looks for a package as Node does: beside its dependent, then a folder up, and so on. */
function isLocked(path, name) {
  if (packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`] !== undefined) {
    return true;
  }
  return path !== '' && isLocked(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)), name);
}
