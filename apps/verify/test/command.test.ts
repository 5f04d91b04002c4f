/** `posthorn verify` as its user sees it. */
import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runVerify } from '../src/index.ts';
import { assertDone, FAULTS_OF_A_CLUSTER, FAULTS_OF_ONE_NODE } from './support/expected-faults.ts';
import type { FaultCounts } from './support/expected-faults.ts';
import {
  startServer,
  configWith,
  createMemoryStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';

const LAUNCHER = fileURLToPath(new URL('../../cli/bin/posthorn.js', import.meta.url));

class Text extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(
  signal: AbortSignal,
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const [stdout, stderr] = [new Text(), new Text()];
  const code = await runVerify(argv, { stdout, stderr, signal }, { launcher: LAUNCHER });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe('posthorn verify', () => {
  it('does every fault of one node to a server of its own, and every promise is kept', async (t) => {
    const { code, stdout, stderr } = await run(
      t.signal,
      '--once',
      '--seed',
      '11',
      '--clients',
      '8',
      '--json',
    );
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as Record<string, number> & FaultCounts;
    for (const kind of ['lost', 'duplicated', 'reordered', 'leaked', 'diverged'])
      assert.equal(result[kind], 0, kind);
    assert.equal(result['seed'], 11);
    assert.ok((result['acked'] ?? 0) > 100);
    assertDone(FAULTS_OF_ONE_NODE, result);
    t.diagnostic(stdout.trim());
  });

  it('checks a server that runs already, and breaks nothing there', async (t) => {
    const server = await startServer({
      config: configWith({ http: 0, tcp: 0, drainWindow: 0 }),
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      store: createMemoryStore({ random: systemRandom }),
    });
    t.after(() => server.close());
    const url = `http://127.0.0.1:${server.httpPort}`;
    const { code, stdout, stderr } = await run(t.signal, '--server', url, '--seconds', '1', '--clients', '4');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Every promise was kept\./);
  });

  it('says when it cannot be tried, and ends with 3', async (t) => {
    const { code, stderr } = await run(t.signal, '--server', 'tcp://127.0.0.1:1', '--seconds', '1');
    assert.equal(code, 3);
    assert.match(stderr, /no connection/);
  });

  it('explains a wrong command line, and ends with 2', async (t) => {
    const wrong: readonly (readonly [argv: readonly string[], sentence: RegExp])[] = [
      [['--once', '--seconds', '9'], /leave --seconds and --server out/],
      [['--seconds', 'ten'], /--seconds must be a whole number from 1/],
      [['--clients', '1'], /--clients must be a whole number from 4/],
      [['--faults', 'kill,plague'], /There is no fault "plague"\. There are: kill, /],
      [['--faults', 'node-alone'], /The fault "node-alone" needs --topology cluster/],
      [['--faults', 'kill', '--topology', 'cluster'], /The fault "kill" needs --topology single/],
      [['--server', 'chat.example.com'], /--server must be like http/],
      [['--server', 'http://127.0.0.1:1', '--faults', 'kill'], /With --server nothing is broken/],
      [['--sedd', '4'], /Unknown option '--sedd'/],
      [['now'], /Unexpected argument 'now'/],
      [['--keep', '.'], /is not empty/],
    ];
    for (const [argv, sentence] of wrong) {
      const { code, stderr, stdout } = await run(t.signal, ...argv);
      assert.equal(code, 2, argv.join(' '));
      assert.match(stderr, sentence);
      assert.equal(stdout, '');
    }
  });

  it('helps, and names every fault', async (t) => {
    const { code, stdout } = await run(t.signal, '--help');
    assert.equal(code, 0);
    for (const name of Object.keys({ ...FAULTS_OF_ONE_NODE, ...FAULTS_OF_A_CLUSTER })) {
      assert.match(stdout, new RegExp(`^ +${name} +\\S.*\\.$`, 'm'));
    }
  });
});
