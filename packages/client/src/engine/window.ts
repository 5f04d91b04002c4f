/**
 * A window onto a conversation: a slice of what was seen, extended from the server where the device has a hole.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Slice } from './api.ts';
import type { Core } from './core.ts';
import { isInMain } from './fold.ts';
import type { Log } from './log.ts';
import { plainError } from './plain.ts';
import type { Range } from './ranges.ts';

export interface WindowOptions {
  readonly core: Core;
  readonly log: Log;
  readonly conversation: number;
  readonly maxRows: number;
  readonly onChange: () => void;
}

/** What a tab can do with a window onto a conversation or a thread. */
export interface EngineWindow {
  readonly conversation: number;
  readonly slice: Slice;
  showNewest(): Promise<void>;
  showAround(seq: number): Promise<number>;
  older(): Promise<void>;
  newer(): Promise<void>;
  /** A message is another one now, or new. */
  kept(message: Incoming): void;
  /** A message of the log has come, and is among what was seen. `headBefore`: the newest seq before it. */
  arrived(message: Incoming, headBefore: number): void;
  /** There is a connection again. */
  online(): void;
  /** What was seen of the conversation is gone: its log was restored. */
  emptied(): void;
}

/** Rows that a step adds. */
const PAGE = 50;
/** Rows that a window opens with: what a screen shows. The page asks for more once they are drawn. */
const FIRST = 30;
/** Rows above `maxRows` that arrive before some are let go. */
const SLACK = 100;

