/** Where a gateway sends calls, and what it does not ask of another router when the first one goes (promise 4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PosthornError } from '@posthorn/protocol';
import type { Bus, BusStatus } from '../../src/bus/bus.ts';
import type { Clock } from '../../src/clock.ts';
import type { LinkOwner, Links } from '../../src/cluster/links.ts';
import type { Nodes, NodesListener } from '../../src/cluster/nodes.ts';
import { OrderLost } from '../../src/cluster/order-lost.ts';
import { decodeRouterCall } from '../../src/generated/bus.ts';
import { silentLogger } from '../../src/logger.ts';
import { Dispatcher } from '../../src/rpc/dispatcher.ts';
import type { PendingCall } from '../../src/rpc/peer.ts';

const TIMEOUT_MS = 30_000;
const CONNECTION = 7;

interface OpenLink {
  readonly to: string;
  readonly owner: LinkOwner;
  /** Ids of the calls that were put on it. */
  readonly calls: number[];
}

/** Two routers that answer nothing, and time that passes when it is told to. */
class World {
  #now = 0;
  #due: { readonly at: number; readonly run: () => void }[] = [];
  readonly links: OpenLink[] = [];
  readonly #clock: Clock = {
    now: () => this.#now,
    monotonic: () => this.#now,
    after: (delayMs, run) => {
      const due = { at: this.#now + delayMs, run };
      this.#due.push(due);
      return { cancel: () => (this.#due = this.#due.filter((other) => other !== due)) };
    },
    afterTurn: (run) => void this.#clock.after(0, run),
  };
  readonly dispatcher: Dispatcher;
  /** Tells the dispatcher how the bus is. */
  turnBus: (status: BusStatus) => void = () => {};
  /** How each call ended, by its order. */
  readonly errors = new Map<number, PosthornError>();

  constructor() {
    const routers = ['one', 'two'].map((id) => ({ id, isRouter: true, isDraining: false }));
    // A dispatcher uses no more of them than this.
    const nodes = {
      others: () => routers,
      listen: (_listener: NodesListener) => ({ unsubscribe: () => {} }),
    } as unknown as Nodes;
    const links = {
      open: (to: string, owner: LinkOwner) => {
        const link: OpenLink = { to, owner, calls: [] };
        this.links.push(link);
        return {
          isOver: false,
          send: (item: Uint8Array) => {
            const { id } = decodeRouterCall(item);
            if (id !== 0) link.calls.push(id);
            return true;
          },
          close: () => owner.onEnd('closed'),
        };
      },
    } as unknown as Links;
    const bus = {
      onStatus: (listener: (status: BusStatus) => void) => {
        this.turnBus = listener;
        return { unsubscribe: () => {} };
      },
    } as unknown as Bus;
    this.dispatcher = new Dispatcher({ bus, clock: this.#clock, logger: silentLogger, nodes, links });
  }

  send(order: number, lane: string, { connection = CONNECTION, user = 3 } = {}): void {
    const session = {
      id: 1,
      user,
      name: 'romeo',
      nameKey: 'romeo',
      admin: false,
      deviceId: 'd',
      deviceClass: 'desktop',
      inbox: 9,
    } as const;
    const call: PendingCall = {
      caller: { connection, address: '', session },
      body: { case: 'request', value: new Uint8Array(0) },
      key: connection,
      order,
      lane,
      isRepeatable: true,
      deadline: this.#now + TIMEOUT_MS,
      tries: 0,
      isSettled: false,
      resolve: () => {},
      reject: (error) => {
        call.isSettled = true;
        this.errors.set(order, error);
      },
    };
    this.dispatcher.dispatch(call);
  }

  pass(ms: number): void {
    for (const end = this.#now + ms; ;) {
      const next = this.#due.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
      this.#now = next?.at ?? end;
      if (next === undefined) return;
      this.#due.splice(this.#due.indexOf(next), 1);
      next.run();
    }
  }

  /** The first router is silent: its link ends. */
  lose(): void {
    this.links[0]?.owner.onEnd('silent');
  }
}

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
