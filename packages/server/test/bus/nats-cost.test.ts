import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Flushes } from '../../src/bus/nats/flushes.ts';
import { Outbox } from '../../src/bus/nats/outbox.ts';
import { systemClock } from '../../src/system.ts';
import { fakeNats } from './support/fake-nats.ts';
import { busOf, bytes } from './support/nats-bus.ts';

describe('what the bus on NATS costs', () => {
  it('one write for all that is published in one turn', async () => {
    const writes: string[] = [];
    const outbox = new Outbox((data) => void writes.push(Buffer.from(data).toString('latin1')), systemClock);
    for (const text of ['a', 'bb', 'ccc']) {
      outbox.publish('user.1', bytes(text));
      await Promise.resolve();
    }
    outbox.publish('user.2', bytes('?'), '_INBOX.x.1');
    assert.deepEqual(writes, []);
    await new Promise((resolve) => setImmediate(resolve));
    const all =
      'PUB user.1 1\r\na\r\nPUB user.1 2\r\nbb\r\nPUB user.1 3\r\nccc\r\nPUB user.2 _INBOX.x.1 1\r\n?\r\n';
    assert.deepEqual(writes, [all]);
  });

  it('one ping for all who wait for it in one turn', async () => {
    let [pings, isBroken] = [0, false];
    const flushes = new Flushes(systemClock, () => {
      pings++;
      return isBroken ? Promise.reject(new Error('broken')) : Promise.resolve();
    });
    await Promise.all([flushes.within(1000), flushes.within(2000), Promise.resolve()]);
    assert.equal(pings, 1);
    await flushes.within(1000);
    assert.equal(pings, 2);
    isBroken = true;
    const [one, other] = await Promise.allSettled([flushes.within(1000), flushes.within(1000)]);
    for (const { status } of [one, other]) assert.equal(status, 'rejected');
    const silent = new Flushes(systemClock, () => new Promise(() => {}));
    await assert.rejects(silent.within(1), { code: 'timeout' });
  });

  it('less than 400 bytes for each of 20,000 subscriptions', async (t) => {
    const collect = garbageCollector();
    const bus = await busOf(t, (await fakeNats(t)).url);
    const handler = (): void => {};
    const subscribe = (from: number): readonly unknown[] =>
      Array.from({ length: COUNT }, (_, index) => bus.subscribe(`user.${from + index}`, handler));
    // Code is compiled and tables have grown before it counts.
    const held = [subscribe(0)];
    await bus.ready();
    collect();
    const before = process.memoryUsage().heapUsed;
    held.push(subscribe(COUNT));
    await bus.ready();
    collect();
    const each = (process.memoryUsage().heapUsed - before) / COUNT;
    t.diagnostic(`${Math.round(each)} bytes each`);
    assert.ok(each < 400, `${each} bytes each`);
    assert.equal(held.length * COUNT, bus.stats().subscriptions);
  });
});

const COUNT = 20_000;

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
