import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('../test-runner.mjs', import.meta.url));

test('what runs between promises is not tracked, or tests take a third longer', (t) => {
  const { status, stdout } = runFile(
    t,
    `import assert from 'node:assert/strict';
import { executionAsyncId } from 'node:async_hooks';
import { test } from 'node:test';
test('a test', async () => {
  await new Promise(setImmediate);
  const before = executionAsyncId();
  await null;
  assert.equal(executionAsyncId(), before);
});
`,
  );
  assert.equal(status, 0, stdout);
});

test('tests and hooks belong where they begin, also behind promises and timers', (t) => {
  const { status, stdout } = runFile(
    t,
    `import { after, describe, test } from 'node:test';
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
describe('a suite', async () => {
  await pause();
  after(() => console.log('the end of the suite'));
  test('inside', async () => {
    await pause();
    after(() => console.log('the end of the test'));
  });
});
test('outside', () => {});
`,
  );
  assert.equal(status, 0, stdout);
  assert.match(stdout, /the end of the test[^]*the end of the suite/);
  assert.match(stdout, /▶ a suite\n {2}✔ inside.*\n✔ a suite.*\n✔ outside/);
});

test('what is thrown later fails the test that has begun it', (t) => {
  const { status, stdout } = runFile(
    t,
    `import { test } from 'node:test';
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
test('good', pause);
test('bad in a timer', async () => {
  await null;
  setTimeout(() => { throw new Error('too late'); });
  await pause();
});
test('bad in a promise', async () => {
  await null;
  void Promise.reject(new Error('too late'));
  await pause();
});
`,
  );
  assert.equal(status, 1);
  assert.match(stdout, /✔ good[^]*✖ bad in a timer[^]*✖ bad in a promise/);
});

function runFile(t, text) {
  const root = mkdtempSync(join(tmpdir(), 'posthorn-light-'));
  t.after(() => rmSync(root, { recursive: true }));
  const file = join(root, 'some.test.mjs');
  writeFileSync(file, text);
  // Not a part of this test file's own report.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [RUNNER, '1', '20000', file], { encoding: 'utf8', env });
}
