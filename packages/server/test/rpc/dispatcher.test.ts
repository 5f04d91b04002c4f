/** Where a gateway sends calls, and what it does not ask of another router when the first one goes (promise 4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeClientFrame, encodeClientFrame } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import { REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import { Writer } from '@posthorn/protocol/wire';
import type { Bus, BusStatus } from '../../src/bus/bus.ts';
import type { Clock } from '../../src/clock.ts';
import type { LinkOwner, Links } from '../../src/cluster/links.ts';
import type { Nodes, NodesListener } from '../../src/cluster/nodes.ts';
import { OrderLost } from '../../src/cluster/order-lost.ts';
import { decodeRouterCall, encodeRouterAnswer } from '../../src/generated/bus.ts';
import type { RequestList } from '../../src/generated/bus.ts';
import { silentLogger } from '../../src/logger.ts';
import { Dispatcher } from '../../src/rpc/dispatcher.ts';
import { announced, KnownRequests } from '../../src/rpc/known-requests.ts';
import type { PendingCall } from '../../src/rpc/peer.ts';
import { REGISTRY } from '../../src/compose/features.ts';
import type { RequestFrame } from '../../src/router/router.ts';

const TIMEOUT_MS = 30_000;
const CONNECTION = 7;
const ROUTERS = ['one', 'two'] as const;

interface OpenLink {
  readonly to: string;
  readonly owner: LinkOwner;
  /** Ids of the calls that were put on it. */
  readonly calls: number[];
  /** Orders of the sends that were put on it. */
  readonly sends: number[];
  /** What it was told of connections. */
  readonly notes: string[];
}

const { send: SEND, typing: TYPING, pull: PULL } = REQUEST_NUMBERS;
/** One that the gateway does not know. */
const NEW = 1000;

