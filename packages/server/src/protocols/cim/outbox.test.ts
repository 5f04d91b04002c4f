import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Outbox } from './outbox.ts';
import type { Parcel } from './outbox.ts';
import { Pace } from './pace.ts';

/** An outbox whose beats come when the test says so. */
class Place {
  readonly written: Parcel[] = [];
  readonly outbox: Outbox;
  /** Resolves what the client's reading holds up. */
  read: () => void = () => {};
  isSlow = false;
  #seq = 0;
  readonly #due: (() => void)[] = [];

  constructor() {
    const pace = new Pace({
      now: () => 0,
      monotonic: () => 0,
      after: (_ms, run) => {
        this.#due.push(run);
        return { cancel: () => {} };
      },
      afterTurn: (run) => void setImmediate(run),
    });
    this.outbox = new Outbox({
      pace,
      write: (parcel) => void this.written.push(parcel),
      drained: () =>
        this.isSlow ? new Promise<void>((resolve) => (this.read = resolve)) : Promise.resolve(),
    });
  }

  /** Texts of a sender in a conversation. */
  add(sender: number, conversation: number, ...texts: readonly string[]): void {
    for (const text of texts) {
      const properties = { sendUserId: `${sender}` };
      this.outbox.add({ command: 'MESSAGE', conversation, seq: ++this.#seq, properties, text });
    }
  }

  async beat(): Promise<void> {
    await turn();
    for (const run of this.#due.splice(0)) run();
    await turn();
  }

  get texts(): readonly (readonly string[])[] {
    return this.written.map(({ texts }) => texts);
  }
}

describe('what leaves', () => {
  it('first: all that came in the turn, by sender; the rest one at a beat', async () => {
    const place = new Place();
    place.add(1, 7, 'a', 'b');
    place.add(2, 7, 'c');
    place.add(1, 7, 'd');
    assert.deepEqual(place.texts, []);
    await turn();
    assert.deepEqual(place.texts, [['a', 'b']]);
    await place.beat();
    assert.equal(place.written.length, 1, 'a whole beat lies between two frames');
    await place.beat();
    await place.beat();
    assert.deepEqual(place.texts, [['a', 'b'], ['c'], ['d']]);
    assert.deepEqual(
      place.written.map(({ seq }) => seq),
      [2, 3, 4],
    );
  });

  it('texts join those of their sender that wait, unless something in their conversation is in between', async () => {
    const place = new Place();
    place.add(9, 1, 'first');
    await turn();
    place.add(1, 7, 'a');
    place.add(2, 8, 'x');
    place.add(1, 7, 'b');
    place.add(3, 7, 'c');
    place.add(1, 7, 'd');
    for (let beats = 0; beats < 6; beats++) await place.beat();
    assert.deepEqual(place.texts.slice(1), [['a', 'b'], ['x'], ['c'], ['d']]);
  });

  it('a message that is not shown is covered by the one before it', () => {
    const place = new Place();
    assert.equal(place.outbox.skip(7, 1), false);
    place.add(1, 7, 'a');
    assert.equal(place.outbox.skip(7, 2), true);
    assert.equal(place.outbox.skip(8, 1), false);
  });

  it('the more the longer some wait, up to what a client queues', async () => {
    const place = new Place();
    const most: number[] = [];
    for (let second = 0; second < 12; second++) {
      let at = 0;
      for (let beat = 0; beat < 100; beat++) {
        for (let speaker = 0; speaker < 12; speaker++) place.add(speaker, 7, 'x');
        const before = place.written.length;
        await place.beat();
        at = Math.max(at, place.written.length - before);
      }
      most.push(at);
    }
    assert.deepEqual(most.slice(0, 3), [1, 2, 3]);
    assert.equal(Math.max(...most), 10);
  });

  it('nothing to a client that does not read, and then all of it', async () => {
    const place = new Place();
    place.add(1, 7, 'first');
    await turn();
    place.isSlow = true;
    for (let speaker = 0; speaker < 600; speaker++) place.add(speaker, 7, 'x');
    assert.ok(place.outbox.isFull);
    let isDrained = false;
    void place.outbox.drained().then(() => (isDrained = true));
    for (let beats = 0; beats < 10; beats++) await place.beat();
    assert.equal(place.written.length, 1);
    place.isSlow = false;
    place.read();
    for (let beats = 0; beats < 500; beats++) await place.beat();
    assert.ok(isDrained);
    assert.equal(place.written.length, 601);
    assert.ok(!place.outbox.isFull);
  });
});
