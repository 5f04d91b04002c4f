/** The simulation for two minutes, on seeds that nobody has tried. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const LEAST_SEEDS = 500;

it('every promise holds for two minutes of seeds', { timeout: 600_000 }, async (t) => {
  const { code, output } = await run('--minutes', '2');
  t.diagnostic(output.trim().split('\n').at(-1) ?? '');
  assert.equal(code, 0, output);
  const [, seeds = 0] = /^(\d+) seeds in /m.exec(output) ?? [];
  assert.ok(Number(seeds) >= LEAST_SEEDS, output);
});

function run(...args: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? (error === null ? 0 : error.message), output: stdout + stderr });
    });
  });
}