/** Two routers that answer when they are told to, and time that passes when it is told to. */
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
  readonly answers = new Map<number, string>();

  /** `requests`: what each router says that it knows. */
  constructor(requests: readonly (RequestList | undefined)[] = []) {
    const routers = ROUTERS.map((id, index) => ({
      id,
      isRouter: true,
      isDraining: false,
      requests: requests[index],
    }));
    // A dispatcher uses no more of them than this.
    const nodes = {
      others: () => routers,
      listen: (_listener: NodesListener) => ({ unsubscribe: () => {} }),
    } as unknown as Nodes;
    const links = {
      open: (to: string, owner: LinkOwner) => {
        const link: OpenLink = { to, owner, calls: [], sends: [], notes: [] };
        this.links.push(link);
        return {
          isOver: false,
          send: (item: Uint8Array) => {
            const { id, body } = decodeRouterCall(item);
            if (body?.case === 'request') link.sends.push(orderIn(body.value));
            if (id !== 0) link.calls.push(id);
            else if (body !== undefined) link.notes.push(body.case);
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
    this.dispatcher = new Dispatcher({
      bus,
      clock: this.#clock,
      logger: silentLogger,
      nodes,
      links,
      usualRequests: new KnownRequests(announced(REGISTRY.requests.values())),
    });
  }

  send(order: number, lane: string, { connection = CONNECTION, user = 3 } = {}): void {
    const body = { case: 'send', value: { order, clientId: `${order}` } } as const;
    this.ask({ number: SEND, frame: encodeClientFrame({ body }) }, { order, lane, connection, user });
  }

  /** `order`: names the call in {@link World.errors} and {@link World.answers}. */
  ask(
    request: RequestFrame,
    { order = 0, lane = '', connection = CONNECTION, user = 3, isStranger = false } = {},
  ): void {
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
      caller: { connection, address: '', session: isStranger ? undefined : session },
      body: { case: 'request', value: request.frame },
      request,
      key: connection,
      order: request.number === SEND ? order : 0,
      lane,
      deadline: this.#now + TIMEOUT_MS,
      tries: 0,
      isPlaced: false,
      isSettled: false,
      resolve: (body) => {
        call.isSettled = true;
        this.answers.set(order, body.case);
      },
      reject: (error) => {
        call.isSettled = true;
        this.errors.set(order, error);
      },
    };
    this.dispatcher.dispatch(call);
  }

  /** The routers of this name answer the oldest call that they have not answered. */
  answer(router: string): void {
    const link = this.links.find(({ to, calls }) => to === router && calls.length > 0);
    assert.ok(link !== undefined);
    const id = link.calls.shift() ?? 0;
    link.owner.onItem(encodeRouterAnswer({ id, body: { case: 'reply', value: new Uint8Array(0) } }));
  }

  /** How many calls wait at each router. */
  waiting(): readonly number[] {
    return ROUTERS.map((id) =>
      this.links.filter(({ to }) => to === id).reduce((sum, { calls }) => sum + calls.length, 0),
    );
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

const empty = (number: number): RequestFrame => ({ number, frame: frameWith(number, []) });
const withId = (number: number): RequestFrame => ({ number, frame: frameWith(number, [0x0a, 1, 0x78]) });

function frameWith(number: number, request: readonly number[]): Uint8Array {
  const writer = new Writer();
  writer.tag(number * 8 + 2);
  writer.bytes(Uint8Array.from(request));
  return writer.finish();
}

/** Everything known, and a new request that may be asked twice by its client id: its first field. */
function newer(): RequestList {
  const known = announced(REGISTRY.requests.values());
  return { ...known, byClientId: [...known.byClientId, { number: NEW, field: 1 }] };
}

describe('what may be asked of another router', () => {
  it('is what reads, or has a client id, where the routers do not say', () => {
    const world = new World();
    world.ask(empty(PULL), { order: 1 });
    world.ask(empty(TYPING), { order: 2 });
    world.send(3, 'c1');
    world.ask(empty(SEND), { order: 4 });
    world.ask(empty(NEW), { order: 5 });
    world.lose();
    assert.deepEqual([...world.errors.keys()], [2, 4, 5]);
    assert.equal(world.links[1]?.calls.length, 2);
    world.dispatcher.close();
  });

  it('is what the router that goes has announced, also of requests that are new', () => {
    const typingToo = { ...newer(), harmless: [TYPING] };
    const world = new World([typingToo, typingToo]);
    world.ask(empty(TYPING), { order: 1 });
    world.ask(empty(PULL), { order: 2 });
    world.ask(withId(NEW), { order: 3 });
    world.ask(empty(NEW), { order: 4 });
    world.lose();
    assert.deepEqual([...world.errors.keys()], [2, 4]);
    assert.equal(world.links[1]?.calls.length, 2);
    world.dispatcher.close();
  });
});

describe('a request that not every router knows', () => {
  /** The router that user 3's connection is placed at is the older one. */
  function mixed(): { readonly world: World; readonly own: string; readonly other: string } {
    const probe = new World();
    probe.send(1, 'c1');
    const own = probe.links[0]?.to ?? '';
    probe.dispatcher.close();
    const other = ROUTERS.find((id) => id !== own) ?? '';
    return { world: new World(ROUTERS.map((id) => (id === own ? undefined : newer()))), own, other };
  }

  it('goes to one that does, and its connection stays where it is', () => {
    const { world, own, other } = mixed();
    world.send(1, 'c1');
    world.ask(withId(NEW), { order: 2 });
    world.send(3, 'c1');
    assert.deepEqual(
      world.links.map(({ to, calls }) => [to, calls.length]),
      [
        [own, 2],
        [other, 1],
      ],
    );
    assert.deepEqual(world.links[1]?.notes, ['arrival', 'detached']);
    world.answer(other);
    world.answer(own);
    world.answer(own);
    assert.deepEqual([...world.answers.keys()], [2, 1, 3]);
    world.dispatcher.close();
  });

  it('its answer does not count for a connection that has moved there meanwhile', () => {
    const { world, own, other } = mixed();
    world.send(1, 'c1');
    world.ask(withId(NEW), { order: 2 });
    world.links.find(({ to }) => to === own)?.owner.onEnd('silent');
    assert.deepEqual(
      world.waiting(),
      ROUTERS.map((id) => (id === other ? 2 : 1)),
    );
    world.answer(other);
    world.answer(other);
    assert.deepEqual([...world.answers.keys()], [2, 1]);
    world.dispatcher.close();
  });

  it('goes to one that does for somebody without a login', () => {
    const { world, other } = mixed();
    for (const connection of [1, 2, 3, 4, 5]) world.ask(empty(NEW), { connection, isStranger: true });
    assert.equal(world.waiting()[ROUTERS.findIndex((id) => id === other)], 5);
    world.dispatcher.close();
  });

  it('goes where its connection is placed when none does: that one refuses it', () => {
    const world = new World();
    world.ask(empty(NEW));
    assert.equal(world.links[0]?.calls.length, 1);
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

/** 0 for what is no send. */
function orderIn(frame: Uint8Array): number {
  const { body } = decodeClientFrame(frame);
  return body?.case === 'send' ? body.value.order : 0;
}
