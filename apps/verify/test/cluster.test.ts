/** `posthorn verify --topology cluster`: real processes, and a PostgreSQL and a NATS that die, hang and lose messages. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram, MissingProgramError } from '@posthorn/services';
import { Dice } from '../src/dice.ts';
import { runVerify } from '../src/index.ts';
import { ClusterSystem } from '../src/system/cluster-system.ts';
import { assertDone, FAULTS_OF_A_CLUSTER } from './support/expected-faults.ts';
import type { FaultCounts } from './support/expected-faults.ts';

const LAUNCHER = fileURLToPath(new URL('../../cli/bin/posthorn.js', import.meta.url));
/** Faults of the network and of clients are tried on one node. */
const OWN_FAULTS = Object.keys(FAULTS_OF_A_CLUSTER);

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

interface Result extends FaultCounts {
  readonly acked: number;
  readonly recoveryMs: Readonly<Record<string, number>>;
}

/** Chance that fails when it is asked for something of that name. */
class FailingDice extends Dice {
  readonly #name: string;

  constructor(name: string) {
    super(1);
    this.#name = name;
  }

  override fork(name: string): Dice {
    if (name === this.#name) throw new Error('planted');
    return super.fork(name);
  }
}

/** What listens, and what runs, because of this process. */
function heldNow(): readonly string[] {
  return process.getActiveResourcesInfo().filter((name) => /^(TCPServer|Process)Wrap$/.test(name));
}

describe('a cluster that does not start', { skip: whyNot() }, () => {
  it('leaves nothing that listens or runs, also when half of it was built', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-cluster-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const before = heldNow();
    const dice = new FailingDice('entrance of gateway 2');
    const options = { launcher: LAUNCHER, folder, dice, withHosts: false, onDeath: () => {} };
    await assert.rejects(ClusterSystem.create(options), { message: 'planted' });
    assert.deepEqual(heldNow(), before);
  });
});

describe('posthorn verify --topology cluster', () => {
  it('does every fault of a cluster once, and every promise is kept', { skip: whyNot() }, async (t) => {
    const list = ['--once', '--seed', '3', '--clients', '8', '--faults', OWN_FAULTS.join(',')];
    const { code, stdout, stderr } = await run('--topology', 'cluster', '--json', ...list);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as Result;
    assert.ok(result.acked > 100);
    assertDone(FAULTS_OF_A_CLUSTER, result);
    assert.ok('database' in result.recoveryMs && 'last-push' in result.recoveryMs);
    t.diagnostic(stdout.trim());
  });

  it('refuses a topology that there is not, and one of a server that runs already', async () => {
    assert.equal((await run('--topology', 'ring')).code, 2);
    assert.equal((await run('--topology', 'cluster', '--server', 'http://localhost:1')).code, 2);
    assert.match((await run('--topology', 'cluster', '--faults', 'power-loss')).stderr, /node-kill/);
  });
});
