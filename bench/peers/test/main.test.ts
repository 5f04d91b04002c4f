/** The command line: one peer or one kind of work alone, and never the page from that. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PAGE = new URL('../../../docs/benchmarks.md', import.meta.url);

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

it('does one kind of work of one peer, and leaves the page as it is', async () => {
  const before = await stat(PAGE);
  const size = ['--scale', '0.01', '--seconds', '0.1', '--dir', tmpdir()];
  const { code, stdout, stderr } = await run('socket.io', '--only', 'direct', ...size);
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /^socket\.io, direct: \d+ a second; server [\d.?]+, load [\d.]+, others [\d.?]+ of a core\n$/,
  );
  assert.equal((await stat(PAGE)).mtimeMs, before.mtimeMs);
});

it('says what there is when it is asked for something else', async () => {
  for (const args of [['nobody'], ['--scale', '2']]) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, /Peers: posthorn, socket\.io, /);
  }
});
