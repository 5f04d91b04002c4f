/**
 * Reading the log with pages under way at once: for any size of pages, order of answers, refusals and speed of the
 * application, each message is handed on once, in order, without a hole, and no more waits than the bound.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeMessage, encodeMessage, PosthornError } from '@posthorn/protocol';
import type { Batch, Message, Range } from '@posthorn/protocol';
import fc from 'fast-check';
import { runs } from '@posthorn/testing/runs';
import { MAX_PAGES } from '../src/read-ahead.ts';
import { Timeline } from '../src/timeline.ts';
import { VirtualPlatform } from './support/virtual-platform.ts';

const PAGE = 8;
/** Steps that may wait for the application. */
const ROOM = 8;
/** Pulls that are refused at most. */
const MAX_REFUSALS = 3;

/** What happens to a pull: its answer's delay in ms, the bound on the messages of a batch, or a refusal. */
type Fate = { readonly delayMs: number; readonly most: number } | 'refused';

interface Schedule {
  /** Per conversation: its head, and which seqs lie outside the membership. */
  readonly logs: readonly { readonly head: number; readonly hidden: readonly number[] }[];
  readonly fates: readonly Fate[];
  /** How many steps the application takes at a time, every ms. */
  readonly takes: readonly number[];
  /** Messages that are pushed: their conversation, and at which ms. */
  readonly pushes: readonly { readonly conversation: number; readonly ms: number }[];
}

const schedule: fc.Arbitrary<Schedule> = fc.record({
  logs: fc.array(
    fc.record({
      head: fc.integer({ min: 0, max: 70 }),
      hidden: fc.array(fc.integer({ min: 1, max: 70 }), { maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  fates: fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          delayMs: fc.integer({ min: 1, max: 30 }),
          most: fc.oneof({ weight: 3, arbitrary: fc.constant(PAGE) }, fc.integer({ min: 1, max: PAGE })),
        }),
      },
      fc.constant('refused' as const),
    ),
    { maxLength: 12 },
  ),
  takes: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 }),
  pushes: fc.array(
    fc.record({ conversation: fc.integer({ min: 0, max: 3 }), ms: fc.integer({ min: 0, max: 60 }) }),
    { maxLength: 10 },
  ),
});

