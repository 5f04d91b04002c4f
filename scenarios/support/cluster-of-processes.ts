/** Two gateways and two routers as processes, on a real database and NATS. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TestEngine } from '@posthorn/testing/databases';
import { FOR_TESTS, ProcessCluster } from '@posthorn/testing/process-cluster';
import { Stage, transcripts } from './stage.ts';
import { Town } from './town.ts';

export async function describeCluster(engine: TestEngine): Promise<void> {
  const server = await engine.start();
  const skip = typeof server === 'string' ? server : false;
  describe(`2 gateways and 2 routers on ${engine.name} and a NATS with a secret`, { skip }, () => {
    if (typeof server === 'string') return;
    let cluster: ProcessCluster;
    before(async () => {
      const sealed = ['--bus-secret', 'the secret of a cluster, for tests'];
      const options = [...(FOR_TESTS.options ?? []), ...sealed, '--cim', '--cim-port', '0'];
      cluster = await ProcessCluster.start(server.lodging, { ...FOR_TESTS, options });
    });
    after(() => cluster.close());

    for (const [index, [name, lines]] of transcripts().entries()) {
      it(`plays ${name}`, { timeout: 30_000 }, async () => {
        const stage = new Stage(cluster, ['tcp', 'http', 'ws'], String(index));
        try {
          for (const line of lines) await stage.play(line);
        } finally {
          await stage.end();
        }
      });
    }

    it(
      'loses, repeats and reorders nothing when its processes die and sleep',
      { timeout: 120_000 },
      async (t) => {
        const town = await Town.open({ url: (index) => cluster.url('tcp', index), usesLobby: false });
        t.after(() => town.leave());
        await town.untilAcked(50);
        const [router, other] = cluster.routers;
        const [gateway] = cluster.gateways;
        assert.ok(router !== undefined && other !== undefined && gateway !== undefined);
        town.takeLongestDelay();
        await router.kill();
        await town.untilAcked(300);
        t.diagnostic(`a router killed: the longest send took ${Math.round(town.takeLongestDelay())} ms`);
        await router.start();
        await town.untilAcked(100);
        process.kill(other.pid, 'SIGSTOP');
        await town.untilAcked(300);
        t.diagnostic(`a router stopped: the longest send took ${Math.round(town.takeLongestDelay())} ms`);
        process.kill(other.pid, 'SIGCONT');
        await town.untilAcked(100);
        await gateway.kill();
        await town.untilAcked(200);
        await gateway.start();
        assert.equal(await other.stop(), 0, 'a router that drains ends well');
        await town.untilAcked(100);
        await other.start();
        await town.close();
      },
    );
  });
}
