/** The simulation for a minute, on the same seeds each time: `npm run simulate` plays new ones. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const RUNS = [
  { from: 1, seeds: 250 },
  { from: 10_000, seeds: 1000 },
];

for (const { from, seeds } of RUNS) {
  it(`every promise holds for ${seeds} seeds`, { timeout: 600_000 }, async (t) => {
    const played = await Promise.all(
      shares(from, seeds).map(async (share) => {
        const { code, output } = await run('--from', `${share.from}`, '--seeds', `${share.seeds}`);
        t.diagnostic(output.trim().split('\n').at(-1) ?? '');
        assert.equal(code, 0, output);
        return Number(/^(\d+) seeds in /m.exec(output)?.[1]);
      }),
    );
    assert.equal(
      played.reduce((sum, each) => sum + each),
      seeds,
    );
  });
}

/** One for each core: a simulation keeps one busy. */
function shares(from: number, seeds: number): readonly { readonly from: number; readonly seeds: number }[] {
  const count = availableParallelism();
  const edge = (index: number): number => from + Math.round((seeds * index) / count);
  return Array.from({ length: count }, (_, index) => ({
    from: edge(index),
    seeds: edge(index + 1) - edge(index),
  }));
}

function run(...args: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? (error === null ? 0 : error.message), output: stdout + stderr });
    });
  });
}
