import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const RUNNER = fileURLToPath(new URL('../test-runner.mjs', import.meta.url));

/** Writes test files by name and starts them, one at a time. */
function start(t, files, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-runner-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(join(folder, name), `import { test } from 'node:test';\n${body}`);
  }
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = [RUNNER, '1', '60000', ...options, ...Object.keys(files)];
  const child = spawn(process.execPath, args, { cwd: folder, env });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code, stdout, stderr }),
  );
  return { child, ended };
}

test('files are started in the order given', async (t) => {
  const named = (name) => `test('${name}', () => {});`;
  const { ended } = start(t, { 'b.test.mjs': named('first'), 'a.test.mjs': named('second') });
  const { code, stdout } = await ended;
  assert.equal(code, 0);
  assert.match(stdout, /first[^]*second[^]*tests 2/);
});

test('a test that fails, and a file that cannot be loaded, fail the run', async (t) => {
  const fails = { 'a.test.mjs': `test('no', () => { throw new Error('no luck'); });` };
  const breaks = { 'a.test.mjs': `import './nothing.mjs';` };
  for (const files of [fails, breaks]) {
    const { code, stdout } = await start(t, files).ended;
    assert.equal(code, 1);
    assert.match(stdout, /no luck|nothing\.mjs/);
    assert.match(stdout, /fail 1/);
  }
});

test('all tests are counted, however much a file reports at its end, and whatever it leaves open', async (t) => {
  const many = `import { setInterval } from 'node:timers';
    setInterval(() => {}, 1000);
    for (let count = 0; count < 3000; count++) test('x'.repeat(300) + count, () => {});`;
  const { code, stdout } = await start(t, { 'a.test.mjs': many }).ended;
  assert.equal(code, 0);
  assert.match(stdout, /tests 3000\n/);
  assert.match(stdout, /pass 3000\n/);
});

test('options go to the files, and the reporter can be chosen', async (t) => {
  const two = `test('sings', () => {}); test('hums', () => {});`;
  const { stdout } = await start(t, { 'a.test.mjs': two }, '--test-name-pattern=sings').ended;
  assert.match(stdout, /sings[^]*tests 1\n/);
  assert.doesNotMatch(stdout, /hums/);
  const { stdout: tap } = await start(t, { 'a.test.mjs': two }, '--test-reporter=tap').ended;
  assert.match(tap, /^TAP version 13\n/);
  const { code, stderr } = await start(t, { 'a.test.mjs': two }, '--test-reporter=songs').ended;
  assert.equal(code, 1);
  assert.match(stderr, /no reporter "songs"/);
});

test('a signal ends the files too', async (t) => {
  const hangs = `console.log('pid ' + process.pid);
    test('hangs', () => new Promise((resolve) => setTimeout(resolve, 600_000)));`;
  const { child, ended } = start(t, { 'a.test.mjs': hangs });
  const pid = await new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      const [, found] = /pid (\d+)/.exec(chunk) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  });
  child.kill('SIGTERM');
  const { code } = await ended;
  assert.notEqual(code, 0);
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});
