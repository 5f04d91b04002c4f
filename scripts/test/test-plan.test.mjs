import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  findTestFiles,
  LONGEST,
  MEASURED,
  longestFirst,
  NOT_QUICK,
  parsePlan,
  STEPS,
  splitAlone,
} from '../test-plan.mjs';

test('without arguments every step runs over every file', () => {
  assert.deepEqual(parsePlan([]), {
    steps: STEPS,
    selection: 'usual',
    filters: [],
    concurrency: availableParallelism() + 2,
    runnerOptions: [],
  });
});

test('--only chooses steps and keeps their order', () => {
  assert.deepEqual(parsePlan(['--only', 'unit,lint']).steps, ['lint', 'unit']);
  assert.deepEqual(parsePlan(['--only=format']).steps, ['format']);
});

test('a path means its tests alone', () => {
  const plan = parsePlan(['packages/server']);
  assert.deepEqual(plan.steps, ['unit']);
  assert.deepEqual(plan.filters, ['packages/server']);
});

test('options of the test runner go to it as they are', () => {
  assert.deepEqual(parsePlan(['--test-name-pattern=promise 4']).runnerOptions, [
    '--test-name-pattern=promise 4',
  ]);
});

test('an unknown option, step or count is refused', () => {
  assert.throws(() => parsePlan(['--fast']), /no option --fast/);
  assert.throws(() => parsePlan(['--only', 'units']), /not "units"/);
  assert.throws(() => parsePlan(['--only']), /--only knows/);
  assert.throws(() => parsePlan(['--concurrency', '0']), /number from 1 up/);
});

test('test files are found in every workspace, and nowhere else', (t) => {
  const root = folderWith(t, [
    'packages/server/test/store/sql.test.ts',
    'packages/server/src/features/groups/groups.test.ts',
    'packages/server/src/features/groups/groups.ts',
    'apps/web/test/chat.test.tsx',
    'scenarios/romeo.test.ts',
    'scripts/test/pack.test.mjs',
    'packages/server/test/helpers.ts',
    'packages/server/dist/old.test.ts',
    'packages/server/node_modules/other/test/other.test.ts',
  ]);
  const all = [
    'apps/web/test/chat.test.tsx',
    'packages/server/src/features/groups/groups.test.ts',
    'packages/server/test/store/sql.test.ts',
    'scenarios/romeo.test.ts',
    'scripts/test/pack.test.mjs',
  ];
  assert.deepEqual(findTestFiles(root, []), all);
  assert.deepEqual(findTestFiles(root, ['./packages/server/test']), [all[2]]);
  assert.deepEqual(findTestFiles(root, ['no such file']), []);
});

test('a quick run leaves out what needs time; what needs minutes is for a full run alone', (t) => {
  assert.equal(parsePlan(['--quick']).selection, 'quick');
  assert.deepEqual(parsePlan(['--quick']).steps, STEPS);
  assert.deepEqual(parsePlan(['--full']).steps, ['unit']);
  const root = folderWith(t, [
    'apps/verify/test/long.full.test.ts',
    'apps/verify/test/parts.test.ts',
    'scenarios/chaos.test.ts',
  ]);
  assert.deepEqual(findTestFiles(root, []), ['apps/verify/test/parts.test.ts', 'scenarios/chaos.test.ts']);
  assert.deepEqual(findTestFiles(root, [], 'quick'), ['apps/verify/test/parts.test.ts']);
  assert.deepEqual(findTestFiles(root, [], 'full'), ['apps/verify/test/long.full.test.ts']);
});

test('what a quick run leaves out, what is started first, and what has its own process, exists', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = findTestFiles(root, []);
  for (const list of [NOT_QUICK, LONGEST, MEASURED]) {
    const useless = list.filter((beginning) => !files.some((file) => file.startsWith(beginning)));
    assert.deepEqual(useless, []);
  }
});

test('what takes longest is started first, the others by name', () => {
  const [slowest = '', slow = ''] = LONGEST;
  const files = ['a.test.ts', `${slow}b.test.ts`, 'c.test.ts', `${slowest}d.test.ts`];
  assert.deepEqual(longestFirst(files), [files[3], files[1], files[0], files[2]]);
});

function folderWith(t, files) {
  const root = mkdtempSync(join(tmpdir(), 'posthorn-plan-'));
  t.after(() => rmSync(root, { recursive: true }));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

test('long tests that want the machine for themselves run one by one', () => {
  const files = [
    'apps/verify/test/long.full.test.ts',
    'apps/verify/test/command.test.ts',
    'apps/web/test/e2e/a.full.test.ts',
  ];
  assert.deepEqual(splitAlone(files), { alone: files.slice(0, 1), shared: files.slice(1) });
});
