/**
 * What has arrived, per conversation: drops repeats, fills gaps from the log, and hands each message on once,
 * in seq order, with no hole (promise 5). Pushes are hints; what counts is where this device stands.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Batch, Head, Message, Range } from '@posthorn/protocol';
import { joins, newLine, nextRange } from './line.ts';
import type { Line, Note } from './line.ts';
import type { Platform } from './platform.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Asked } from './read-ahead.ts';
import type { Position } from './storage.ts';

/** What leaves a timeline, in order: a message, or just a step over seqs that are not for this user. */
export interface Step {
  readonly conversation: number;
  readonly position: Position;
  readonly message: Message | undefined;
}

export interface TimelineOptions {
  readonly platform: Platform;
  readonly onStep: (step: Step) => void;
  /** Whether the application takes more now; when not, reading waits for {@link Timeline.resume}. */
  readonly hasRoom: () => boolean;
  readonly pull: (ranges: readonly Range[]) => Promise<{ readonly batches: readonly Batch[] }>;
  /** The log is another one than this device has read (promise 12). */
  readonly onDiverged: (conversation: number) => void;
  /** Reading failed while connected; it is tried again. */
  readonly onError: (error: unknown) => void;
  /** Messages of one page at most. */
  readonly pageMessages: number;
}

/** A push that was overtaken usually comes at once: so long a gap may stay before the log is read. */
const GAP_MS = 150;
const RETRY_MS = 2000;
/** Messages per conversation that may wait for one before them. */
const MAX_EARLY = 200;

export class Timeline {
  readonly #options: TimelineOptions;
  readonly #lines = new Map<number, Line>();
  readonly #behind = new Set<number>();
  #isOnline = false;
  readonly #reading: ReadAhead<Note>;
  #cancelGap: (() => void) | undefined;
  readonly #onIdle: (() => void)[] = [];

