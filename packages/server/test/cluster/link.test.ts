/** A link brings everything once and in order, whatever its bus does, or ends. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import type { Bus, BusStatus } from '../../src/bus/bus.ts';
import type { Clock, Random } from '../../src/clock.ts';
import { Links } from '../../src/cluster/links.ts';

interface Due {
  readonly at: number;
  readonly run: () => void;
  isCancelled: boolean;
}

/** Time that only passes when it is told to, and a bus whose every message meets its fate. */
class World {
  #now = 0;
  #due: Due[] = [];
  readonly #handlers = new Map<string, (data: Uint8Array) => void>();
  /** Of the next message: delays in ms, one for each copy; none is a loss. */
  fate: () => readonly number[] = () => [1];
  largestBytes = 0;

  readonly clock: Clock = {
    now: () => this.#now,
    monotonic: () => this.#now,
    after: (delayMs, run) => {
      const due = { at: this.#now + delayMs, run, isCancelled: false };
      this.#due.push(due);
      return { cancel: () => (due.isCancelled = true) };
    },
    afterTurn: (run) => void this.clock.after(0, run),
  };

  // Links use no more of a bus than this.
  readonly bus = {
    status: 'up' as BusStatus,
    publish: (subject: string, data: Uint8Array) => {
      this.largestBytes = Math.max(this.largestBytes, data.length);
      for (const delayMs of this.fate()) this.clock.after(delayMs, () => this.#handlers.get(subject)?.(data));
    },
    subscribe: (subject: string, handler: (data: Uint8Array) => void) => {
      this.#handlers.set(subject, handler);
      return { unsubscribe: () => void this.#handlers.delete(subject) };
    },
  };

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      this.#due = this.#due.filter(({ isCancelled }) => !isCancelled);
      const next = this.#due.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}

const random: Random = { bytes: (count) => new Uint8Array(count), unit: () => 0.5 };

function joined(world: World): {
  readonly send: (item: Uint8Array) => boolean;
  /** The router takes the gateway for gone. */
  readonly forget: () => void;
  readonly arrived: Uint8Array[];
  readonly answers: Uint8Array[];
  readonly ends: string[];
} {
  const { clock } = world;
  const bus = world.bus as unknown as Bus;
  const [arrived, answers, ends]: [Uint8Array[], Uint8Array[], string[]] = [[], [], []];
  const gateway = new Links({ bus, clock, random, self: 'g' });
  const router = new Links({ bus, clock, random, self: 'r' });
  router.accept = (_from, link) => ({
    onItem: (item) => {
      arrived.push(item);
      link.send(item);
    },
    onEnd: (reason) => void ends.push(`router: ${reason}`),
  });
  const link = gateway.open('r', {
    onItem: (item) => void answers.push(item),
    onEnd: (reason) => void ends.push(`gateway: ${reason}`),
  });
  return { send: (item) => link.send(item), forget: () => router.forget('g'), arrived, answers, ends };
}

it('everything arrives once and in order over a bus that loses, repeats and reorders', () => {
  const delays = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 2 });
  // One in four is lost, on average; never all of them, or the link ends, as it should.
  const fates = fc.infiniteStream(fc.oneof({ weight: 3, arbitrary: fc.constant([1]) }, delays));
  const turns = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fates, turns, (stream, counts) => {
      const world = new World();
      world.fate = () => stream.next().value ?? [1];
      const { send, arrived, answers, ends } = joined(world);
      const sent: Uint8Array[] = [];
      for (const count of counts) {
        for (let index = 0; index < count; index++) {
          const item = Uint8Array.of(sent.length);
          sent.push(item);
          assert.ok(send(item));
        }
        world.pass(7);
      }
      world.fate = () => [1];
      world.pass(3000);
      assert.deepEqual(ends, []);
      assert.deepEqual(
        arrived.map(([first]) => first),
        sent.map(([first]) => first),
      );
      assert.deepEqual(
        answers.map(([first]) => first),
        sent.map(([first]) => first),
      );
    }),
    { numRuns: runs(100) },
  );
});

it('an item larger than a message of the bus travels in parts', () => {
  const world = new World();
  const { send, arrived } = joined(world);
  const large = new Uint8Array(3_000_000).map((_, index) => index % 251);
  assert.ok(send(Uint8Array.of(1)) && send(large) && send(Uint8Array.of(2)));
  world.pass(1000);
  assert.deepEqual(
    arrived.map(({ length }) => length),
    [1, large.length, 1],
  );
  assert.deepEqual(arrived[1], Buffer.from(large));
  assert.ok(world.largestBytes < 300_000, `${world.largestBytes} bytes in one message`);
});

