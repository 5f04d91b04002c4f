/**
 * Puts incoming messages in order: for each conversation it drops repeats, fills gaps from the log, and passes each
 * message on once, in seq order, without a hole (promise 5). Pushes are only hints; this device's position counts.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Batch, Head, Message, Range } from '@posthorn/protocol';
import { pageMessages } from './entries.ts';
import type { Platform } from './platform.ts';
import { isContinuation, newProgress, nextRange } from './progress.ts';
import type { Note, Progress } from './progress.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Asked } from './read-ahead.ts';
import type { Position } from './storage.ts';

/** What leaves a timeline, in order: a message, or a step over seqs that this user may not see (`message` undefined). */
export interface Step {
  readonly conversation: number;
  readonly position: Position;
  readonly message: Message | undefined;
}

export interface TimelineOptions {
  readonly platform: Platform;
  readonly onStep: (step: Step) => void;
  /** Whether the application accepts more now. If not, reading waits for {@link Timeline.resume}. */
  readonly hasRoom: () => boolean;
  readonly pull: (ranges: readonly Range[]) => Promise<{ readonly batches: readonly Batch[] }>;
  /** The log is not the one that this device has read (promise 12). */
  readonly onDiverged: (conversation: number) => void;
  /** Reading failed while connected; it is repeated. */
  readonly onError: (error: unknown) => void;
  /** Most messages of one page. */
  readonly pageMessages: number;
}

/** How long a gap may stay before the log is read: a push that was overtaken usually arrives at once. */
const GAP_MS = 150;
const RETRY_MS = 2000;
/** Messages of one conversation that may wait for a missing one. */
const MAX_EARLY = 200;

