/**
 * A bus between nodes that does everything the contract in packages/server/src/bus/bus.ts allows: it delays, loses
 * and repeats messages, and is away for a while. It only keeps the order of one publisher on one subject.
 *
 * @module
 */
import { BusError } from '../../packages/server/src/bus/bus.ts';
import type {
  Bus,
  BusStats,
  BusHandler,
  BusStatus,
  Subject,
  SubscribeOptions,
  Subscription,
} from '../../packages/server/src/bus/bus.ts';
import type { Chance } from './chance.ts';
import type { EventLoop } from './event-loop.ts';
import type { Scheduler } from './scheduler.ts';
import type { BusSetting } from './setting.ts';

interface Entry extends Subscription {
  readonly subject: Subject;
  readonly handler: BusHandler;
  readonly queue: string | undefined;
  /** The bus knows the subscription. */
  isInForce: boolean;
  isOver: boolean;
}

/** Which of a node's messages are lost unnoticed: none, those to it, or those from it. */
export type BusLoss = 'nothing' | 'heard' | 'said';

type Reply = ((data: Uint8Array) => void) | undefined;

interface Message {
  readonly subject: Subject;
  readonly data: Uint8Array;
  readonly reply: Reply;
}

export class BusHub {
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  readonly #ends = new Set<BusEnd>();
  /** When the last message of a publisher on a subject reaches a subscriber. */
  readonly #due = new Map<string, number>();
  faults: BusSetting;
  readonly onError: (error: unknown) => void;

  constructor(options: {
    readonly scheduler: Scheduler;
    readonly chance: Chance;
    readonly faults: BusSetting;
    /** Called with what a handler threw. */
    readonly onError: (error: unknown) => void;
  }) {
    this.#scheduler = options.scheduler;
    this.#chance = options.chance;
    this.faults = options.faults;
    this.onError = options.onError;
  }

  /** A node's end of the bus. It receives in its own event loop. */
  join(name: string, loop: EventLoop): BusEnd {
    const end = new BusEnd(this, name, loop);
    this.#ends.add(end);
    return end;
  }

  leave(end: BusEnd): void {
    this.#ends.delete(end);
  }

  delayMs(): number {
    return this.#chance.int(0, this.faults.maxDelayMs);
  }

  after(delayMs: number, run: () => void): () => void {
    return this.#scheduler.after(delayMs, run);
  }

