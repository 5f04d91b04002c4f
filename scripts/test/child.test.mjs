import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { run } from '../child.mjs';

test('the exit code is the program’s', async () => {
  assert.equal(await run(process.execPath, ['-e', 'process.exit(7)']), 7);
});

test('a program ended by a signal ends as in a shell', async () => {
  assert.equal(await run(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")']), 137);
});

test('a program that does not exist is 127', async (t) => {
  t.mock.method(console, 'error', () => {});
  assert.equal(await run('posthorn-no-such-command', []), 127);
});

test('SIGTERM reaches the program, and its answer comes back', async () => {
  const inner = `process.on('SIGTERM', () => process.exit(42)); setInterval(() => {}, 1000); console.log('up');`;
  const outer = `
    const { run } = await import(${JSON.stringify(new URL('../child.mjs', import.meta.url).href)});
    process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(inner)}]);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', outer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 42);
});
