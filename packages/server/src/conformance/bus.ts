/**
 * The conformance suite of the bus: tests the duties listed in bus.ts on any implementation.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { BusError } from '../bus/bus.ts';
import type { Bus } from '../bus/bus.ts';
import type { TestRunner } from './runner.ts';

export interface BusBackend {
  readonly name: string;
  /** Connects to an empty bus. `onError` is called with what handlers throw. */
  readonly open: (onError: (error: unknown, subject: string) => void) => Promise<Bus>;
}

interface Case {
  readonly name: string;
  readonly run: (bus: Bus, errors: readonly unknown[]) => Promise<void>;
}

/** Long enough for any machine: no case waits until then. */
const TIMEOUT_MS = 30_000;

/** Declares the suite for one backend with the given runner. */
export function busConformance(runner: TestRunner, backend: BusBackend): void {
  runner.describe(`bus on ${backend.name}`, () => {
    for (const { name, run } of CASES) {
      runner.it(name, { skip: false }, async () => {
        const errors: unknown[] = [];
        const bus = await backend.open((error) => errors.push(error));
        try {
          await run(bus, errors);
        } finally {
          await bus.close();
        }
      });
    }
  });
}

const CASES: readonly Case[] = [
  {
    name: 'delivers to every subscriber of the subject, in the order of publishing, and to no other',
    async run(bus) {
      const [first, second, other] = [
        collector(bus, 'user.1'),
        collector(bus, 'user.1'),
        collector(bus, 'user.2'),
      ];
      await bus.ready();
      for (const text of ['a', 'b', 'c']) bus.publish('user.1', bytes(text));
      await Promise.all([first.until(3), second.until(3)]);
      assert.deepEqual([first.texts, second.texts, other.texts], [['a', 'b', 'c'], ['a', 'b', 'c'], []]);
    },
  },
  {
    name: 'never calls a handler inside publish()',
    async run(bus) {
      const here = collector(bus, 'x');
      await bus.ready();
      bus.publish('x', bytes('a'));
      assert.deepEqual(here.texts, []);
      await here.until(1);
    },
  },
  {
    name: 'publishing to nobody is no error',
    async run(bus) {
      bus.publish('nobody', bytes('a'));
      const here = collector(bus, 'somebody');
      await bus.ready();
      bus.publish('somebody', bytes('b'));
      await here.until(1);
    },
  },
  {
    name: 'ends a subscription, twice without harm',
    async run(bus) {
      const gone = collector(bus, 'x');
      gone.subscription.unsubscribe();
      gone.subscription.unsubscribe();
      const here = collector(bus, 'x');
      await bus.ready();
      bus.publish('x', bytes('a'));
      await here.until(1);
      assert.deepEqual(gone.texts, []);
    },
  },
  {
    name: 'gives each message to one of a queue, and to all outside of it',
    async run(bus) {
      const queue = [collector(bus, 'work', 'q'), collector(bus, 'work', 'q')];
      const outside = collector(bus, 'work');
      await bus.ready();
      for (let count = 0; count < 20; count++) bus.publish('work', bytes(`${count}`));
      await outside.until(20);
      await until(bus, () => queue.reduce((sum, { texts }) => sum + texts.length, 0) === 20);
    },
  },
  {
    name: 'asks one and gets its answer; says at once when nobody is there',
    async run(bus) {
      bus.subscribe('user.7', (data, _subject, reply) => reply?.(bytes(`${text(data)}!`)));
      await bus.ready();
      assert.equal(text(await bus.request('user.7', bytes('hey'), { timeoutMs: TIMEOUT_MS })), 'hey!');
      await assert.rejects(
        bus.request('user.8', bytes('hey'), { timeoutMs: TIMEOUT_MS }),
        isBusError('no-responders'),
      );
    },
  },
  {
    name: 'gives up asking after the time, or when told to',
    async run(bus) {
      bus.subscribe('silent', () => {});
      await bus.ready();
      await assert.rejects(bus.request('silent', bytes('?'), { timeoutMs: 20 }), isBusError('timeout'));
      const abort = new AbortController();
      const asking = bus.request('silent', bytes('?'), { timeoutMs: TIMEOUT_MS, signal: abort.signal });
      abort.abort();
      await assert.rejects(asking, isBusError('timeout'));
    },
  },
  {
    name: 'gathers the answers of all, and none when nobody is there',
    async run(bus) {
      for (const name of ['a', 'b', 'c'])
        bus.subscribe('all', (_data, _subject, reply) => reply?.(bytes(name)));
      await bus.ready();
      const answers = await bus.gather('all', bytes('?'), { timeoutMs: TIMEOUT_MS, expected: 3 });
      assert.deepEqual(answers.map(text).toSorted(), ['a', 'b', 'c']);
      assert.deepEqual(await bus.gather('none', bytes('?'), { timeoutMs: 50 }), []);
    },
  },
  {
    name: 'stops gathering when it has as many answers as expected, although others are silent',
    async run(bus) {
      for (const name of ['a', 'b']) bus.subscribe('all', (_data, _subject, reply) => reply?.(bytes(name)));
      bus.subscribe('all', () => {});
      await bus.ready();
      const answers = await bus.gather('all', bytes('?'), { timeoutMs: 600_000, expected: 2 });
      assert.deepEqual(answers.map(text).toSorted(), ['a', 'b']);
      const patient = await bus.gather('all', bytes('?'), { timeoutMs: 50, expected: 3 });
      assert.deepEqual(patient.map(text).toSorted(), ['a', 'b']);
    },
  },
  {
    name: 'gives answers to the questions that they belong to',
    async run(bus) {
      bus.subscribe('echo.late', (data, _subject, reply) => {
        // The first question is answered last.
        if (text(data) !== '0') reply?.(data);
        else setImmediate(() => reply?.(data));
      });
      await bus.ready();
      const numbers = Array.from({ length: 200 }, (_, number) => `${number}`);
      const answers = await Promise.all(
        numbers.map((number) => bus.request('echo.late', bytes(number), { timeoutMs: TIMEOUT_MS })),
      );
      assert.deepEqual(answers.map(text), numbers);
    },
  },
  {
    name: 'keeps the order of ten thousand messages between others',
    async run(bus) {
      const [here, other] = [collector(bus, 'user.1'), collector(bus, 'user.2')];
      await bus.ready();
      const numbers = Array.from({ length: 10_000 }, (_, number) => `${number}`);
      for (const [index, number] of numbers.entries()) {
        bus.publish('user.1', bytes(number));
        bus.publish('user.2', bytes(number));
        if (index % 1000 === 0) await bus.ready();
      }
      await Promise.all([here.until(numbers.length), other.until(numbers.length)]);
      assert.deepEqual([here.texts, other.texts], [numbers, numbers]);
    },
  },
  {
    name: 'counts what it carries and how many listen',
    async run(bus) {
      const here = collector(bus, 'x');
      const { published, received, subscriptions } = bus.stats();
      await bus.ready();
      bus.publish('x', bytes('a'));
      await here.until(1);
      assert.ok(bus.stats().published > published && bus.stats().received > received);
      here.subscription.unsubscribe();
      assert.equal(bus.stats().subscriptions, subscriptions - 1);
    },
  },
  {
    name: 'reports what a handler throws and goes on with the others',
    async run(bus, errors) {
      bus.subscribe('x', () => {
        throw new Error('mine');
      });
      const here = collector(bus, 'x');
      await bus.ready();
      bus.publish('x', bytes('a'));
      await here.until(1);
      assert.equal((errors[0] as Error).message, 'mine');
    },
  },
  {
    name: 'delivers what was published before it closes, and refuses requests afterwards',
    async run(bus) {
      const here = collector(bus, 'x');
      await bus.ready();
      bus.publish('x', bytes('last'));
      await bus.close();
      await bus.close();
      assert.deepEqual(here.texts, ['last']);
      bus.publish('x', bytes('late'));
      await assert.rejects(bus.request('x', bytes('?'), { timeoutMs: 50 }), isBusError('closed'));
    },
  },
];

interface Collector {
  readonly texts: string[];
  readonly subscription: { unsubscribe(): void };
  until(count: number): Promise<void>;
}

function collector(bus: Bus, subject: string, queue?: string): Collector {
  const texts: string[] = [];
  const subscription = bus.subscribe(
    subject,
    (data) => void texts.push(text(data)),
    queue === undefined ? {} : { queue },
  );
  return { texts, subscription, until: (count) => until(bus, () => texts.length >= count) };
}

/** Checks again after each round trip through the bus. */
async function until(bus: Bus, isTrue: () => boolean): Promise<void> {
  const echo = bus.subscribe('echo', (data, _subject, reply) => reply?.(data));
  await bus.ready();
  while (!isTrue()) await bus.request('echo', bytes(''), { timeoutMs: TIMEOUT_MS });
  echo.unsubscribe();
}

function isBusError(code: BusError['code']): (error: unknown) => boolean {
  return (error) => error instanceof BusError && error.code === code;
}

function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function text(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}
