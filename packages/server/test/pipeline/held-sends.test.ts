/** Nothing overtakes what was refused for the moment, by whatever name its place is called (promise 4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { HeldSends } from '../../src/pipeline/held-sends.ts';

const SEQUENCE = 7;
const DIRECT = { conversation: 12, peer: 3 };
const BY_PEER = { conversation: 0, peer: 3 };
const BY_CONVERSATION = { conversation: 12, peer: 0 };
const ELSEWHERE = { conversation: 13, peer: 0 };

function send(order: number): { readonly sequence: number; readonly order: number } {
  return { sequence: SEQUENCE, order };
}

function assertHeld(held: HeldSends, order: number, place: typeof DIRECT): void {
  assert.equal(held.admit(send(order), place), false);
}

describe('a refused send', () => {
  it('holds up what comes later to its place, and nothing else', () => {
    const held = new HeldSends();
    held.hold(send(5), DIRECT);
    assertHeld(held, 6, DIRECT);
    assert.ok(held.admit(send(6), ELSEWHERE));
    assert.ok(held.admit(send(4), DIRECT));
    assert.ok(held.admit({ sequence: 8, order: 6 }, DIRECT));
    assert.ok(held.admit(send(0), DIRECT));
    assert.ok(held.admit(send(5), DIRECT));
    assert.ok(held.admit(send(6), DIRECT));
  });

  it('is known by either name of a direct conversation', () => {
    for (const first of [BY_PEER, BY_CONVERSATION]) {
      const held = new HeldSends();
      held.hold(send(5), first);
      assertHeld(held, 6, DIRECT);
      assert.ok(held.admit(send(5), DIRECT));
      assert.ok(held.admit(send(6), DIRECT));
    }
  });

  it('holds until each that was refused has been tried again', () => {
    const held = new HeldSends();
    held.hold(send(5), DIRECT);
    held.hold(send(6), DIRECT);
    assert.ok(held.admit(send(5), DIRECT));
    assertHeld(held, 7, DIRECT);
    assert.ok(held.admit(send(6), DIRECT));
    assert.ok(held.admit(send(7), DIRECT));
  });

  it('holds up nothing once it is refused for good', () => {
    const held = new HeldSends();
    held.hold(send(5), BY_CONVERSATION);
    held.release(send(5), BY_CONVERSATION);
    assert.ok(held.admit(send(6), DIRECT));
  });

  it('comes first also when a later one was taken before it, by the other name of their place', () => {
    const held = new HeldSends();
    held.hold(send(5), BY_PEER);
    // Whether this is the same place is not known here.
    assert.ok(held.admit(send(7), BY_CONVERSATION));
    held.take(send(7), BY_CONVERSATION);
    assert.ok(held.admit(send(5), BY_PEER));
    held.take(send(5), BY_PEER);
    assert.equal(held.decide(send(7), DIRECT), false);
    held.hold(send(7), DIRECT);
    assert.ok(held.decide(send(5), DIRECT));
    assertHeld(held, 8, DIRECT);
    assert.ok(held.admit(send(7), BY_CONVERSATION));
    held.take(send(7), BY_CONVERSATION);
    assert.ok(held.decide(send(7), DIRECT));
    assert.ok(held.admit(send(8), DIRECT));
  });

  it('comes first when it is tried again while a later one, which was taken before, is being decided', () => {
    const held = new HeldSends();
    for (const order of [1, 2]) {
      assert.ok(held.admit(send(order), BY_PEER));
      held.take(send(order), BY_PEER);
    }
    held.hold(send(1), BY_PEER);
    assert.ok(held.admit(send(1), BY_PEER));
    held.take(send(1), BY_PEER);
    assert.equal(held.decide(send(2), DIRECT), false);
    held.hold(send(2), DIRECT);
    assert.ok(held.decide(send(1), DIRECT));
    assert.ok(held.admit(send(2), BY_PEER));
  });

  it('holds up nothing when it is admitted, and not taken', () => {
    const held = new HeldSends();
    held.hold(send(1), BY_PEER);
    assert.ok(held.admit(send(1), BY_PEER));
    assert.ok(held.admit(send(2), BY_PEER));
    held.take(send(2), BY_PEER);
    assert.ok(held.decide(send(2), DIRECT));
  });

  it('holds up nothing when it is taken, and then refused for good', () => {
    const held = new HeldSends();
    held.hold(send(5), BY_PEER);
    held.hold(send(6), BY_PEER);
    assert.ok(held.admit(send(5), BY_PEER));
    held.take(send(5), BY_PEER);
    held.release(send(5), DIRECT);
    assert.ok(held.admit(send(6), BY_PEER));
    held.take(send(6), BY_PEER);
    assert.ok(held.decide(send(6), DIRECT));
  });

  it('is forgotten with its sequence', () => {
    const held = new HeldSends();
    held.hold(send(5), DIRECT);
    held.forget(SEQUENCE);
    assert.ok(held.admit(send(6), DIRECT));
  });
});

describe('whatever is refused, and however often', () => {
  it('admits exactly what has nothing earlier before it', () => {
    const deed = fc.record({ isRefused: fc.boolean(), order: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.array(deed, { size: 'max', maxLength: 100 }), (deeds) => {
        const held = new HeldSends();
        const refused = new Set<number>();
        for (const { isRefused, order } of deeds) {
          if (isRefused) {
            held.hold(send(order), DIRECT);
            refused.add(order);
          } else {
            const isAdmitted = ![...refused].some((earlier) => earlier < order);
            assert.equal(held.admit(send(order), DIRECT), isAdmitted);
            if (isAdmitted) refused.delete(order);
          }
        }
      }),
    );
  });

  it('keeps the order of a client that waits for no answer and tries again from the oldest', () => {
    const step = fc.constantFrom<Step>('send', 'send', 'commit', 'refuse', 'commit', 'retry');
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        (steps, maxRefused) => {
          const pipeline = new Pipeline(new HeldSends(maxRefused));
          for (const each of steps) pipeline.take(each);
          pipeline.finish();
          const { committed, failed, sent } = pipeline;
          assert.deepEqual(
            committed,
            committed.toSorted((a, b) => a - b),
          );
          assert.equal(committed.length + failed, sent);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('forgets nothing: beyond its bound it says so', () => {
    const held = new HeldSends(2);
    assert.ok(held.hold(send(5), BY_PEER));
    assert.ok(held.hold(send(6), ELSEWHERE));
    assert.equal(held.hold(send(7), BY_PEER), false);
    assert.ok(held.hold({ sequence: 8, order: 7 }, BY_PEER));
    assert.ok(held.admit(send(5), BY_PEER));
    assert.ok(held.hold(send(8), BY_PEER));
    assertHeld(held, 9, BY_PEER);
  });
});

/** `commit`, `refuse`: what the server does with the oldest on its way, when nothing holds it. */
type Step = 'send' | 'commit' | 'refuse' | 'retry';