export class Timeline {
  readonly #options: TimelineOptions;
  readonly #progress = new Map<number, Progress>();
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
    return this.#progress.has(conversation);
  }

  /** Sets where reading a conversation starts. */
  begin(conversation: number, position: Position): void {
    this.#progress.set(conversation, newProgress(position));
  }

  conversations(): IterableIterator<number> {
    return this.#progress.keys();
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

  /** A message arrived, by a push or by the ack of our own send. */
  arrived(message: Message): void {
    const { conversation, seq } = message;
    const progress = this.#progressOf(conversation);
    progress.head = Math.max(progress.head, seq);
    if (seq <= progress.seq) return;
    // If our position may belong to another log, the two must be compared first.
    if (seq === progress.seq + 1 && !progress.isSuspect && this.#options.hasRoom()) {
      this.#step(conversation, progress, message);
      this.#takeEarly(conversation, progress);
      return;
    }
    if (progress.early.size < MAX_EARLY) progress.early.set(seq, message);
    this.#behind.add(conversation);
    this.#scheduleGap();
  }

  /** Learns how far conversations have come. `isUrgent`: no push is expected any more, so read at once. */
  heads(heads: readonly Head[], isUrgent: boolean): void {
    for (const { conversation, seq } of heads) {
      const progress = this.#progressOf(conversation);
      progress.head = Math.max(progress.head, seq);
      progress.heard = Math.max(progress.heard, seq);
      // The head is below our position: the log may have been restored.
      if (isUrgent && seq < progress.seq) progress.isSuspect = true;
      if (progress.head <= progress.seq && !progress.isSuspect) continue;
      this.#behind.add(conversation);
    }
    if (isUrgent) this.#read();
    else if (this.#behind.size > 0) this.#scheduleGap();
  }

  /** Marks a conversation for comparison with the log, whatever its head. */
  suspect(conversation: number): void {
    const progress = this.#progressOf(conversation);
    progress.isSuspect = true;
    // They may be from before a restore, and missing in the log now.
    progress.early.clear();
    this.#behind.add(conversation);
  }

  /** The application accepts messages again. */
  resume(): void {
    if (this.#behind.size > 0) this.#read();
  }

  /** Resolves when everything known has been passed on, or the connection is gone. */
  settled(): Promise<void> {
    if (!this.#reading.isReading && this.#behind.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #progressOf(conversation: number): Progress {
    const known = this.#progress.get(conversation);
    if (known !== undefined) return known;
    // The conversation is newer than this device's first positions: read it from its first message.
    this.begin(conversation, { seq: 0, mark: 0 });
    return this.#progressOf(conversation);
  }

  #step(conversation: number, progress: Progress, message: Message): void {
    progress.seq = message.seq;
    progress.mark = message.time;
    this.#options.onStep({ conversation, position: { seq: progress.seq, mark: progress.mark }, message });
  }

  #takeEarly(conversation: number, progress: Progress): void {
    for (const [seq] of progress.early) if (seq <= progress.seq) progress.early.delete(seq);
    for (
      let next = progress.early.get(progress.seq + 1);
      next !== undefined;
      next = progress.early.get(progress.seq + 1)
    ) {
      progress.early.delete(next.seq);
      this.#step(conversation, progress, next);
    }
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

  /** As many ranges as fit into one answer, each as large as its gap: a page costs a round trip. */
  #nextPage(): Asked<Note>[] {
    const page: Asked<Note>[] = [];
    let left = this.#options.pageMessages;
    for (const conversation of this.#behind) {
      const progress = this.#progressOf(conversation);
      if (progress.pages === 0 && progress.seq >= progress.head && !progress.isSuspect) {
        this.#behind.delete(conversation);
        continue;
      }
      const asked = nextRange(conversation, progress, left);
      if (asked === undefined) continue;
      page.push(asked);
      left -= asked.range.limit;
      if (left <= 0 || page.length === LIMITS.maxRangesPerPull) break;
    }
    for (const { range, note } of page) {
      note.progress.pages += 1;
      note.progress.asked = range.after + range.limit;
      note.progress.heard = 0;
    }
    return page;
  }

  #takePage(page: readonly Asked<Note>[], batches: readonly Batch[]): void {
    page.forEach(({ range, note: { progress, early, isAhead } }, index) => {
      progress.pages -= 1;
      const batch = batches[index];
      // Reading may have started again since.
      if (batch === undefined || progress !== this.#progress.get(range.conversation)) return;
      if (isAhead && !isContinuation(progress, batch)) return;
      progress.isShort = batch.messages.length < range.limit && batch.more;
      this.#take(batch, early);
    });
    this.#read();
  }

  #lost(ranges: readonly Asked<Note>[], error: unknown): void {
    for (const { note } of ranges) note.progress.pages = 0;
    // The next connection compares all heads anyway.
    if (!this.#isOnline) {
      this.#idle();
      return;
    }
    this.#options.onError(error);
    this.#options.platform.after(RETRY_MS, () => this.#read());
  }

  /** `asked`: the early messages that the log was asked about. */
  #take(batch: Batch, asked: readonly number[]): void {
    const { conversation, through, head, more, diverged, error } = batch;
    const messages = pageMessages(batch);
    const progress = this.#progressOf(conversation);
    this.#behind.delete(conversation);
    progress.isSuspect = false;
    if (error !== 0) {
      // It does not exist, or was never ours: what we read of it came from another log.
      this.#restart(conversation);
      return;
    }
    if (diverged) {
      this.#restart(conversation);
      this.#options.onDiverged(conversation);
      this.heads([{ conversation, seq: head }], false);
      return;
    }
    // They are not in the part of the log that we may see. What has arrived since may be newer than this page.
    if (messages.length === 0 && Math.max(through, head) <= progress.seq)
      for (const seq of asked) progress.early.delete(seq);
    for (const message of messages) {
      if (message.seq > progress.seq) this.#step(conversation, progress, message);
    }
    if (through > progress.seq) this.#skip(conversation, progress, through);
    this.#takeEarly(conversation, progress);
    // The page may have been read before the early messages were written, or those that were only heard of.
    progress.head = Math.max(head, progress.heard, progress.seq, ...progress.early.keys());
    if (more || progress.early.size > 0 || progress.seq < progress.head) this.#behind.add(conversation);
  }

  /** Starts at the first message of another log. The step makes this survive a crash. */
  #restart(conversation: number): void {
    const position = { seq: 0, mark: 0 };
    if (this.#progressOf(conversation).seq > 0)
      this.#options.onStep({ conversation, position, message: undefined });
    this.begin(conversation, position);
  }

  /** The seqs in between are outside our membership. */
  #skip(conversation: number, progress: Progress, through: number): void {
    progress.seq = through;
    progress.mark = 0;
    this.#options.onStep({ conversation, position: { seq: through, mark: 0 }, message: undefined });
  }
}
