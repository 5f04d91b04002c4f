/**
 * What this device has seen of the log: messages as they are now, in ranges without holes. It is written behind what is
 * shown, and always before the SDK's position moves past it, so that a crash leaves no hole.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Platform } from '../platform.ts';
import type { Disk, MessageKey, MessageRecord, TableName } from './disk.ts';
import { folded, messageOf } from './fold.ts';
import { Ranges } from './ranges.ts';
import type { Range } from './ranges.ts';
import { Unwritten } from './unwritten.ts';
import type { Stored } from './unwritten.ts';

export interface SeenOptions {
  readonly disk: Disk;
  readonly platform: Platform;
  /** The id of the user; 0: not known yet. */
  readonly self: () => number;
  /** Unix ms by the server's clock. */
  readonly now: () => number;
  /** A message is another one now. */
  readonly onKept: (message: Incoming) => void;
  readonly onError: (error: unknown) => void;
}

/** How long changes are gathered before they are written. */
const GATHER_MS = 500;
/** After the disk has refused something. */
const RETRY_MS = 10_000;
/** Most seqs in all ranges; beyond that the oldest of the conversations go that were not opened for longest. */
const MAX_SEQS = 300_000;
/** What stays of each of them. */
const KEPT_SEQS = 200;

export class Seen {
  readonly #options: SeenOptions;
  readonly #ranges = new Map<number, Ranges>();
  #unwritten = new Unwritten();
  /** What is being written now: readers must see it too. */
  #writing: Unwritten | undefined;
  #flushing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: SeenOptions, ranges: Iterable<readonly [number | string, unknown]>) {
    this.#options = options;
    for (const [conversation, flat] of ranges)
      this.#ranges.set(Number(conversation), new Ranges(rangesOf(flat)));
  }

  ranges(conversation: number): Ranges {
    return this.#ranges.get(conversation) ?? new Ranges();
  }

  /** Every message from one seq to the other is known now. */
  cover(conversation: number, range: Range): void {
    const ranges = this.ranges(conversation);
    ranges.add(range);
    this.#ranges.set(conversation, ranges);
    this.#putRanges(conversation, ranges);
  }

  keep(message: Incoming): void {
    this.#unwritten.keep(message);
    this.#later();
    this.#options.onKept(message);
  }

  /** Stores another value of a table; undefined removes it. */
  put(table: TableName, key: number | string, value: Stored): void {
    this.#unwritten.put(table, key, value);
    this.#later();
  }

  /** Forgets what was seen of a conversation below a seq; without one, all. */
  drop(conversation: number, below = Infinity): void {
    const ranges = this.ranges(conversation);
    ranges.remove({ from: 0, to: below - 1 });
    this.#unwritten.drop(conversation, below);
    if (ranges.all().length > 0) this.#putRanges(conversation, ranges);
    else {
      this.#ranges.delete(conversation);
      this.put('ranges', conversation, undefined);
    }
  }

  /** Lets go of what is more than a device should keep. `openedAt`: when the user has opened a conversation. */
  trim(openedAt: (conversation: number) => number, maxSeqs = MAX_SEQS): void {
    let total = 0;
    for (const ranges of this.#ranges.values()) total += ranges.size;
    const oldest = [...this.#ranges.keys()].sort((a, b) => openedAt(a) - openedAt(b));
    for (const conversation of oldest) {
      if (total <= maxSeqs) return;
      const ranges = this.ranges(conversation);
      const before = ranges.size;
      this.drop(conversation, Math.max(0, (ranges.last()?.to ?? 0) + 1 - KEPT_SEQS));
      total -= before - this.ranges(conversation).size;
    }
  }

  async get(conversation: number, seq: number): Promise<Incoming | undefined> {
    const fresh = this.fresh(conversation, seq);
    if (fresh !== undefined || this.#isDropped(conversation, seq)) return fresh;
    const record = await this.#options.disk.message([conversation, seq]);
    return this.fresh(conversation, seq) ?? (record && this.#shown(record));
  }

  /** Messages by seq, with those of threads; both ends among them. */
  async read(conversation: number, { from, to }: Range): Promise<readonly Incoming[]> {
    const records = await this.#options.disk.messages(conversation, from, to);
    const found = new Map<number, Incoming>();
    for (const record of records) {
      const message = this.#shown(record);
      if (!this.#isDropped(conversation, message.seq)) found.set(message.seq, message);
    }
    for (const source of [this.#writing, this.#unwritten])
      for (const [seq] of source?.messages(conversation) ?? []) {
        const fresh = from <= seq && seq <= to ? this.fresh(conversation, seq) : undefined;
        if (fresh !== undefined) found.set(seq, fresh);
      }
    return [...found.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Writes everything that waits. Rejects if it cannot be: it waits on, and is tried again. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    while (this.#flushing !== undefined) await this.#flushing;
    if (this.#unwritten.isEmpty) return;
    this.#flushing = this.#write();
    await this.#flushing;
  }

  /** Writes what waits; nothing is written afterwards. */
  async close(): Promise<void> {
    await this.flush().catch(this.#options.onError);
    this.#cancel?.();
    this.#cancel = (): void => {};
  }

  /** Takes the words of messages away whose time has come. */
  async vanish(): Promise<void> {
    const { disk, now } = this.#options;
    // What was said lately may not be on the disk.
    await this.flush();
    for (const record of await disk.vanished(now())) {
      const { conversation, seq } = messageOf(record.bytes, this.#options.self());
      const gone = folded(await this.get(conversation, seq), [], now);
      if (gone !== undefined) this.keep(gone);
    }
  }

  /** Visits all messages. */
  async scan(visit: (message: Incoming) => void): Promise<void> {
    await this.flush().catch(this.#options.onError);
    await this.#options.disk.scan((record) => {
      const message = this.#shown(record);
      visit(message);
      return keyOf(message);
    });
  }

  async #write(): Promise<void> {
    const writing = this.#unwritten;
    this.#writing = writing;
    this.#unwritten = new Unwritten();
    try {
      await this.#options.disk.write(writing.writes());
    } catch (error) {
      this.#unwritten.putBack(writing);
      this.#later(RETRY_MS);
      throw error;
    } finally {
      this.#writing = undefined;
      this.#flushing = undefined;
    }
  }

  #later(delayMs = GATHER_MS): void {
    this.#cancel ??= this.#options.platform.after(delayMs, () => {
      this.flush().catch(this.#options.onError);
    });
  }

  /** A message that was kept lately. */
  fresh(conversation: number, seq: number): Incoming | undefined {
    const found = this.#unwritten.message(conversation, seq);
    if (found !== undefined || this.#unwritten.isDropped(conversation, seq)) return found;
    return this.#writing?.message(conversation, seq);
  }

  /** What is on the disk of it is to go. */
  #isDropped(conversation: number, seq: number): boolean {
    return (
      this.#unwritten.isDropped(conversation, seq) || (this.#writing?.isDropped(conversation, seq) ?? false)
    );
  }

  #putRanges(conversation: number, ranges: Ranges): void {
    // A list, as of when it is written.
    const flat = ranges.all().flatMap(({ from, to }) => [from, to]);
    this.put('ranges', conversation, flat);
  }

  #shown({ bytes, vanishesAt }: MessageRecord): Incoming {
    const { self, now } = this.#options;
    const message = messageOf(bytes, self());
    return vanishesAt === undefined ? message : (folded(message, [], now) ?? message);
  }
}

function keyOf({ conversation, seq }: Incoming): MessageKey {
  return [conversation, seq];
}

function rangesOf(flat: unknown): Range[] {
  const numbers = flat as readonly number[];
  return numbers.flatMap((from, index) =>
    index % 2 === 0 ? [{ from, to: numbers[index + 1] ?? from }] : [],
  );
}
