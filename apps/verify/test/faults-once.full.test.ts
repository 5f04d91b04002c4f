/** Each fault once, with every promise kept. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { assertDone, FAULTS_OF_A_CLUSTER, FAULTS_OF_ONE_NODE } from './support/expected-faults.ts';
import { verify, whyNoCluster } from './support/run.ts';
import type { Result } from './support/run.ts';

async function once(t: TestContext, ...options: readonly string[]): Promise<Result> {
  const { code, stdout, stderr } = await verify(t.signal, '--once', '--clients', '8', '--json', ...options);
  t.diagnostic(stdout.trim());
  assert.equal(code, 0, stderr);
  const result = JSON.parse(stdout) as Result;
  for (const kind of ['lost', 'duplicated', 'reordered', 'leaked', 'diverged'] as const)
    assert.equal(result[kind], 0, kind);
  assert.ok(result.acked > 100);
  return result;
}

it('every fault of one node', async (t) => {
  assertDone(FAULTS_OF_ONE_NODE, await once(t, '--seed', '11'));
});

it('every fault of a cluster', { skip: whyNoCluster() }, async (t) => {
  // Faults of the network and of clients are tried on one node.
  const own = Object.keys(FAULTS_OF_A_CLUSTER);
  const result = await once(t, '--topology', 'cluster', '--seed', '3', '--faults', own.join(','));
  assertDone(FAULTS_OF_A_CLUSTER, result);
  assert.ok('database' in result.recoveryMs && 'last-push' in result.recoveryMs);
});
