/** The simulation for a minute or two, on the same seeds each time: `npm run simulate` plays new ones. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const FIRST_SEED = 10_000;
const SEEDS = 6000;

it('every promise holds for thousands of seeds', { timeout: 600_000 }, async (t) => {
  const { code, output } = await run('--from', `${FIRST_SEED}`, '--seeds', `${SEEDS}`);
  t.diagnostic(output.trim().split('\n').at(-1) ?? '');
  assert.equal(code, 0, output);
  const [, seeds = 0] = /^(\d+) seeds in /m.exec(output) ?? [];
  assert.equal(Number(seeds), SEEDS, output);
});

function run(...args: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? (error === null ? 0 : error.message), output: stdout + stderr });
    });
  });
}