  constructor(options: TimelineOptions, positions: Iterable<readonly [number, Position]>) {
    this.#options = options;
    this.#reading = new ReadAhead({
      next: () => (this.#isOnline && options.hasRoom() ? this.#nextPage() : []),
      pull: options.pull,
      onPage: (page, batches) => this.#takePage(page, batches),
      onLost: (pages, error) => this.#lost(pages.flat(), error),
    });
    for (const [conversation, position] of positions) this.begin(conversation, position);
  }

  has(conversation: number): boolean {
    return this.#lines.has(conversation);
  }

  /** Where a conversation is read from. */
  begin(conversation: number, position: Position): void {
    this.#lines.set(conversation, newLine(position));
  }

  conversations(): IterableIterator<number> {
    return this.#lines.keys();
  }

  online(): void {
    this.#isOnline = true;
  }

  offline(): void {
    this.#isOnline = false;
    this.#cancelGap?.();
    this.#cancelGap = undefined;
    this.#reading.abandon();
  }

  /** A message came, by push or by the ack of our own send. */
  arrived(message: Message): void {
    const { conversation, seq } = message;
    const line = this.#line(conversation);
    line.head = Math.max(line.head, seq);
    if (seq <= line.seq) return;
    // Behind a position that may belong to another log it means nothing before the two were compared.
    if (seq === line.seq + 1 && !line.isSuspect && this.#options.hasRoom()) {
      this.#step(conversation, line, message);
      this.#takeEarly(conversation, line);
      return;
    }
    if (line.early.size < MAX_EARLY) line.early.set(seq, message);
    this.#noteGap(conversation);
  }

  /** Conversations have come so far. `isUrgent`: nothing is on its way any more, read at once. */
  heads(heads: readonly Head[], isUrgent: boolean): void {
    for (const { conversation, seq } of heads) {
      const line = this.#line(conversation);
      line.head = Math.max(line.head, seq);
      // A head below where we stand: the log may have been restored.
      if (isUrgent && seq < line.seq) line.isSuspect = true;
      if (line.head <= line.seq && !line.isSuspect) continue;
      this.#behind.add(conversation);
    }
    if (isUrgent) this.#read();
    else if (this.#behind.size > 0) this.#scheduleGap();
  }

  /** Compares a conversation with the log, whatever its head. */
  suspect(conversation: number): void {
    const line = this.#line(conversation);
    line.isSuspect = true;
    // They may be from before a restore, and no longer in the log.
    line.early.clear();
    this.#behind.add(conversation);
  }

  /** The application has taken messages. */
  resume(): void {
    if (this.#behind.size > 0) this.#read();
  }

  /** Resolves when everything known is handed on, or the connection is gone. */
  settled(): Promise<void> {
    if (!this.#reading.isReading && this.#behind.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #line(conversation: number): Line {
    const known = this.#lines.get(conversation);
    if (known !== undefined) return known;
    // New since this device began: everything in it is news.
    this.begin(conversation, { seq: 0, mark: 0 });
    return this.#line(conversation);
  }

  #step(conversation: number, line: Line, message: Message): void {
    line.seq = message.seq;
    line.mark = message.time;
    this.#options.onStep({ conversation, position: { seq: line.seq, mark: line.mark }, message });
  }

  #takeEarly(conversation: number, line: Line): void {
    for (const [seq] of line.early) if (seq <= line.seq) line.early.delete(seq);
    for (let next = line.early.get(line.seq + 1); next !== undefined; next = line.early.get(line.seq + 1)) {
      line.early.delete(next.seq);
      this.#step(conversation, line, next);
    }
  }

  #noteGap(conversation: number): void {
    this.#behind.add(conversation);
    this.#scheduleGap();
  }

  #scheduleGap(): void {
    if (this.#cancelGap !== undefined || this.#reading.isReading || !this.#isOnline) return;
    this.#cancelGap = this.#options.platform.after(GAP_MS, () => {
      this.#cancelGap = undefined;
      this.#read();
    });
  }

  #read(): void {
    if (!this.#isOnline) return;
    this.#cancelGap?.();
    this.#cancelGap = undefined;
    this.#reading.fill();
    if (!this.#reading.isReading && this.#behind.size === 0) this.#idle();
  }

  #idle(): void {
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** As many ranges as one answer can fill, each as large as what is missing there: a page costs a round trip. */
  #nextPage(): Asked<Note>[] {
    const page: Asked<Note>[] = [];
    let left = this.#options.pageMessages;
    for (const conversation of this.#behind) {
      const line = this.#line(conversation);
      if (line.pages === 0 && line.seq >= line.head && !line.isSuspect) {
        this.#behind.delete(conversation);
        continue;
      }
      const asked = nextRange(conversation, line, left);
      if (asked === undefined) continue;
      page.push(asked);
      left -= asked.range.limit;
      if (left <= 0 || page.length === LIMITS.maxRangesPerPull) break;
    }
    for (const { range, note } of page) {
      note.line.pages += 1;
      note.line.asked = range.after + range.limit;
    }
    return page;
  }

  #takePage(page: readonly Asked<Note>[], batches: readonly Batch[]): void {
    page.forEach(({ range, note: { line, isAhead } }, index) => {
      line.pages -= 1;
      const batch = batches[index];
      // Its line may have begun anew since.
      if (batch === undefined || line !== this.#lines.get(range.conversation)) return;
      if (isAhead && !joins(line, batch)) return;
      line.isShort = batch.messages.length < range.limit && batch.more;
      this.#take(batch);
    });
    this.#read();
  }

  #lost(ranges: readonly Asked<Note>[], error: unknown): void {
    for (const { note } of ranges) note.line.pages = 0;
    // Without a connection the next one compares all heads anyway.
    if (!this.#isOnline) {
      this.#idle();
      return;
    }
    this.#options.onError(error);
    this.#options.platform.after(RETRY_MS, () => this.#read());
  }

  #take({ conversation, messages, through, head, more, diverged, error }: Batch): void {
    const line = this.#line(conversation);
    this.#behind.delete(conversation);
    line.isSuspect = false;
    if (error !== 0) {
      // It never was ours, or is not there: what we may have read of it was of another log.
      this.#restart(conversation);
      return;
    }
    if (diverged) {
      this.#restart(conversation);
      this.#options.onDiverged(conversation);
      this.heads([{ conversation, seq: head }], false);
      return;
    }
    // What came early is not in the log as we may see it.
    if (messages.length === 0 && Math.max(through, head) <= line.seq) line.early.clear();
    for (const message of messages) {
      if (message.seq > line.seq) this.#step(conversation, line, message);
    }
    if (through > line.seq) this.#skip(conversation, line, through);
    this.#takeEarly(conversation, line);
    // The page may have been read before that which came early was written.
    line.head = Math.max(head, line.seq, ...line.early.keys());
    if (more || line.early.size > 0 || line.seq < line.head) this.#behind.add(conversation);
  }

  /** Begins at the first message of another log, also after a crash. */
  #restart(conversation: number): void {
    const position = { seq: 0, mark: 0 };
    if (this.#line(conversation).seq > 0)
      this.#options.onStep({ conversation, position, message: undefined });
    this.begin(conversation, position);
  }

  /** What lies between is outside our membership. */
  #skip(conversation: number, line: Line, through: number): void {
    line.seq = through;
    line.mark = 0;
    this.#options.onStep({ conversation, position: { seq: through, mark: 0 }, message: undefined });
  }
}
