/** What the others are told by a node that takes its leave. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { systemClock } from '../../src/index.ts';
import { Nodes } from '../../src/cluster/nodes.ts';
import type { Departure } from '../../src/generated/bus.ts';
import { silentLogger } from '../../src/logger.ts';
import { infoOf } from './support/node-info.ts';
import { published } from './support/published.ts';

it('names the users whose groups it has changed, or nothing when they are too many', async (t) => {
  const bus = createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) });
  const nodeOf = (id: string): Nodes =>
    new Nodes({ bus, clock: systemClock, logger: silentLogger, self: () => infoOf(id) });
  const gateway = nodeOf('gateway');
  t.after(async () => {
    gateway.close();
    await bus.close();
  });
  const departures: (Departure | undefined)[] = [];
  gateway.listen({ gone: (_node, departure) => departures.push(departure) });
  const leave = async (id: string, movedUsers: readonly number[]): Promise<void> => {
    const router = nodeOf(id);
    await router.join();
    router.close(movedUsers);
    await published(bus);
  };

  await leave('first', [7, 9]);
  assert.deepEqual(departures, [{ id: 'first', movedUsers: [7, 9] }]);
  await leave(
    'second',
    Array.from({ length: 20_001 }, (_each, index) => index + 1),
  );
  assert.equal(departures.length, 1);
  assert.deepEqual(
    gateway.others().map(({ id }) => id),
    ['second'],
  );
});