/** A client that waits for no answer, and a server that takes one send after the other. */
class Pipeline {
  readonly #held: HeldSends;
  readonly #onTheWay: number[] = [];
  #refused: number[] = [];
  readonly committed: number[] = [];
  sent = 0;
  failed = 0;

  constructor(held: HeldSends) {
    this.#held = held;
  }

  take(step: Step): void {
    switch (step) {
      case 'send':
        this.#onTheWay.push((this.sent += 1));
        return;
      case 'retry':
        this.#onTheWay.push(...this.#refused.sort((a, b) => a - b));
        this.#refused = [];
        return;
      case 'commit':
      case 'refuse': {
        const order = this.#onTheWay.shift();
        if (order === undefined) return;
        if (this.#isTaken(order) && step === 'commit') this.committed.push(order);
        else if (this.#held.hold(send(order), DIRECT)) this.#refused.push(order);
        else this.failed++;
      }
    }
  }

  #isTaken(order: number): boolean {
    if (!this.#held.admit(send(order), DIRECT)) return false;
    this.#held.take(send(order), DIRECT);
    return this.#held.decide(send(order), DIRECT);
  }

  /** Until everything is committed or has failed. */
  finish(): void {
    while (this.#onTheWay.length > 0 || this.#refused.length > 0) {
      this.take(this.#onTheWay.length > 0 ? 'commit' : 'retry');
    }
  }
}
