/** `posthorn verify --topology cluster`: real processes, and a PostgreSQL and a NATS that die, hang and lose messages. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Dice } from '../src/dice.ts';
import { ClusterSystem } from '../src/system/cluster-system.ts';
import { LAUNCHER, verify, whyNoCluster } from './support/run.ts';
import type { Result } from './support/run.ts';

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

describe('a cluster that does not start', { skip: whyNoCluster() }, () => {
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
  it('kills a node once, and every promise is kept', { skip: whyNoCluster() }, async (t) => {
    const list = ['--once', '--seed', '3', '--clients', '6', '--faults', 'node-kill'];
    const { code, stdout, stderr } = await verify(t.signal, '--topology', 'cluster', '--json', ...list);
    assert.equal(code, 0, stderr);
    assert.deepEqual(Object.keys((JSON.parse(stdout) as Result).faults), ['node-kill']);
    t.diagnostic(stdout.trim());
  });

  it('refuses a topology that there is not, and one of a server that runs already', async (t) => {
    assert.equal((await verify(t.signal, '--topology', 'ring')).code, 2);
    assert.equal((await verify(t.signal, '--topology', 'cluster', '--server', 'http://localhost:1')).code, 2);
    assert.match(
      (await verify(t.signal, '--topology', 'cluster', '--faults', 'power-loss')).stderr,
      /node-kill/,
    );
  });
});