describe('reading ahead', () => {
  it('hands each message on once and in order, with a bound on what waits', async () => {
    await fc.assert(fc.asyncProperty(schedule, play), { numRuns: runs(300) });
  });

  it('asks for the next page before the last has come, and takes the later answer second', async () => {
    const reader = new Reader(
      [{ head: 40, hidden: [] }],
      [
        { delayMs: 20, most: PAGE },
        { delayMs: 1, most: PAGE },
      ],
    );
    reader.comeOnline();
    assert.deepEqual(
      reader.asked.map(({ after, limit }) => [after, limit]),
      [
        [0, 8],
        [7, 8],
      ],
      'the second begins with the message at which the first should end',
    );
    await reader.platform.until(() => reader.received.length === 40);
    assert.deepEqual(
      reader.received.map(({ seq }) => seq),
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });

  it('reads on to what was pushed while an older answer was on its way', async () => {
    const fate = { delayMs: 10, most: PAGE };
    const reader = new Reader([{ head: 6, hidden: [6] }], [fate]);
    reader.comeOnline();
    // Answered without 7, which comes before the answer does.
    reader.onAnswer = (count) => {
      if (count === 1) reader.push(0);
    };
    await reader.platform.until(() => reader.received.length === 6);
    assert.deepEqual(
      reader.received.map(({ seq }) => seq),
      [1, 2, 3, 4, 5, 7],
    );
  });

  it('reads on to what was only heard of while an older answer was on its way', async () => {
    const fate = { delayMs: 10, most: PAGE };
    const reader = new Reader([{ head: 6, hidden: [] }], [fate]);
    reader.comeOnline();
    // The push of 7 is lost.
    reader.onAnswer = (count) => {
      if (count === 1) reader.push(0, 'advert');
    };
    await reader.platform.until(() => reader.received.length === 7);
  });

  it('keeps what was pushed while the log was compared and nothing was missing', async () => {
    const fate = { delayMs: 10, most: PAGE };
    const reader = new Reader([{ head: 3, hidden: [] }], [fate, fate]);
    reader.comeOnline();
    await reader.platform.until(() => reader.received.length === 3);
    reader.onAnswer = (count) => {
      if (count === 2) reader.push(0);
    };
    reader.compare();
    await reader.platform.until(() => reader.received.length === 4);
  });

  it('does not join pages of two logs when one is restored between them (promise 12)', async () => {
    const fate = { delayMs: 5, most: PAGE };
    const reader = new Reader([{ head: 40, hidden: [] }], [fate, fate]);
    reader.comeOnline();
    reader.onAnswer = (count) => {
      if (count === 1) reader.history += 1;
    };
    await reader.platform.until(() => reader.received.length === PAGE + 40);
    const [old, now] = [reader.received.slice(0, PAGE), reader.received.slice(PAGE)];
    assert.ok(old.every(({ time }) => time < 2000));
    assert.ok(now.every(({ time }) => time > 2000));
    assert.deepEqual(
      now.map(({ seq }) => seq),
      Array.from({ length: 40 }, (_, index) => index + 1),
      'all of the restored log, from its beginning',
    );
    assert.deepEqual(reader.diverged, [0]);
  });
});

/** A timeline, the log that it reads, and an application that takes its time. */
class Reader {
  readonly platform = new VirtualPlatform(
    () => 0.5,
    () => {
      throw new Error('nobody dials here');
    },
  );
  /** `visible`: the seqs that this reader may see. */
  readonly #logs: { head: number; readonly hidden: ReadonlySet<number>; readonly visible: number[] }[];
  readonly #fates: readonly Fate[];
  readonly #timeline: Timeline;
  readonly asked: Range[] = [];
  readonly received: Message[] = [];
  readonly diverged: number[] = [];
  waiting = 0;
  mostWaiting = 0;
  /** Which one the log is; rises with each restore. */
  history = 1;
  onAnswer: (count: number) => void = () => {};
  #pulls = 0;
  #answers = 0;
  #refusals = 0;

  constructor(logs: Schedule['logs'], fates: readonly Fate[], takes: readonly number[] = [PAGE]) {
    this.#logs = logs.map(({ head, hidden }) => {
      const visible = Array.from({ length: head }, (_, index) => index + 1);
      return { head, hidden: new Set(hidden), visible: visible.filter((seq) => !hidden.includes(seq)) };
    });
    this.#fates = fates;
    this.#timeline = new Timeline(
      {
        platform: this.platform,
        pageMessages: PAGE,
        onStep: ({ message }) => {
          if (message === undefined) return;
          this.received.push(message);
          this.waiting += 1;
          this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
        },
        hasRoom: () => this.waiting < ROOM,
        pull: (ranges) => this.#pull(ranges),
        onDiverged: (conversation) => this.diverged.push(conversation),
        onError: (error) => assert.ok(error instanceof PosthornError),
      },
      [],
    );
    this.#take(takes, 0);
  }

  comeOnline(): void {
    this.#timeline.online();
    this.#timeline.heads(
      this.#logs.map(({ head }, conversation) => ({ conversation, seq: head })),
      true,
    );
  }

  /** The log may be another one: reading begins with a comparison. */
  compare(): void {
    this.#logs.forEach((_log, conversation) => this.#timeline.suspect(conversation));
    this.comeOnline();
  }

  /** Somebody says something; the push may find the reader far behind. `advert`: it is lost, and the head is told instead. */
  push(conversation: number, how: 'push' | 'advert' = 'push'): void {
    const log = this.#logs[conversation];
    if (log === undefined) return;
    log.head += 1;
    if (log.hidden.has(log.head)) return;
    log.visible.push(log.head);
    if (how === 'push') this.#timeline.arrived(this.#message(conversation, log.head));
    else this.#timeline.heads([{ conversation, seq: log.head }], false);
  }

  /** All that this reader may see, in the order of each conversation. */
  visible(): number[][] {
    return this.#logs.map(({ visible }) => visible);
  }

  #take(takes: readonly number[], index: number): void {
    this.platform.after(1, () => {
      const wasFull = this.waiting >= ROOM;
      this.waiting = Math.max(0, this.waiting - (takes[index % takes.length] ?? 1));
      if (wasFull && this.waiting < ROOM) this.#timeline.resume();
      this.#take([...takes, 1], index + 1);
    });
  }

  async #pull(ranges: readonly Range[]): Promise<{ readonly batches: readonly Batch[] }> {
    this.asked.push(...ranges);
    const planned = this.#fates[this.#pulls++];
    // No trouble lasts for ever: each refusal costs two seconds, in which the application takes every ms.
    const isOver = planned === 'refused' && (this.#refusals += 1) > MAX_REFUSALS;
    const fate = planned === undefined || isOver ? { delayMs: 1, most: PAGE } : planned;
    await new Promise<void>((resolve) => {
      this.platform.after(fate === 'refused' ? 1 : fate.delayMs, resolve);
    });
    this.#answers += 1;
    if (fate === 'refused') throw new PosthornError('UNAVAILABLE', 'busy');
    const batches = ranges.map((range) => this.#batch(range, fate.most));
    this.onAnswer(this.#answers);
    return { batches };
  }

  #batch({ conversation, after, limit, mark }: Range, most: number): Batch {
    const visible = this.#logs[conversation]?.visible ?? [];
    const head = visible.at(-1) ?? 0;
    const empty = {
      conversation,
      messages: [],
      through: 0,
      head,
      more: false,
      diverged: false,
      error: 0,
      states: [],
    };
    if (after > head || (mark !== 0 && mark !== this.#timeOf(after))) return { ...empty, diverged: true };
    const rest = visible.filter((seq) => seq > after);
    const given = rest.slice(0, Math.min(limit, most));
    const next = rest[given.length];
    return {
      ...empty,
      messages: given.map((seq) => this.#message(conversation, seq)),
      through: next === undefined ? head : next - 1,
      more: next !== undefined,
    };
  }

  #timeOf(seq: number): number {
    return this.history * 1000 + seq;
  }

  #message(conversation: number, seq: number): Message {
    return decodeMessage(encodeMessage({ conversation, seq, sender: 2, time: this.#timeOf(seq) }));
  }
}

async function play({ logs, fates, takes, pushes }: Schedule): Promise<void> {
  const reader = new Reader(logs, fates, takes);
  reader.comeOnline();
  for (const { conversation, ms } of pushes) reader.platform.after(ms, () => reader.push(conversation));
  let isOver = false;
  reader.platform.after(70, () => (isOver = true));
  const count = (): number => reader.visible().reduce((sum, seqs) => sum + seqs.length, 0);
  await reader.platform.until(() => isOver && reader.received.length >= count());
  reader.visible().forEach((seqs, conversation) => {
    const here = reader.received.filter((message) => message.conversation === conversation);
    assert.deepEqual(
      here.map(({ seq }) => seq),
      seqs,
      'promise 5: once, in order, no hole',
    );
  });
  const most = ROOM + MAX_PAGES * PAGE + pushes.length;
  assert.ok(reader.mostWaiting < most, `${reader.mostWaiting} waited, not below ${most}`);
  assert.deepEqual(reader.diverged, []);
}
