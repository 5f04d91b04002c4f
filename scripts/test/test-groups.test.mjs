import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { grouped } from '../test-groups.mjs';
import { LONGEST, MEASURED, NOT_QUICK } from '../test-plan.mjs';

const RUNNER = fileURLToPath(new URL('../test-runner.mjs', import.meta.url));
const TEST = "import { test } from 'node:test';\n";

test('files share a process, but for long ones, and those that start processes or measure their own', (t) => {
  const [long, slow] = [`${LONGEST[0]}test.ts`, `${NOT_QUICK[0]}slow.test.ts`];
  const [measured = ''] = MEASURED;
  const few = Array.from({ length: 17 }, (_, n) => `packages/some/test/${n + 10}.test.ts`);
  const root = folderOf(t, {});
  const folder = join(root, 'groups');
  mkdirSync(folder);
  writeFileSync(join(folder, 'old.mjs'), '');
  const found = grouped(root, [long, slow, ...few, measured], folder);
  const [first = '', second = ''] = found.slice(1, 3);
  assert.deepEqual(found, [long, first, second, slow, measured]);
  const loaded = (group) => [...readFileSync(group, 'utf8').matchAll(/file:[^"]+/g)].flat();
  assert.deepEqual(
    [...loaded(first), ...loaded(second)],
    few.map((file) => pathToFileURL(join(root, file)).href),
  );
  assert.match(first, /groups.packages\.some\.test\.10\.\.25\.mjs$/);
  assert.deepEqual(grouped(root, [long], folder), [long]);
});

test('every file of a group is run, also when it loads after the others have ended', (t) => {
  const { status, stdout } = runGroup(t, {
    'a.test.mjs': `${TEST}test('one', () => {});\n`,
    'b.test.mjs': `${TEST}await new Promise((resolve) => setTimeout(resolve, 500));\ntest('two', () => {});\n`,
  });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /✔ one[^]*✔ two/);
});

test('hooks of a file are for its own tests', (t) => {
  const hooks = ['before', 'beforeEach', 'afterEach', 'after'];
  const said = (name) => hooks.map((hook) => `${hook}(() => console.log('${name} ${hook}'));\n`).join('');
  const imports = `import { ${hooks.join(', ')}, test } from 'node:test';\n`;
  const { status, stdout } = runGroup(t, {
    'a.test.mjs': `${imports}${said('a')}test('one', () => console.log('one'));\n`,
    'b.test.mjs': `${imports}await new Promise(setImmediate);\n${said('b')}test('two', () => console.log('two'));\n`,
    'c.test.mjs': `${TEST}test('three', () => console.log('three'));\n`,
  });
  assert.equal(status, 0, stdout);
  const around = (name, run) => [
    `${name} before`,
    `${name} beforeEach`,
    run,
    `${name} afterEach`,
    `${name} after`,
  ];
  const lines = stdout.split('\n').filter((line) => /^(?:[ab] \w+|one|two|three)$/.test(line));
  assert.deepEqual(lines, [...around('a', 'one'), ...around('b', 'two'), 'three']);
});

test('a file of a group that cannot be loaded fails the run, and the others are run', (t) => {
  const { status, stdout } = runGroup(t, {
    'a.test.mjs': `${TEST}test('one', () => {});\n`,
    'b.test.mjs': "throw new Error('not today');\n",
  });
  assert.equal(status, 1, stdout);
  assert.match(stdout, /not today/);
  assert.match(stdout, /✔ one/);
});

function runGroup(t, files) {
  const root = folderOf(t, files);
  const [group = ''] = grouped(root, Object.keys(files), join(root, 'groups'));
  // Not a part of this test file's own report.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [RUNNER, '1', '20000', group], { encoding: 'utf8', env });
}

function folderOf(t, files) {
  const root = mkdtempSync(join(tmpdir(), 'posthorn-groups-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
