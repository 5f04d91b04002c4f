/** Whoever waits until a client has taken what was written is told, also beside others. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Connection } from '../../src/gateway/connection.ts';
import type { ConnectionHost } from '../../src/gateway/connection.ts';
import type { Transport } from '../../src/gateway/transport.ts';
import type { Protocol } from '../../src/protocols/protocol.ts';
import { systemClock } from '../../src/system.ts';

it('resolves for all who wait for the same client', async () => {
  const transport = { remoteAddress: '::1', bufferedBytes: 1000, pause() {}, resume() {} };
  // What a connection looks at here.
  const host = {
    limits: { maxOutboundBytes: 1000, maxInFlight: 1, sendBurst: 1, sendRate: 1 },
    clock: systemClock,
    watchman: { tick: 1, watch() {} },
  } as unknown as ConnectionHost;
  const protocol = { open: () => ({}) } as unknown as Protocol;
  const connection = new Connection(host, 1, transport as unknown as Transport, protocol);
  const waiting = [connection.drained(), connection.drained()];
  assert.equal(connection.isAwaited, true);
  connection.adjustReading();
  assert.equal(connection.isAwaited, true);
  transport.bufferedBytes = 0;
  connection.adjustReading();
  await Promise.all(waiting);
  assert.equal(connection.isAwaited, false);
});