  /** The current receivers: every plain subscription, and one of each queue. */
  receivers(subject: Subject): { readonly end: BusEnd; readonly entry: Entry }[] {
    const all: { readonly end: BusEnd; readonly entry: Entry }[] = [];
    for (const end of this.#ends) {
      if (end.status === 'up') for (const entry of end.inForce(subject)) all.push({ end, entry });
    }
    if (all.every(({ entry }) => entry.queue === undefined)) return all;
    const queues = Map.groupBy(all, ({ entry }) => entry.queue);
    return [...queues].flatMap(([queue, members]) =>
      queue === undefined ? members : [this.#chance.pick(members)],
    );
  }

  /** Carries a message to its receivers; some copies may be lost. */
  carry(from: BusEnd, message: Message): void {
    const { dropping, doubling } = this.faults;
    if (from.loss === 'said') return;
    for (const { end, entry } of this.receivers(message.subject)) {
      if (this.#chance.is(dropping)) continue;
      this.#deliver(from, end, entry, message);
      if (message.reply === undefined && this.#chance.is(doubling)) this.#deliver(from, end, entry, message);
    }
  }

  #deliver(from: BusEnd, to: BusEnd, entry: Entry, message: Message): void {
    const { subject } = message;
    const lane = `${from.name} ${to.name} ${subject}`;
    const { now } = this.#scheduler;
    // Strictly later than the one before, because tasks of one moment have no order.
    const due = Math.max(now + this.delayMs(), (this.#due.get(lane) ?? -1) + 1);
    this.#due.set(lane, due);
    this.#scheduler.after(due - now, () => {
      if (to.canHear) to.loop.hear('from outside', () => this.#hand(to, entry, message));
    });
  }

  #hand(to: BusEnd, { isOver, handler }: Entry, { subject, data, reply }: Message): void {
    if (isOver) return;
    const answer =
      reply &&
      ((bytes: Uint8Array): void => {
        if (to.status === 'up' && to.loss !== 'said') reply(bytes);
      });
    try {
      handler(data, subject, answer);
    } catch (error) {
      this.onError(error);
    }
  }
}

export class BusEnd implements Bus {
  readonly #hub: BusHub;
  readonly name: string;
  readonly #entries = new Map<Subject, Set<Entry>>();
  readonly #listeners = new Set<(status: BusStatus) => void>();
  /** Waiting for the bus to know their subscriptions. */
  readonly #onInForce: (() => void)[] = [];
  #arriving = 0;
  #isClosed = false;
  status: BusStatus = 'up';
  loss: BusLoss = 'nothing';
  readonly maxPayloadBytes = Infinity;
  readonly loop: EventLoop;

  constructor(hub: BusHub, name: string, loop: EventLoop) {
    this.#hub = hub;
    this.name = name;
    this.loop = loop;
  }

  /** Whether messages to this node arrive. */
  get canHear(): boolean {
    return this.status === 'up' && this.loss !== 'heard';
  }

  publish(subject: Subject, data: Uint8Array): void {
    if (this.status === 'up' && !this.#isClosed) this.#hub.carry(this, { subject, data, reply: undefined });
  }

  subscribe(subject: Subject, handler: BusHandler, options: SubscribeOptions = {}): Subscription {
    const entry: Entry = {
      subject,
      handler,
      queue: options.queue,
      isInForce: false,
      isOver: this.#isClosed,
      unsubscribe: () => {
        entry.isOver = true;
        this.#entries.get(subject)?.delete(entry);
      },
    };
    const entries = this.#entries.get(subject) ?? new Set();
    this.#entries.set(subject, entries.add(entry));
    this.#arriving++;
    this.#hub.after(this.#hub.delayMs(), () => {
      entry.isInForce = true;
      this.#arriving--;
      if (this.#arriving > 0 || this.#isClosed) return;
      this.loop.hear('from outside', () => {
        for (const resolve of this.#onInForce.splice(0)) resolve();
      });
    });
    return entry;
  }

  async ready(): Promise<void> {
    this.#assertUp();
    if (this.#arriving > 0) await new Promise<void>((resolve) => this.#onInForce.push(resolve));
  }

  async request(
    subject: Subject,
    data: Uint8Array,
    { timeoutMs }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array> {
    this.#assertUp();
    if (this.#hub.receivers(subject).length === 0) {
      await new Promise<void>((resolve) => this.#after(this.#hub.delayMs(), 'from outside', resolve));
      throw new BusError('no-responders', `nobody answers on ${subject}`);
    }
    const [answer] = await this.#ask(subject, data, { timeoutMs, expected: 1 });
    if (answer === undefined) throw new BusError('timeout', `no answer on ${subject} within ${timeoutMs} ms`);
    return answer;
  }

  async gather(
    subject: Subject,
    data: Uint8Array,
    { timeoutMs, expected = Infinity }: { readonly timeoutMs: number; readonly expected?: number },
  ): Promise<readonly Uint8Array[]> {
    this.#assertUp();
    if (this.#hub.receivers(subject).length === 0) return [];
    return this.#ask(subject, data, { timeoutMs, expected });
  }

  stats(): BusStats {
    return { published: 0, received: 0, lost: 0, outages: 0, subscriptions: this.#entries.size };
  }

  onStatus(listener: (status: BusStatus) => void): Subscription {
    this.#listeners.add(listener);
    return { unsubscribe: () => void this.#listeners.delete(listener) };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const entries of this.#entries.values()) for (const entry of entries) entry.isOver = true;
    this.#entries.clear();
    this.#hub.leave(this);
  }

  /** The connection to the bus breaks, or returns. */
  become(status: BusStatus): void {
    if (this.status === status || this.#isClosed) return;
    this.status = status;
    this.loop.hear('from outside', () => {
      for (const listener of this.#listeners) listener(status);
    });
  }

  /** Loses messages from now on. */
  lose(loss: BusLoss): void {
    this.loss = loss;
  }

  /** Its subscriptions to this subject that the bus knows. */
  *inForce(subject: Subject): Iterable<Entry> {
    for (const entry of this.#entries.get(subject) ?? []) if (entry.isInForce) yield entry;
  }

  #ask(
    subject: Subject,
    data: Uint8Array,
    { timeoutMs, expected }: { readonly timeoutMs: number; readonly expected: number },
  ): Promise<Uint8Array[]> {
    return new Promise((resolve) => {
      const answers: Uint8Array[] = [];
      // The asking node may be gone.
      const cancel = this.#after(timeoutMs, 'timer', () => resolve(answers));
      const reply = (answer: Uint8Array): void => {
        this.#after(this.#hub.delayMs(), 'from outside', () => {
          if (!this.canHear) return;
          answers.push(answer);
          if (answers.length < expected) return;
          cancel();
          resolve(answers);
        });
      };
      this.#hub.carry(this, { subject, data, reply });
    });
  }

  #after(delayMs: number, kind: 'timer' | 'from outside', run: () => void): () => void {
    return this.#hub.after(delayMs, () => {
      if (!this.#isClosed) this.loop.hear(kind, run);
    });
  }

  #assertUp(): void {
    if (this.#isClosed) throw new BusError('closed', 'the bus is closed');
    if (this.status === 'down') throw new BusError('down', 'the bus is away');
  }
}
