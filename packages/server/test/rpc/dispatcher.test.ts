/** Where a gateway sends calls, and what it does not ask of another router when the first one goes (promise 4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OrderLost } from '../../src/cluster/order-lost.ts';
import { CONNECTION, TIMEOUT_MS, World } from './support/two-routers.ts';

describe('when a router goes', () => {
  it('another one is asked for what was not answered, in its order', () => {
    const world = new World();
    world.send(1, 'c1');
    world.send(2, 'c1');
    world.lose();
    assert.deepEqual(
      world.links.map(({ calls }) => calls.length),
      [2, 2],
    );
    assert.notEqual(world.links[0]?.to, world.links[1]?.to);
    assert.equal(world.errors.size, 0);
    world.dispatcher.close();
  });

  it('a send that was tried again there is asked for before those that came behind it', () => {
    const world = new World();
    world.send(2, 'c1');
    world.send(8, 'c1', { connection: CONNECTION + 1 });
    world.send(3, 'c1');
    world.send(1, 'c1');
    assert.deepEqual(world.links[0]?.sends, [2, 8, 3, 1]);
    world.lose();
    assert.deepEqual(world.links[1]?.sends, [1, 8, 2, 3]);
    world.dispatcher.close();
  });

  it('what waited there has no more time than before, whatever it stands behind', () => {
    const world = new World();
    world.send(1, 'c1');
    world.pass(15_000);
    // The hash gives some of these the other router.
    for (const user of [4, 5, 6, 7]) world.send(user, 'c1', { connection: 100 + user, user });
    assert.equal(world.links.length, 2);
    world.pass(10_000);
    world.lose();
    world.pass(TIMEOUT_MS - 24_000);
    assert.deepEqual([...world.errors.keys()], [1]);
    assert.equal(world.errors.get(1)?.code, 'TIMEOUT');
    world.dispatcher.close();
  });

  it('a connection is parted from whose sends could overtake those that were given up', () => {
    const world = new World();
    world.send(1, 'c1');
    world.send(2, 'c2');
    world.pass(TIMEOUT_MS + 1000);
    assert.deepEqual([world.errors.get(1)?.code, world.errors.get(2)?.code], ['TIMEOUT', 'TIMEOUT']);
    // The first is tried again, in another conversation than that of the second.
    world.send(1, 'c1');
    world.send(3, 'c2');
    world.lose();
    assert.ok(world.errors.get(3) instanceof OrderLost);
    assert.equal(world.links[1]?.calls.length, 1);
    world.dispatcher.close();
  });

  it('nothing overtakes the send at which a connection is parted from', () => {
    const world = new World();
    world.send(1, 'u5');
    world.pass(TIMEOUT_MS + 1000);
    world.lose();
    // The direct conversation with that user may be this one.
    world.send(2, 'c9');
    world.send(1, 'u5');
    world.send(3, 'u5');
    assert.deepEqual(
      [...world.errors].map(([order, { name }]) => [order, name]),
      [
        [1, 'PosthornError'],
        [2, 'OrderLost'],
        [3, 'OrderLost'],
      ],
    );
    assert.equal(world.links[1]?.calls.length, 1);
    world.dispatcher.close();
  });

  it('nothing is asked for a connection that is gone', () => {
    const world = new World();
    world.send(1, 'c1');
    world.pass(10_000);
    world.send(2, 'c1');
    world.dispatcher.detached(CONNECTION, undefined);
    world.pass(TIMEOUT_MS - 9000);
    assert.equal(world.errors.get(1)?.code, 'TIMEOUT');
    world.lose();
    assert.equal(world.errors.get(2)?.code, 'UNAVAILABLE');
    assert.equal(world.links.flatMap(({ calls }) => calls).length, 2, 'it would overtake the first');
    world.dispatcher.close();
  });
});

describe('when the bus goes', () => {
  it('calls wait for it to come back at first, and then are refused at once, in their order', () => {
    const world = new World();
    world.send(1, 'c1');
    world.turnBus('down');
    world.pass(4000);
    world.send(2, 'c1');
    world.pass(2000);
    assert.equal(world.links[0]?.calls.length, 2);
    world.send(3, 'c1');
    world.send(4, 'c2');
    assert.equal(world.errors.get(3)?.code, 'UNAVAILABLE');
    assert.ok((world.errors.get(3)?.retryAfterMs ?? 0) > 0);
    assert.equal(world.links[0]?.calls.length, 2, 'it is not carried out later');
    world.turnBus('up');
    world.send(5, 'c1');
    assert.ok(world.errors.get(5) instanceof OrderLost, 'it would overtake the third');
    world.send(3, 'c1');
    world.send(4, 'c2');
    world.send(5, 'c1');
    assert.equal(world.links[0]?.calls.length, 5);
    world.dispatcher.close();
  });

  it('what it refused is not overtaken when it was the first call of its connection', () => {
    const world = new World();
    world.turnBus('down');
    world.pass(6000);
    world.send(1, 'c1');
    assert.equal(world.errors.get(1)?.code, 'UNAVAILABLE');
    world.turnBus('up');
    world.send(2, 'c1');
    assert.ok(world.errors.get(2) instanceof OrderLost);
    world.send(1, 'c1');
    world.send(2, 'c1');
    assert.equal(world.links[0]?.calls.length, 2);
    world.dispatcher.close();
  });
});
