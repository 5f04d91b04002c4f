/** `posthorn verify --topology cluster`: real processes, and a PostgreSQL and a NATS that die and hang. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram, MissingProgramError } from '@posthorn/services';
import { runVerify } from '../src/index.ts';

const LAUNCHER = fileURLToPath(new URL('../../../packages/server/bin/posthorn.js', import.meta.url));
const FAULTS = ['node-kill', 'node-freeze', 'database-kill', 'bus-kill'];

class Text extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(...argv: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new Text(), new Text()];
  const { signal } = new AbortController();
  const code = await runVerify(argv, { stdout, stderr, signal }, { launcher: LAUNCHER });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Those that `npm test` has found, or not. */
function whyNot(): string | false {
  const nats = { command: 'nats-server', variable: 'POSTHORN_NATS_SERVER', aptPackage: 'nats-server' };
  try {
    findProgram(nats);
    return process.env['POSTHORN_POSTGRES'] === undefined ? 'PostgreSQL is missing' : false;
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

it('keeps every promise while nodes, database and bus die', { skip: whyNot() }, async () => {
  const list = ['--seconds', '14', '--seed', '3', '--clients', '8', '--faults', FAULTS.join(',')];
  const { code, stdout, stderr } = await run('--topology', 'cluster', '--json', ...list);
  assert.equal(code, 0, stderr);
  const { acked, faults } = JSON.parse(stdout) as { acked: number; faults: Record<string, number> };
  assert.ok(acked > 0);
  assert.ok(Object.keys(faults).length > 0, 'something was broken');
});

it('refuses a topology that there is not, and one of a server that runs already', async () => {
  assert.equal((await run('--topology', 'ring')).code, 2);
  assert.equal((await run('--topology', 'cluster', '--server', 'http://localhost:1')).code, 2);
  assert.match((await run('--topology', 'cluster', '--faults', 'power-loss')).stderr, /node-kill/);
});
