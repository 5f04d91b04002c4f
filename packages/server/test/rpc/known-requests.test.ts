/** Which router is asked what: also for requests that the gateway, or a router, does not know. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import { Writer } from '@posthorn/protocol/wire';
import { REGISTRY } from '../../src/compose/features.ts';
import type { RequestList } from '../../src/generated/bus.ts';
import type { RequestFrame } from '../../src/router/router.ts';
import { announced } from '../../src/rpc/known-requests.ts';
import { ROUTERS, World } from './support/two-routers.ts';

const { send: SEND, typing: TYPING, pull: PULL } = REQUEST_NUMBERS;
/** One that the gateway does not know. */
const NEW = 1000;

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