it('nothing comes after its end, also what came together with the item because of which it was ended', () => {
  const world = new World();
  const bus = world.bus as unknown as Bus;
  const [gateway, router] = ['g', 'r'].map((self) => new Links({ bus, clock: world.clock, random, self }));
  assert.ok(gateway !== undefined && router !== undefined);
  const heard: string[] = [];
  router.accept = (_from, link) => ({
    onItem([first]) {
      heard.push(`item ${first}`);
      if (first === 2) link.close();
    },
    onEnd: (reason) => void heard.push(reason),
  });
  const link = gateway.open('r', { onItem: () => {}, onEnd: () => {} });
  for (const item of [1, 2, 3]) link.send(Uint8Array.of(item));
  world.pass(100);
  assert.deepEqual(heard, ['item 1', 'item 2', 'closed']);
});

it('is not opened again by what was recorded of it, however late that is repeated', () => {
  const world = new World();
  const recorded: (() => void)[] = [];
  const { publish } = world.bus;
  world.bus.publish = (subject, data) => {
    recorded.push(() => publish(subject, data));
    publish(subject, data);
  };
  const bus = world.bus as unknown as Bus;
  let drawn = 0;
  const rising: Random = { ...random, unit: () => (drawn += 0.1) };
  const [gateway, router] = ['g', 'r'].map(
    (self) => new Links({ bus, clock: world.clock, random: rising, self }),
  );
  assert.ok(gateway !== undefined && router !== undefined);
  let arrived = 0;
  router.accept = () => ({ onItem: () => (arrived += 1), onEnd: () => {} });
  for (let count = 0; count < 2; count++) {
    gateway.open('r', { onItem: () => {}, onEnd: () => {} }).send(Uint8Array.of(1));
    world.pass(100);
    router.forget('g');
    world.pass(600_000);
  }
  for (const repeat of recorded.splice(0)) repeat();
  world.pass(1000);
  assert.equal(arrived, 2);
});

it('ends when nothing gets through', () => {
  const world = new World();
  const { send, ends } = joined(world);
  send(Uint8Array.of(1));
  world.pass(100);
  world.fate = () => [];
  send(Uint8Array.of(2));
  world.pass(2000);
  assert.deepEqual(ends, ['gateway: silent']);
});

it('what waits while the bus is known to be down arrives as soon as it is back, in few batches', () => {
  const world = new World();
  const { send, arrived, answers, ends } = joined(world);
  let batches = 0;
  world.fate = () => [];
  world.bus.status = 'down';
  // A minute's calls, each in a turn of its own.
  for (let count = 0; count < 6000; count++) {
    assert.ok(send(new Uint8Array(100)));
    world.pass(10);
  }
  world.fate = () => {
    batches++;
    return [1];
  };
  world.bus.status = 'up';
  world.pass(500);
  assert.deepEqual(ends, []);
  assert.equal(arrived.length, 6000);
  assert.equal(answers.length, 6000);
  assert.ok(batches < 100, `${batches} messages`);
});

it('what was lost before anybody knew that the bus is down arrives soon, though more goes on coming', () => {
  const world = new World();
  const { send, arrived, answers, ends } = joined(world);
  const flow = (turns: number): void => {
    for (let turn = 0; turn < turns; turn++) {
      assert.ok(send(new Uint8Array(100)));
      world.pass(2);
    }
  };
  flow(10);
  world.fate = () => [];
  flow(600);
  world.fate = () => [1];
  flow(500);
  const behind = 1110 - arrived.length;
  assert.deepEqual(ends, []);
  assert.ok(behind < 20, `${behind} have not arrived after a second`);
  world.pass(300);
  assert.equal(arrived.length, 1110);
  assert.equal(answers.length, 1110);
});

it('a late copy of a batch of a link that has ended opens no new one', () => {
  const world = new World();
  world.fate = () => [1, 500];
  const { send, forget, arrived, ends } = joined(world);
  send(Uint8Array.of(1));
  world.pass(100);
  forget();
  world.pass(1000);
  assert.equal(arrived.length, 1);
  assert.deepEqual(ends.toSorted(), ['gateway: over', 'router: closed']);
});
