import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startNats } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { BusError } from '../../src/bus/bus.ts';
import type { BusStatus } from '../../src/bus/bus.ts';
import { busConformance } from '../../src/conformance/index.ts';
import { fakeNats } from './support/fake-nats.ts';
import { busOf, bytes, listen, natsOf, nextStatus, openBus, whyNoNats } from './support/nats-bus.ts';

const skip = await whyNoNats();

if (skip === false) await conformance();
else it('the bus on NATS', { skip }, () => {});

/** POSTHORN_TEST_NATS: the URL of a NATS server to test against, instead of a private one. */
async function conformance(): Promise<void> {
  const given = process.env['POSTHORN_TEST_NATS'];
  const nats: Pick<PrivateService, 'url' | 'remove'> =
    given === undefined ? await startNats() : { url: given, remove: async () => {} };
  after(() => nats.remove());
  busConformance({ describe, it }, { name: 'NATS', open: (onError) => openBus(nats.url, { onError }) });
}

describe('a NATS server that goes away', { skip }, () => {
  it('is said to be down and up; what was sent meanwhile is lost, and interest is there again', async (t) => {
    const nats = await natsOf(t);
    const bus = await busOf(t, nats.url);
    const here = listen(bus, 'user.1');
    await bus.ready();
    const statuses: BusStatus[] = [];
    bus.onStatus((status) => statuses.push(status));

    const down = nextStatus(bus, 'down');
    await nats.kill();
    await down;
    assert.equal(bus.status, 'down');
    bus.publish('user.1', bytes('lost'));
    await assert.rejects(bus.ready(), isBusError('down'));
    await assert.rejects(bus.request('user.1', bytes('?'), { timeoutMs: 5000 }), isBusError('down'));
    await assert.rejects(bus.gather('user.1', bytes('?'), { timeoutMs: 5000 }), isBusError('down'));
    const late = listen(bus, 'user.2');

    const up = nextStatus(bus, 'up');
    await nats.start();
    await up;
    // `up` means that others reach us: nothing is waited for here.
    const other = await busOf(t, nats.url);
    other.publish('user.1', bytes('a'));
    other.publish('user.2', bytes('b'));
    await Promise.all([here.until(1), late.until(1)]);
    assert.deepEqual([here.texts, late.texts, statuses], [['a'], ['b'], ['down', 'up']]);
    assert.deepEqual([bus.stats().lost, bus.stats().outages], [1, 1]);
  });

  it('ends requests that wait for an answer at once', async (t) => {
    const nats = await natsOf(t);
    const bus = await busOf(t, nats.url);
    bus.subscribe('silent', () => {});
    await bus.ready();
    const asking = [
      bus.request('silent', bytes('?'), { timeoutMs: 600_000 }),
      bus.gather('silent', bytes('?'), { timeoutMs: 600_000 }),
    ];
    await bus.ready();
    const ends = Promise.allSettled(asking);
    await nats.kill();
    for (const end of await ends) {
      assert.ok(end.status === 'rejected' && isBusError('down')(end.reason));
    }
  });

  it('makes a hundred subscriptions again, and none that was ended meanwhile', async (t) => {
    const nats = await natsOf(t);
    const bus = await busOf(t, nats.url);
    const heard: string[] = [];
    const all = Array.from({ length: 100 }, (_, id) =>
      bus.subscribe(`user.${id}`, (_data, subject) => heard.push(subject)),
    );
    await bus.ready();
    const down = nextStatus(bus, 'down');
    await nats.kill();
    await down;
    for (const subscription of all.slice(50)) subscription.unsubscribe();
    const up = nextStatus(bus, 'up');
    await nats.start();
    await up;
    for (let id = 0; id < 100; id++) bus.publish(`user.${id}`, bytes(''));
    await bus.ready();
    assert.deepEqual(
      heard,
      Array.from({ length: 50 }, (_, id) => `user.${id}`),
    );
  });

  it('is found out when it hangs, although nothing more can be written to it', async (t) => {
    const nats = await natsOf(t);
    const bus = await busOf(t, nats.url, { pingIntervalMs: 100, maxUnconfirmedBytes: 4_000_000 });
    const here = listen(bus, 'user.1');
    await bus.ready();
    nats.pause();
    // More than the sockets' buffers hold, and more than we keep.
    for (let count = 0; count < 40; count++) bus.publish('flood', new Uint8Array(1_000_000));
    assert.ok(bus.stats().lost >= 30, `only ${bus.stats().lost} were dropped`);
    // The first time it is for the loss.
    while (bus.stats().outages === 0) await nextStatus(bus, 'down');
    const up = nextStatus(bus, 'up');
    nats.resume();
    await up;
    bus.publish('user.1', bytes('again'));
    await here.until(1);
  });

  it('that calls us a slow consumer is heard of', async (t) => {
    const nats = await fakeNats(t);
    const bus = await busOf(t, nats.url);
    const [down, up] = [nextStatus(bus, 'down'), nextStatus(bus, 'up')];
    nats.socket.end("-ERR 'Slow Consumer'\r\n");
    await down;
    await up;
  });

  it('is left in peace by a bus that closes while it is away', async (t) => {
    const nats = await natsOf(t);
    const bus = await busOf(t, nats.url);
    const down = nextStatus(bus, 'down');
    await nats.kill();
    await down;
    await bus.close();
    await assert.rejects(bus.request('x', bytes(''), { timeoutMs: 50 }), isBusError('closed'));
  });
});

describe('a loss while NATS is there', { skip }, () => {
  it('of a message that is too large is said, and nothing else is lost', async (t) => {
    const nats = await natsOf(t, { config: 'max_payload: 1000' });
    const bus = await busOf(t, nats.url);
    assert.equal(bus.maxPayloadBytes, 1000);
    const here = listen(bus, 'x');
    await bus.ready();
    const [down, up] = [nextStatus(bus, 'down'), nextStatus(bus, 'up')];
    bus.publish('x', new Uint8Array(1001));
    bus.publish('x', bytes('small'));
    await down;
    await up;
    await here.until(1);
    assert.deepEqual(here.texts, ['small']);
    const large = { data: new Uint8Array(1001), timeoutMs: 5000 };
    await assert.rejects(bus.request('x', large.data, large), isBusError('too-large'));
    await assert.rejects(bus.gather('x', large.data, large), isBusError('too-large'));
    assert.equal(bus.stats().outages, 0);
  });

  it('by permissions is said; a subscription that is forbidden is not taken for one in force', async (t) => {
    const config =
      'authorization { users: [{ user: ann, password: pw, permissions: ' +
      '{ publish: { deny: "no.publish" }, subscribe: { deny: "no.subscribe" } } }] }';
    const nats = await natsOf(t, { config, credentials: 'ann:pw@' });
    const bus = await busOf(t, nats.url);
    const [down, up] = [nextStatus(bus, 'down'), nextStatus(bus, 'up')];
    bus.publish('no.publish', bytes('a'));
    await down;
    await up;
    const forbidden = bus.subscribe('no.subscribe', () => {});
    await assert.rejects(bus.ready(), isBusError('down'));
    forbidden.unsubscribe();
    await bus.ready();
  });
});

function isBusError(code: BusError['code']): (error: unknown) => boolean {
  return (error) => error instanceof BusError && error.code === code;
}
