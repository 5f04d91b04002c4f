/**
 * A window onto the thread of a message. What is on the device is shown at once where the device has all of it.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import { toIncoming } from '../delivery.ts';
import type { Slice } from './api.ts';
import { plainError } from './plain.ts';
import { withRow } from './window.ts';
import type { EngineWindow, WindowOptions } from './window.ts';

const PAGE = 50;
/** A thread is searched for on the device only if its conversation has not gone on much further since. */
const MAX_SPAN = 2000;

export class ThreadWindow implements EngineWindow {
  readonly #options: WindowOptions;
  readonly conversation: number;
  readonly #root: number;
  #turn = 0;
  #rows: readonly Incoming[] = [];
  #isAtStart = false;
  #isAtEnd = false;
  #isLoaded = false;
  #error: Slice['error'];
  #older: Promise<void> | undefined;
  #newer: Promise<void> | undefined;
  #shown: Slice | undefined;

  constructor(options: WindowOptions, root: number) {
    this.#options = options;
    this.conversation = options.conversation;
    this.#root = root;
  }

  get slice(): Slice {
    return (this.#shown ??= {
      conversation: this.conversation,
      from: this.#rows[0]?.seq ?? 0,
      to: this.#rows.at(-1)?.seq ?? 0,
      messages: this.#rows,
      isAtStart: this.#isAtStart,
      isAtEnd: this.#isAtEnd,
      isLoadingOlder: this.#older !== undefined,
      isLoadingNewer: this.#newer !== undefined,
      error: this.#error,
      isLoaded: this.#isLoaded,
    });
  }

  showNewest(): Promise<void> {
    const turn = (this.#turn += 1);
    return this.#guarded(turn, async () => {
      if (await this.#showStored(turn)) return;
      const { rows, isLast } = await this.#page(0, true);
      if (turn !== this.#turn) return;
      this.#isAtEnd = true;
      this.#isAtStart = isLast;
      this.#show(rows);
    });
  }

  async showAround(seq: number): Promise<number> {
    const turn = (this.#turn += 1);
    await this.#guarded(turn, async () => {
      if (await this.#showStored(turn)) return;
      const before = await this.#page(seq + 1, true);
      const after = await this.#page(seq, false);
      if (turn !== this.#turn) return;
      this.#isAtStart = before.isLast;
      this.#isAtEnd = after.isLast;
      this.#show([...before.rows, ...after.rows]);
    });
    return (this.#rows.find((row) => row.seq >= seq) ?? this.#rows.at(-1))?.seq ?? seq;
  }

  older(): Promise<void> {
    if (this.#isAtStart) return Promise.resolve();
    const turn = this.#turn;
    return (this.#older ??= this.#guarded(turn, async () => {
      const { rows, isLast } = await this.#page(this.#rows[0]?.seq ?? 0, true);
      if (turn !== this.#turn) return;
      this.#isAtStart = isLast;
      const all = [...rows, ...this.#rows];
      if (all.length > this.#options.maxRows) this.#isAtEnd = false;
      this.#show(all.slice(0, this.#options.maxRows));
    }).finally(() => {
      this.#older = undefined;
      this.#changed();
    }));
  }

  newer(): Promise<void> {
    if (this.#isAtEnd) return Promise.resolve();
    const turn = this.#turn;
    return (this.#newer ??= this.#guarded(turn, async () => {
      const { rows, isLast } = await this.#page(this.#rows.at(-1)?.seq ?? this.#root, false);
      if (turn !== this.#turn) return;
      this.#isAtEnd = isLast;
      const all = [...this.#rows, ...rows];
      if (all.length > this.#options.maxRows) this.#isAtStart = false;
      this.#show(all.slice(-this.#options.maxRows));
    }).finally(() => {
      this.#newer = undefined;
      this.#changed();
    }));
  }

  kept(message: Incoming): void {
    if (message.content.thread !== this.#root || !this.#isLoaded) return;
    const isInside =
      message.seq >= (this.#rows[0]?.seq ?? Infinity) && message.seq <= (this.#rows.at(-1)?.seq ?? 0);
    if (!isInside) return;
    this.#show(withRow(this.#rows, message));
  }

  arrived(message: Incoming): void {
    if (message.content.thread !== this.#root || !this.#isLoaded || !this.#isAtEnd) return;
    if (message.seq > (this.#rows.at(-1)?.seq ?? 0)) this.#show(withRow(this.#rows, this.#fresh(message)));
  }

  online(): void {
    if (this.#error !== undefined) void this.showNewest();
  }

  emptied(): void {
    this.#rows = [];
    this.#isLoaded = false;
    void this.showNewest();
  }

  /** True: everything said in the thread was on the device. */
  async #showStored(turn: number): Promise<boolean> {
    const { core, log } = this.#options;
    const head = log.head(this.conversation);
    const known = core.seen.ranges(this.conversation).around(this.#root);
    if (known === undefined || known.to < head || head - this.#root > MAX_SPAN) return false;
    const messages = await core.seen.read(this.conversation, { from: this.#root, to: known.to });
    if (turn !== this.#turn) return true;
    this.#isAtStart = this.#isAtEnd = true;
    this.#show(messages.filter(({ content }) => content.thread === this.#root));
    return true;
  }

  async #page(
    from: number,
    backward: boolean,
  ): Promise<{ readonly rows: readonly Incoming[]; readonly isLast: boolean }> {
    const { core, log, conversation } = this.#options;
    await core.whenOnline();
    const limit = Math.min(PAGE, LIMITS.maxPageItems);
    const { messages, next } = await core.client.call('listThread', {
      conversation,
      seq: this.#root,
      cursor: from === 0 ? '' : String(from),
      limit,
      backward,
    });
    const rows = messages
      .map((message) => toIncoming(message, core.self()))
      .filter(({ content }) => content.thread === this.#root)
      .sort((a, b) => a.seq - b.seq);
    log.takeThread(rows);
    return { rows: rows.map((row) => this.#fresh(row)), isLast: next === '' };
  }

  #fresh(row: Incoming): Incoming {
    return this.#options.core.seen.fresh(this.conversation, row.seq) ?? row;
  }

  async #guarded(turn: number, work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    queueMicrotask(() => this.#changed());
    try {
      await work();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#error = plainError(error);
      this.#changed();
    }
  }

  #show(rows: readonly Incoming[]): void {
    this.#isLoaded = true;
    this.#rows = rows;
    this.#changed();
  }

  #changed(): void {
    this.#shown = undefined;
    this.#options.onChange();
  }
}
