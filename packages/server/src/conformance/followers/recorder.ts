/**
 * A follower that remembers what it was given, by which router, and what ran at the same time.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type {
  Follower,
  FollowerBasics,
  Gathering,
  HandlingFollower,
  LogEntry,
} from '../../pipeline/followers/follower.ts';
import type { Process } from './virtual-time.ts';

export interface Call {
  readonly router: string;
  readonly entries: readonly LogEntry[];
  readonly signal: AbortSignal;
  readonly process: Process;
}

type Behaviour = (call: Call) => Promise<void>;

const succeeds: Behaviour = () => Promise.resolve();

export interface RecorderOptions extends Partial<FollowerBasics>, Pick<HandlingFollower, 'concerns'> {
  /** It gathers entries, and hands them on when they are to be made safe. */
  readonly isGathering?: boolean;
  /** How long one that gathers wants to be left alone after each call. */
  readonly restMs?: number;
}

export class Recorder {
  readonly name: string;
  readonly #more: RecorderOptions;
  readonly calls: Call[] = [];
  /** What was gathered out of order: nothing is gathered twice while one router runs it. */
  readonly disorder: string[] = [];
  /** Calls of routers that run, with another one under way. */
  overlaps = 0;
  readonly #running = new Set<Call>();
  /** What a call does; it succeeds unless this is set. */
  behaviour: Behaviour = succeeds;

  constructor(name: string, more: RecorderOptions) {
    this.name = name;
    this.#more = more;
  }

  followerOf(router: string, process: Process): Follower {
    const { isGathering = false, restMs = 0, ...more } = this.#more;
    const handle = (entries: readonly LogEntry[], signal: AbortSignal): Promise<void> =>
      process.observe(this.#handle({ router, entries, signal, process }));
    const basics = { name: this.name, start: 'beginning' as const, ...more };
    if (!isGathering) return { ...basics, handle };
    const { concerns: _, ...others } = basics;
    return { ...others, gather: () => new KeptEntries({ handle, restMs, disorder: this.disorder }) };
  }

  succeed(): void {
    this.behaviour = succeeds;
  }

  /** The seqs that it was given of a conversation, in the order of time. */
  seqs(conversation: number): readonly number[] {
    return this.calls.flatMap(({ entries }) =>
      entries.filter((each) => each.conversation === conversation).map(({ seq }) => seq),
    );
  }

  /** Whether it was given this entry. */
  has(conversation: number, seq: number): boolean {
    return this.calls.some(({ entries }) =>
      entries.some((each) => each.conversation === conversation && each.seq === seq),
    );
  }

  /** Everything up to `head` came, and nothing before what precedes it. */
  assertComplete(conversation: number, head: number, first = 1): void {
    assert.deepEqual(this.disorder, []);
    let last = first - 1;
    for (const seq of this.seqs(conversation)) {
      assert.ok(seq <= last + 1, `${seq} came in conversation ${conversation} before ${last + 1}`);
      last = Math.max(last, seq);
    }
    assert.equal(last, head, `conversation ${conversation} is handled to its end`);
  }

  /** And each of them once. */
  assertOnce(conversation: number, head: number, first = 1): void {
    assert.deepEqual(this.disorder, []);
    const expected = Array.from({ length: head - first + 1 }, (_, index) => first + index);
    assert.deepEqual(this.seqs(conversation), expected);
  }

  /** Which routers have called it since a number of calls. */
  routers(since = 0): readonly string[] {
    return [...new Set(this.calls.slice(since).map(({ router }) => router))];
  }

  async #handle(call: Call): Promise<void> {
    this.calls.push(call);
    if ([...this.#running].some(({ process }) => process.runs)) this.overlaps += 1;
    this.#running.add(call);
    try {
      await this.behaviour(call);
    } finally {
      this.#running.delete(call);
    }
  }
}

interface KeepOptions {
  readonly handle: HandlingFollower['handle'];
  readonly restMs: number;
  /** Gets what comes out of order. */
  readonly disorder: string[];
}

/** Hands on what was gathered. */
class KeptEntries implements Gathering {
  readonly #options: KeepOptions;
  readonly #entries: LogEntry[] = [];
  /** The last seq of each conversation. */
  readonly #last = new Map<number, number>();
  #handling: readonly LogEntry[] | undefined;

  constructor(options: KeepOptions) {
    this.#options = options;
  }

  add(entry: LogEntry): void {
    const { conversation, seq } = entry;
    const last = this.#last.get(conversation) ?? seq - 1;
    if (seq !== last + 1) this.#options.disorder.push(`${seq} after ${last} in conversation ${conversation}`);
    this.#last.set(conversation, seq);
    this.#entries.push(entry);
  }

  async settle(signal: AbortSignal): Promise<number> {
    this.#handling ??= this.#entries.splice(0);
    await this.#options.handle(this.#handling, signal);
    this.#handling = undefined;
    return this.#options.restMs;
  }
}

/** Calls that end when it is opened. */
export class Barrier {
  #open: () => void = () => {};
  readonly #opened = new Promise<void>((resolve) => (this.#open = resolve));

  readonly behaviour = (): Promise<void> => this.#opened;

  open(): void {
    this.#open();
  }
}
