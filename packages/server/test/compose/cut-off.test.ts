/** A node that alone has lost the bus: whom it believes, and until when. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Bus, BusStatus } from '../../src/bus/bus.ts';
import type { Clock } from '../../src/clock.ts';
import { CutOff } from '../../src/compose/cut-off.ts';
import { silentLogger, systemClock } from '../../src/index.ts';

/** A node that has lost the bus, and others at these addresses. */
function cutOffFrom(t: TestContext, others: readonly string[]) {
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
    others: () => others,
    onChange: changed.resolve,
  });
  t.after(() => cutOff.close());
  status = 'down';
  tell();
  return { cutOff, changed: changed.promise, back: () => void (status = 'up') };
}

/** The port of a server that answers so. */
async function answering(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('is cut off when one of those whom it can ask is well, and no more when the bus is back', async (t) => {
  const port = await answering(t, (_request, response) => response.end());
  const { cutOff, changed, back } = cutOffFrom(t, [
    'nonsense',
    'tcp://127.0.0.1:1',
    `ws://127.0.0.1:${port}/ws`,
  ]);
  assert.equal(await changed, true);
  assert.equal(cutOff.isCutOff, true);
  // What others are told when it returns must be true already.
  back();
  assert.equal(cutOff.isCutOff, false);
});

it('asks whom others have announced, and nobody to whom those would send it', async (t) => {
  const asked = Promise.withResolvers<void>();
  let followed = 0;
  const elsewhere = await answering(t, (_request, response) => {
    followed++;
    response.end();
    asked.resolve();
  });
  let questions = 0;
  const port = await answering(t, (_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/readyz` }).end();
    if (++questions === 3) asked.resolve();
  });
  const { cutOff } = cutOffFrom(t, [`ws://127.0.0.1:${port}/ws`]);
  await asked.promise;
  assert.deepEqual([followed, cutOff.isCutOff], [0, false]);
});
