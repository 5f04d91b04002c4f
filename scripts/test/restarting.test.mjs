import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

const MODULE = new URL('../restarting.mjs', import.meta.url).href;

/** A program that says something, stays, and answers SIGTERM with exit code 42. */
const staying = (text) =>
  `process.on('SIGTERM', () => process.exit(42)); setInterval(() => {}, 1000); console.log('${text}');`;

/**
 * Runs a program that restarts with its file, in a process of its own.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} code
 */
function runRestarting(t, code) {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-restarting-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (name, text) => writeFileSync(join(folder, name), text);
  write('program.mjs', code);
  const outer = `
    const { runAndRestart } = await import(${JSON.stringify(MODULE)});
    process.exitCode = await runAndRestart([process.execPath, ${JSON.stringify(join(folder, 'program.mjs'))}], {
      folders: [${JSON.stringify(folder)}],
      isSource: (path) => path.endsWith('.mjs'),
      say: (sentence) => console.log(sentence),
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', outer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, write, ended, line: async () => (await lines.next()).value };
}

test('a change starts the program again, and our end is its end', async (t) => {
  const { child, write, ended, line } = runRestarting(t, staying('one'));
  assert.equal(await line(), 'one');
  write('notes.txt', 'no source');
  write('program.mjs', staying('two'));
  assert.equal(await line(), 'program.mjs has changed: starting again.');
  assert.equal(await line(), 'two');
  child.kill('SIGTERM');
  assert.equal(await ended, 42);
});

test('a program that has ended is started again when a file changes', async (t) => {
  const { child, write, ended, line } = runRestarting(t, 'process.exit(3)');
  assert.match((await line()) ?? '', /exit code 3/);
  write('program.mjs', staying('repaired'));
  assert.equal(await line(), 'repaired');
  child.kill('SIGTERM');
  assert.equal(await ended, 42);
});

test('while it waits for a change it can be ended', async (t) => {
  const { child, ended, line } = runRestarting(t, 'process.exit(3)');
  await line();
  child.kill('SIGTERM');
  assert.equal(await ended, 3);
});
