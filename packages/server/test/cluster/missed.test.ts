/** Nodes that have not heard each other for a while notice it when they do. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { NODES_SUBJECT } from '../../src/bus/subjects.ts';
import type { Clock } from '../../src/clock.ts';
import { Nodes } from '../../src/cluster/nodes.ts';
import { encodeNodeNote } from '../../src/generated/bus.ts';
import { systemClock } from '../../src/index.ts';
import { silentLogger } from '../../src/logger.ts';
import { infoOf } from './support/node-info.ts';
import { published } from './support/published.ts';

const START = 1_000_000;

function stage(t: TestContext) {
  const time = { ms: 0 };
  const clock: Clock = { ...systemClock, monotonic: () => time.ms };
  const bus = createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) });
  const nodes = new Nodes({ bus, clock, logger: silentLogger, self: () => infoOf('gateway') });
  t.after(async () => {
    nodes.close();
    await bus.close();
  });
  const missed: string[] = [];
  nodes.listen({ missed: ({ id }) => missed.push(id) });
  return {
    time,
    missed,
    announce: async (id: string, ageMs: number): Promise<void> => {
      const value = { ...infoOf(id), startedAt: START, now: START + ageMs };
      bus.publish(NODES_SUBJECT, encodeNodeNote({ body: { case: 'announcement', value } }));
      await published(bus);
    },
  };
}

it('a node that comes, or was here before, is missed by nobody', async (t) => {
  const { time, missed, announce } = stage(t);
  await announce('older', 3_600_000);
  time.ms = 3_600_000;
  await announce('newer', 300);
  await announce('older', 7_200_000);
  assert.deepEqual(missed, []);
});

it('a node that is heard for the first time, and has been here for as long, was missed', async (t) => {
  const { time, missed, announce } = stage(t);
  time.ms = 60_000;
  await announce('silent', 60_000);
  await announce('silent', 60_500);
  assert.deepEqual(missed, ['silent']);
});

it('a node of an older version, which does not say its time, is not', async (t) => {
  const { time, missed, announce } = stage(t);
  time.ms = 60_000;
  await announce('old', -START);
  assert.deepEqual(missed, []);
});
