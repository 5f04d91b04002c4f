/** A node that alone has lost the bus: whom it believes, and until when. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import type { Bus, BusStatus } from '../../src/bus/bus.ts';
import type { Clock } from '../../src/clock.ts';
import { CutOff } from '../../src/compose/cut-off.ts';
import { silentLogger, systemClock } from '../../src/index.ts';

it('is cut off when one of those whom it can ask is well, and no more when the bus is back', async (t) => {
  const other = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  let status: BusStatus = 'up';
  let tell = (): void => {};
  const bus = {
    get status() {
      return status;
    },
    onStatus(listener: (now: BusStatus) => void) {
      tell = () => listener(status);
      return { unsubscribe: () => {} };
    },
  } as unknown as Bus;
  const clock: Clock = { ...systemClock, after: (_delayMs, run) => systemClock.after(0, run) };
  const changed = Promise.withResolvers<boolean>();
  const cutOff = new CutOff({
    bus,
    clock,
    logger: silentLogger,
    others: () => ['nonsense', 'tcp://127.0.0.1:1', `ws://127.0.0.1:${port}/ws`],
    onChange: changed.resolve,
  });
  t.after(() => cutOff.close());
  status = 'down';
  tell();
  assert.equal(await changed.promise, true);
  assert.equal(cutOff.isCutOff, true);
  // What others are told when it returns must be true already.
  status = 'up';
  assert.equal(cutOff.isCutOff, false);
});
