/** Nothing overtakes what was refused for the moment, by whatever name its place is called (promise 4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeldSends } from '../../src/router/held-sends.ts';

const CONNECTION = 7;
const DIRECT = { conversation: 12, peer: 3 };
const BY_PEER = { conversation: 0, peer: 3 };
const BY_CONVERSATION = { conversation: 12, peer: 0 };
const ELSEWHERE = { conversation: 13, peer: 0 };

function send(order: number): { readonly connection: number; readonly order: number } {
  return { connection: CONNECTION, order };
}

function assertHeld(held: HeldSends, order: number, place: typeof DIRECT): void {
  assert.throws(() => held.check(send(order), place), { code: 'HELD' });
}

describe('a refused send', () => {
  it('holds up what comes later to its place, and nothing else', () => {
    const held = new HeldSends();
    held.hold(send(5), DIRECT);
    assertHeld(held, 6, DIRECT);
    held.check(send(6), ELSEWHERE);
    held.check(send(4), DIRECT);
    held.check({ connection: 8, order: 6 }, DIRECT);
    held.check(send(0), DIRECT);
    held.check(send(5), DIRECT);
    held.check(send(6), DIRECT);
  });

  it('is known by either name of a direct conversation', () => {
    for (const first of [BY_PEER, BY_CONVERSATION]) {
      const held = new HeldSends();
      held.hold(send(5), first);
      assertHeld(held, 6, DIRECT);
      held.check(send(5), DIRECT);
      held.check(send(6), DIRECT);
    }
  });

  it('holds until each that was refused has been tried again', () => {
    const held = new HeldSends();
    held.hold(send(5), DIRECT);
    held.hold(send(6), DIRECT);
    held.check(send(5), DIRECT);
    assertHeld(held, 7, DIRECT);
    held.check(send(6), DIRECT);
    held.check(send(7), DIRECT);
  });

  it('holds up nothing once it is refused for good', () => {
    const held = new HeldSends();
    held.hold(send(5), BY_CONVERSATION);
    held.release(send(5), BY_CONVERSATION);
    held.check(send(6), DIRECT);
  });

  it('is forgotten with its connection', () => {
    const held = new HeldSends();
    held.hold(send(5), DIRECT);
    held.forget(CONNECTION);
    held.check(send(6), DIRECT);
  });
});
