/** What a router is told of the connections of its gateways. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Link } from '../../src/cluster/link.ts';
import { encodeRouterCall } from '../../src/generated/bus.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Router } from '../../src/router/router.ts';
import { ServedRouter } from '../../src/rpc/served.ts';

const SESSION = {
  id: 1,
  user: 3,
  name: 'romeo',
  nameKey: 'romeo',
  admin: false,
  deviceId: 'd',
  deviceClass: 'desktop',
  inbox: 9,
} as const;

function stage() {
  const detached: number[] = [];
  // No more of a router and of a link is used here.
  const router = { detached: (connection: number) => void detached.push(connection) } as unknown as Router;
  const served = new ServedRouter({ router, logger: silentLogger });
  return {
    detached,
    open: () => {
      const owner = served.accept('gateway', {} as Link);
      return {
        arrive: (connection: number) => {
          const body = { case: 'arrival', value: { address: '', session: SESSION } } as const;
          owner.onItem(encodeRouterCall({ id: 0, connection, body }));
        },
        detach: (connection: number) =>
          owner.onItem(
            encodeRouterCall({ id: 0, connection, body: { case: 'detached', value: { offlineUser: 0 } } }),
          ),
        end: () => owner.onEnd('silent'),
      };
    },
  };
}

it('the end of a link ends what came by it', () => {
  const { detached, open } = stage();
  const link = open();
  link.arrive(7);
  link.arrive(8);
  link.detach(8);
  link.end();
  assert.deepEqual(detached, [8, 7]);
});

it('an older link, whose end is heard late, does not end what has arrived by a newer one since (promise 4)', () => {
  const { detached, open } = stage();
  const [older, newer] = [open(), open()];
  older.arrive(7);
  older.arrive(8);
  newer.arrive(7);
  older.detach(7);
  older.end();
  assert.deepEqual(detached, [8]);
  newer.end();
  assert.deepEqual(detached, [8, 7]);
});
