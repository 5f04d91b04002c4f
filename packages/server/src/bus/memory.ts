/**
 * The bus inside one process, with the semantics of NATS.
 *
 * @module
 */
import { BusError } from './bus.ts';
import type { Bus, BusHandler, BusStats, BusStatus, SubscribeOptions, Subject, Subscription } from './bus.ts';
import type { Clock } from '../clock.ts';

/**
 * By subject. A single subscriber is stored without an array: most subjects have one, and a hundred thousand arrays cost memory.
 */
type Subjects = Map<Subject, Entry | Entry[]>;

/** No closure either: a connected user has one of these. */
class Entry implements Subscription {
  readonly handler: BusHandler;
  readonly queue: string | undefined;
  isActive: boolean;
  readonly #subjects: Subjects;
  readonly #subject: Subject;

  constructor(subjects: Subjects, subject: Subject, of: Pick<Entry, 'handler' | 'queue' | 'isActive'>) {
    this.#subjects = subjects;
    this.#subject = subject;
    this.handler = of.handler;
    this.queue = of.queue;
    this.isActive = of.isActive;
  }

  unsubscribe(): void {
    this.isActive = false;
    const there = this.#subjects.get(this.#subject);
    if (there === this) {
      this.#subjects.delete(this.#subject);
    } else if (Array.isArray(there)) {
      const rest = there.filter((other) => other !== this);
      const [only] = rest;
      if (only === undefined) this.#subjects.delete(this.#subject);
      else this.#subjects.set(this.#subject, rest.length === 1 ? only : rest);
    }
  }
}

interface Delivery {
  readonly subject: Subject;
  readonly data: Uint8Array;
  readonly reply: ((data: Uint8Array) => void) | undefined;
}

export interface MemoryBusOptions {
  readonly clock: Clock;
  /** Called with what a handler threw. The message counts as delivered. */
  readonly onError: (error: unknown, subject: Subject) => void;
}

export function createMemoryBus(options: MemoryBusOptions): Bus {
  return new MemoryBus(options);
}

class MemoryBus implements Bus {
  readonly #options: MemoryBusOptions;
  readonly #subjects: Subjects = new Map();
  #pending: Delivery[] = [];
  #turn = 0;
  #isClosed = false;
  #published = 0;
  #received = 0;
  readonly status: BusStatus = 'up';
  readonly maxPayloadBytes = Infinity;

  constructor(options: MemoryBusOptions) {
    this.#options = options;
  }

  publish(subject: Subject, data: Uint8Array): void {
    if (!this.#isClosed && this.#subjects.has(subject)) this.#enqueue({ subject, data, reply: undefined });
  }

  subscribe(subject: Subject, handler: BusHandler, options: SubscribeOptions = {}): Subscription {
    const of = { handler, queue: options.queue, isActive: !this.#isClosed };
    const entry = new Entry(this.#subjects, subject, of);
    if (this.#isClosed) return entry;
    const there = this.#subjects.get(subject);
    if (there === undefined) this.#subjects.set(subject, entry);
    else if (Array.isArray(there)) there.push(entry);
    else this.#subjects.set(subject, [there, entry]);
    return entry;
  }

  async ready(): Promise<void> {}

  request(
    subject: Subject,
    data: Uint8Array,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array> {
    if (this.#isClosed) return Promise.reject(new BusError('closed', 'the bus is closed'));
    if (!this.#subjects.has(subject)) {
      return Promise.reject(new BusError('no-responders', `nobody answers on ${subject}`));
    }
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        timer.cancel();
        reject(new BusError('timeout', `the request on ${subject} was given up`, { cause: signal?.reason }));
      };
      const timer = this.#options.clock.after(timeoutMs, () => {
        signal?.removeEventListener('abort', abort);
        reject(new BusError('timeout', `no answer on ${subject} within ${timeoutMs} ms`));
      });
      signal?.addEventListener('abort', abort, { once: true });
      const reply = (answer: Uint8Array): void => {
        timer.cancel();
        signal?.removeEventListener('abort', abort);
        resolve(answer);
      };
      this.#enqueue({ subject, data, reply });
    });
  }

  gather(
    subject: Subject,
    data: Uint8Array,
    { timeoutMs, expected }: { readonly timeoutMs: number; readonly expected?: number },
  ): Promise<readonly Uint8Array[]> {
    if (this.#isClosed) return Promise.reject(new BusError('closed', 'the bus is closed'));
    // In one process the number of answers is known, so no timeout is needed.
    const wanted = Math.min(expected ?? Infinity, this.#receivers(subject).length);
    if (wanted === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const answers: Uint8Array[] = [];
      const timer = this.#options.clock.after(timeoutMs, () => resolve(answers));
      const reply = (answer: Uint8Array): void => {
        answers.push(answer);
        if (answers.length < wanted) return;
        timer.cancel();
        resolve(answers);
      };
      this.#enqueue({ subject, data, reply });
    });
  }

  stats(): BusStats {
    const subscriptions = this.#subjects.size;
    return { published: this.#published, received: this.#received, lost: 0, outages: 0, subscriptions };
  }

  onStatus(): Subscription {
    return { unsubscribe: () => {} };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#flush();
    this.#isClosed = true;
    this.#subjects.clear();
  }

  #enqueue(delivery: Delivery): void {
    this.#published++;
    this.#pending.push(delivery);
    if (this.#pending.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const batch = this.#pending;
    this.#pending = [];
    for (const delivery of batch) this.#deliver(delivery);
  }

  #deliver({ subject, data, reply }: Delivery): void {
    for (const entry of this.#receivers(subject)) {
      if (!entry.isActive) continue;
      this.#received++;
      try {
        entry.handler(data, subject, reply);
      } catch (error) {
        this.#options.onError(error, subject);
      }
    }
  }

  /** The receivers of a message: every plain subscriber, and one of each queue, in turn. */
  #receivers(subject: Subject): readonly Entry[] {
    const there = this.#subjects.get(subject);
    if (there === undefined) return [];
    if (!Array.isArray(there)) return [there];
    if (there.every((entry) => entry.queue === undefined)) return [...there];
    const queues = Map.groupBy(there, (entry) => entry.queue);
    this.#turn++;
    return [...queues].flatMap(([queue, entries]) =>
      queue === undefined ? entries : entries.slice(this.#turn % entries.length).slice(0, 1),
    );
  }
}
