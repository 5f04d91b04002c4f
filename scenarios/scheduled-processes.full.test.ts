/** Scheduled messages are sent once, though routers are killed while they send them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { FOR_TESTS, ProcessCluster } from '@posthorn/testing/process-cluster';
import { eventually } from './support/cluster-scene.ts';
import { People } from './support/people.ts';

/** For each router that is killed. */
const COUNT = 45;
/** Between one message and the next. */
const GAP_MS = 50;
const LEAD_MS = 1500;

describe('a cluster whose routers are killed', () => {
  for (const engine of TEST_ENGINES) {
    it(`sends what was scheduled once, on ${engine.name}`, { timeout: 120_000 }, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      const cluster = await ProcessCluster.start(server.lodging, FOR_TESTS);
      const people = new People({ tcpUrl: cluster.url('tcp', 0), httpUrl: cluster.url('http', 0) });
      t.after(async () => {
        await people.close();
        await cluster.close();
      });
      const [ann, bob] = [await people.join('ann'), await people.join('bob')];
      const target = { case: 'user', value: bob.id } as const;
      const schedule = async (texts: string[]): Promise<{ conversation: number; last: number }> => {
        const start = Date.now() + LEAD_MS;
        const [first] = await Promise.all(
          texts.map((text, index) =>
            ann.client.call('schedule', {
              target,
              at: start + index * GAP_MS,
              clientId: text,
              content: { text },
            }),
          ),
        );
        const { conversation } = first ?? assert.fail();
        return { conversation, last: start + (texts.length - 1) * GAP_MS };
      };
      const said = (conversation: number): number => bob.texts(conversation).length;
      const texts: string[] = [];
      const late: number[] = [];
      let conversation = 0;
      // One of the two has the lease; the other one takes it over, and dies as well. Each has its own
      // messages: a machine that is slow to start the first router must leave some for the second.
      for (const router of cluster.routers) {
        const mine = Array.from({ length: COUNT }, (_, index) => `message ${texts.length + index}`);
        const scheduled = await schedule(mine);
        ({ conversation } = scheduled);
        await bob.until(() => said(conversation) > texts.length);
        texts.push(...mine);
        await router.kill();
        await router.start();
        await bob.until(() => said(conversation) >= texts.length);
        late.push(Math.max(...bob.messages.map(({ time }) => time)) - scheduled.last);
      }
      t.diagnostic(`the last ones came ${late.join(' and ')} ms late`);
      // What a router has sent when it was killed is sent again by the next one, which changes nothing.
      await eventually(
        () => ann.client.call('listScheduled', {}),
        ({ scheduled }) => scheduled.length === 0,
      );
      await ann.client.send({ conversation }, 'the end').done;
      await bob.until(() => bob.texts(conversation).includes('the end'));
      assert.deepEqual(bob.texts(conversation).toSorted(), [...texts, 'the end'].toSorted());
    });
  }
});