export class LogWindow implements EngineWindow {
  readonly #options: WindowOptions;
  readonly conversation: number;
  /** Rises when something else is to be shown: what was asked for before is dropped. */
  #turn = 0;
  /** The message that was to be shown last with its neighbours; undefined: the newest. */
  #goal: number | undefined;
  #rows: readonly Incoming[] = [];
  #range: Range | undefined;
  #isLoaded = false;
  #error: Slice['error'];
  #older: Promise<void> | undefined;
  #newer: Promise<void> | undefined;
  /** The reader is near the end; else, near the start. */
  #isNearEnd = true;
  #shown: Slice | undefined;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.conversation = options.conversation;
  }

  get slice(): Slice {
    return (this.#shown ??= {
      conversation: this.conversation,
      from: this.#range?.from ?? 0,
      to: this.#range?.to ?? 0,
      messages: this.#rows,
      isAtStart: this.#isAtStart(),
      isAtEnd: this.#isAtEnd(),
      isLoadingOlder: this.#older !== undefined,
      isLoadingNewer: this.#newer !== undefined,
      error: this.#error,
      isLoaded: this.#isLoaded,
    });
  }

  async showNewest(): Promise<void> {
    const { log } = this.#options;
    const turn = this.#begin(undefined);
    this.#isNearEnd = true;
    await this.#showBefore(turn, log.head(this.conversation));
    if (turn !== this.#turn || this.#isFull()) return;
    await this.#guarded(turn, async () => {
      if (!this.#isAtEnd() || !this.#isLoaded) {
        await log.readBefore(this.conversation, 0, PAGE);
        await this.#showBefore(turn, log.head(this.conversation));
      }
      if (turn === this.#turn && !this.#isFull()) await this.#addOlder(turn, this.#room());
    });
  }

  async showAround(seq: number): Promise<number> {
    const turn = this.#begin(seq);
    this.#isNearEnd = false;
    const { log, core } = this.#options;
    await this.#guarded(turn, async () => {
      if (core.seen.ranges(this.conversation).around(seq) === undefined) {
        await log.readBefore(this.conversation, seq + 1, PAGE / 2);
        await log.readAfter(this.conversation, seq, PAGE / 2);
      }
      const known = core.seen.ranges(this.conversation).around(seq);
      if (known === undefined || turn !== this.#turn) return;
      const before = await this.#readBack({ from: known.from, to: seq }, PAGE / 2);
      // It may be put at the top of a tall view.
      const after = await this.#readOn({ from: seq + 1, to: known.to }, PAGE);
      if (turn !== this.#turn) return;
      this.#show([...before.rows, ...after.rows], { from: before.edge, to: Math.max(seq, after.edge) });
      if (before.rows.length < PAGE / 4) await this.#addOlder(turn, this.#room());
      if (after.rows.length < PAGE / 4) await this.#addNewer(turn, this.#room());
    });
    return (this.#rows.find((row) => row.seq >= seq) ?? this.#rows.at(-1))?.seq ?? seq;
  }

  older(): Promise<void> {
    this.#isNearEnd = false;
    const turn = this.#turn;
    return (this.#older ??= this.#step(turn, () => this.#addOlder(turn)).finally(() => {
      this.#older = undefined;
      this.#changed();
    }));
  }

  newer(): Promise<void> {
    this.#isNearEnd = true;
    const turn = this.#turn;
    return (this.#newer ??= this.#step(turn, () => this.#addNewer(turn)).finally(() => {
      this.#newer = undefined;
      this.#changed();
    }));
  }

  kept(message: Incoming): void {
    const range = this.#range;
    if (range === undefined || message.seq < range.from || message.seq > range.to) return;
    if (!isInMain(message.content)) return;
    this.#rows = withRow(this.#rows, message);
    this.#changed();
  }

  arrived(message: Incoming, headBefore: number): void {
    const range = this.#range;
    if (range !== undefined && message.seq === range.to + 1) {
      const rows = isInMain(message.content) ? withRow(this.#rows, message) : this.#rows;
      this.#show(rows, { from: range.from, to: message.seq }, SLACK);
      return;
    }
    this.#changed();
    // Seqs in between are outside the user's membership. A window that ends earlier gets no row behind a hole.
    if (range !== undefined && range.to >= headBefore && message.seq > range.to) void this.newer();
  }

  online(): void {
    if (this.#error === undefined) return;
    if (!this.#isLoaded && this.#goal !== undefined) void this.showAround(this.#goal);
    else if (!this.#isLoaded || this.#isNearEnd) void this.showNewest();
    else this.#fail(undefined);
  }

  emptied(): void {
    this.#range = undefined;
    this.#rows = [];
    this.#isLoaded = false;
    void this.showNewest();
  }

  #begin(goal: number | undefined): number {
    this.#goal = goal;
    this.#error = undefined;
    return (this.#turn += 1);
  }

  /** Shows the rows up to a seq as far as they are on the device: without them, the newest that are. */
  async #showBefore(turn: number, head: number): Promise<void> {
    const ranges = this.#options.core.seen.ranges(this.conversation);
    const known = ranges.around(head) ?? ranges.last();
    if (known === undefined) return;
    const { rows, edge } = await this.#readBack(known, FIRST);
    if (turn !== this.#turn) return;
    // More may have arrived meanwhile.
    const to = this.#options.core.seen.ranges(this.conversation).around(known.to)?.to ?? known.to;
    if (to > known.to) return this.#showBefore(turn, to);
    this.#show(rows, { from: edge, to });
  }

  async #addOlder(turn: number, count = PAGE): Promise<void> {
    const { core, log, maxRows } = this.#options;
    const seqOf = (): number => this.#range?.from ?? 0;
    while (turn === this.#turn && count > 0 && !this.#isAtStart()) {
      const from = seqOf();
      const known = core.seen.ranges(this.conversation).around(from)?.from ?? from;
      if (known >= from) {
        await log.readBefore(this.conversation, from, PAGE);
        // The server gave nothing older although it says there is.
        if ((core.seen.ranges(this.conversation).around(from)?.from ?? from) >= from) return;
        continue;
      }
      const { rows, edge } = await this.#readBack({ from: known, to: from - 1 }, count);
      if (turn !== this.#turn || seqOf() !== from) return;
      const all = [...rows, ...this.#rows];
      const cut = all.length > maxRows ? all[maxRows] : undefined;
      const to = cut === undefined ? (this.#range?.to ?? from) : cut.seq - 1;
      this.#show(all.slice(0, maxRows), { from: edge, to });
      if (rows.length > 0) return;
    }
  }

  async #addNewer(turn: number, count = PAGE): Promise<void> {
    const { core, log, maxRows } = this.#options;
    while (turn === this.#turn && count > 0 && this.#range !== undefined && !this.#isAtEnd()) {
      const { to } = this.#range;
      const known = core.seen.ranges(this.conversation).around(to)?.to ?? to;
      if (known <= to) {
        await log.readAfter(this.conversation, to, PAGE);
        if ((core.seen.ranges(this.conversation).around(to)?.to ?? to) <= to) return;
        continue;
      }
      const { rows, edge } = await this.#readOn({ from: to + 1, to: known }, count);
      if (turn !== this.#turn || this.#range.to !== to) return;
      const all = [...this.#rows, ...rows];
      const cut = all.length > maxRows ? all[all.length - maxRows - 1] : undefined;
      this.#show(all.slice(-maxRows), { from: cut === undefined ? this.#range.from : cut.seq + 1, to: edge });
      if (rows.length > 0) return;
    }
  }

  /** Rows of a known range, from its end; `edge`: down to this seq. Looks further where entries have seqs too. */
  async #readBack({ from, to }: Range, count: number): Promise<{ rows: readonly Incoming[]; edge: number }> {
    let rows: readonly Incoming[] = [];
    let edge = to + 1;
    for (let span = count; edge > from && rows.length < count; span *= 2) {
      const low = Math.max(from, edge - span);
      rows = [...(await this.#read({ from: low, to: edge - 1 })), ...rows];
      edge = low;
    }
    if (rows.length <= count) return { rows, edge };
    const kept = rows.slice(-count);
    return { rows: kept, edge: kept[0]?.seq ?? edge };
  }

  /** Rows of a known range, from its start; `edge`: up to this seq. */
  async #readOn({ from, to }: Range, count: number): Promise<{ rows: readonly Incoming[]; edge: number }> {
    let rows: readonly Incoming[] = [];
    let edge = from - 1;
    for (let span = count; edge < to && rows.length < count; span *= 2) {
      const high = Math.min(to, edge + span);
      rows = [...rows, ...(await this.#read({ from: edge + 1, to: high }))];
      edge = high;
    }
    if (rows.length <= count) return { rows, edge };
    const kept = rows.slice(0, count);
    return { rows: kept, edge: kept.at(-1)?.seq ?? edge };
  }

  async #read(range: Range): Promise<readonly Incoming[]> {
    const messages = await this.#options.core.seen.read(this.conversation, range);
    return messages.filter(({ content }) => isInMain(content));
  }

  #step(turn: number, work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    queueMicrotask(() => this.#changed());
    return this.#guarded(turn, work);
  }

  async #guarded(turn: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (turn === this.#turn) this.#fail(plainError(error));
    }
  }

  #fail(error: Slice['error']): void {
    this.#error = error;
    this.#changed();
  }

  #show(read: readonly Incoming[], range: Range, slack = 0): void {
    const { maxRows, core } = this.#options;
    this.#isLoaded = true;
    // Some may have changed while others were read.
    const rows = read.map((row) => core.seen.fresh(this.conversation, row.seq) ?? row);
    this.#rows = rows;
    this.#range = range;
    const surplus = rows.length > maxRows + slack ? rows.length - maxRows : 0;
    if (surplus > 0 && this.#isNearEnd) {
      this.#rows = rows.slice(surplus);
      this.#range = { from: (rows[surplus - 1]?.seq ?? 0) + 1, to: range.to };
    } else if (surplus > 0) {
      this.#rows = rows.slice(0, maxRows);
      this.#range = { from: range.from, to: (rows[maxRows]?.seq ?? 0) - 1 };
    }
    this.#changed();
  }

  #changed(): void {
    this.#shown = undefined;
    this.#options.onChange();
  }

  /** Rows that fit beside those that are shown. */
  #room(): number {
    return Math.min(PAGE, this.#options.maxRows - this.#rows.length);
  }

  #isFull(): boolean {
    return this.#isAtEnd() && (this.#isAtStart() || this.#rows.length >= PAGE / 2);
  }

  #isAtStart(): boolean {
    if (this.#range === undefined) return false;
    const first = this.#options.core.board.table('conversations').get(this.conversation)?.first ?? 0;
    return this.#range.from <= Math.max(first, 1);
  }

  #isAtEnd(): boolean {
    return this.#range !== undefined && this.#range.to >= this.#options.log.head(this.conversation);
  }
}

/** Rows by seq, with one more or another one. */
export function withRow(rows: readonly Incoming[], row: Incoming): readonly Incoming[] {
  const index = rows.findLastIndex(({ seq }) => seq <= row.seq) + 1;
  const isThere = rows[index - 1]?.seq === row.seq;
  return [...rows.slice(0, isThere ? index - 1 : index), row, ...rows.slice(index)];
}
