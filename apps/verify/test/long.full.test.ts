/** Long runs of `posthorn verify`, each with a seed of its own: what a short run seldom meets. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { verify, whyNoCluster } from './support/run.ts';
import type { Result } from './support/run.ts';

/** POSTHORN_VERIFY_SECONDS: for longer. */
const SECONDS = process.env['POSTHORN_VERIFY_SECONDS'] ?? '20';
/** So many kinds of fault come within that time, also on a machine that lacks some. */
const LEAST_KINDS = 4;
/** So many changes of each kind are acked within that time. */
const LEAST_CHANGES = 8;

async function keepsEveryPromise(t: TestContext, ...topology: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await verify(t.signal, '--seconds', SECONDS, '--json', ...topology);
  t.diagnostic(stdout.trim());
  assert.equal(code, 0, stderr);
  const result = JSON.parse(stdout) as Result;
  const { lost, duplicated, reordered, leaked, diverged, acked, changes, faults } = result;
  assert.deepEqual([lost, duplicated, reordered, leaked, diverged], [0, 0, 0, 0, 0]);
  assert.ok(acked > 400, `${acked} acked`);
  for (const kind of ['edit', 'recall', 'reaction', 'vote']) {
    assert.ok((changes[kind] ?? 0) >= LEAST_CHANGES, `${kind}: ${changes[kind]}`);
  }
  assert.ok(Object.keys(faults).length >= LEAST_KINDS, Object.keys(faults).join());
}

it('one node keeps every promise', { timeout: 400_000 }, (t) => keepsEveryPromise(t));

it('a cluster keeps every promise', { timeout: 500_000, skip: whyNoCluster() }, (t) =>
  keepsEveryPromise(t, '--topology', 'cluster'),
);
