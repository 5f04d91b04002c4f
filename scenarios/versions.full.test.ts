/** Nodes of two versions serve together, and one takes the place of the other, with nothing lost (docs/operations.md). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { FOR_TESTS, ProcessCluster } from '@posthorn/testing/process-cluster';
import { layOut, previousRevisions } from './support/previous-version.ts';
import { LAUNCHER } from '@posthorn/testing/server-process';
import type { ServerProcess } from '@posthorn/testing/server-process';
import { Town } from './support/town.ts';

const revisions = await previousRevisions();
const postgres = TEST_ENGINES.find(({ name }) => name === 'PostgreSQL');
assert.ok(postgres !== undefined);
const server = typeof revisions === 'string' ? revisions : await postgres.start();
const why = typeof server === 'string' ? server : false;

describe('two nodes of this version and two of an earlier one', { skip: why }, () => {
  for (const revision of typeof revisions === 'string' ? [] : revisions) {
    it(`serve together and replace each other: ${revision}`, { timeout: 180_000 }, (t) =>
      together(t, revision),
    );
  }
});

async function together(t: TestContext, revision: string): Promise<void> {
  const previous = await layOut(revision);
  if (typeof previous === 'string') return t.skip(previous);
  t.after(() => previous.remove());
  assert.ok(typeof server === 'object');
  // The tables are made by the older version, and brought up to date by this one while the older one serves.
  const cluster = await ProcessCluster.start(server.lodging, {
    ...FOR_TESTS,
    launchers: [previous.launcher, LAUNCHER],
  });
  t.after(() => cluster.close());
  const town = await Town.open({ url: (index) => cluster.url('tcp', index) });
  t.after(() => town.leave());
  await town.untilAcked(100);
  for (const node of [cluster.routers[0], cluster.gateways[0]]) await replace(cluster, node, LAUNCHER);
  await town.untilAcked(100);
  // Whoever is not content goes back.
  for (const node of [cluster.gateways[1], cluster.routers[1]]) {
    await replace(cluster, node, previous.launcher);
  }
  await town.untilAcked(100);
  await town.close();
}

async function replace(
  cluster: ProcessCluster,
  node: ServerProcess | undefined,
  launcher: string,
): Promise<void> {
  assert.ok(node !== undefined);
  assert.equal(await node.stop(), 0);
  node.launcher = launcher;
  await node.start();
  await cluster.untilReady();
}
