/** `posthorn verify` as its user sees it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS_OF_A_CLUSTER, FAULTS_OF_ONE_NODE } from './support/expected-faults.ts';
import { verify } from './support/run.ts';
import type { Result } from './support/run.ts';
import {
  startServer,
  configWith,
  createMemoryStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';

describe('posthorn verify', () => {
  it('does some faults to a server of its own, and every promise is kept', async (t) => {
    const list = ['--once', '--seed', '11', '--clients', '6', '--faults', 'kill,late-retry'];
    const { code, stdout, stderr } = await verify(t.signal, ...list, '--json');
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as Result;
    for (const kind of ['lost', 'duplicated', 'reordered', 'leaked', 'diverged'] as const)
      assert.equal(result[kind], 0, kind);
    assert.equal(result.seed, 11);
    assert.deepEqual(Object.keys(result.faults).toSorted(), ['kill', 'late-retry']);
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
    const { code, stdout, stderr } = await verify(
      t.signal,
      '--server',
      url,
      '--seconds',
      '1',
      '--clients',
      '4',
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Every promise was kept\./);
  });

  it('says when it cannot be tried, and ends with 3', async (t) => {
    const { code, stderr } = await verify(t.signal, '--server', 'tcp://127.0.0.1:1', '--seconds', '1');
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
      const { code, stderr, stdout } = await verify(t.signal, ...argv);
      assert.equal(code, 2, argv.join(' '));
      assert.match(stderr, sentence);
      assert.equal(stdout, '');
    }
  });

  it('helps, and names every fault', async (t) => {
    const { code, stdout } = await verify(t.signal, '--help');
    assert.equal(code, 0);
    for (const name of Object.keys({ ...FAULTS_OF_ONE_NODE, ...FAULTS_OF_A_CLUSTER })) {
      assert.match(stdout, new RegExp(`^ +${name} +\\S.*\\.$`, 'm'));
    }
  });
});
