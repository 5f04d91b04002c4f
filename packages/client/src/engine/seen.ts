/**
 * What this device has seen of the log: messages as they are now, in ranges without holes. It is written behind what is
 * shown, and always before the SDK's position moves past it, so that a crash leaves no hole.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Platform } from '../platform.ts';
import type { Disk, MessageKey, MessageRecord, TableName } from './disk.ts';
import { bytesOf, folded, messageOf } from './fold.ts';
import { Ranges } from './ranges.ts';
import type { Range } from './ranges.ts';

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

interface Unwritten {
  readonly messages: Map<number, Map<number, Incoming>>;
  readonly tables: Map<TableName, Map<number | string, unknown>>;
  readonly dropped: Set<number>;
}

/** How long changes are gathered before they are written. */
const GATHER_MS = 500;

export class Seen {
  readonly #options: SeenOptions;
  readonly #ranges = new Map<number, Ranges>();
  #unwritten = nothing();
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
    this.put(
      'ranges',
      conversation,
      ranges.all().flatMap(({ from, to }) => [from, to]),
    );
  }

  keep(message: Incoming): void {
    const { conversation, seq } = message;
    const known = this.#unwritten.messages.get(conversation) ?? new Map<number, Incoming>();
    this.#unwritten.messages.set(conversation, known.set(seq, message));
    this.#later();
    this.#options.onKept(message);
  }

  /** Stores another value of a table; undefined removes it. A function is called when it is written, if it still holds then. */
  put(
    table: TableName,
    key: number | string,
    value: object | number | string | boolean | undefined | (() => Uint8Array),
  ): void {
    const values = this.#unwritten.tables.get(table) ?? new Map<number | string, unknown>();
    this.#unwritten.tables.set(table, values.set(key, value));
    this.#later();
  }

  /** Forgets what was seen of a conversation. */
  drop(conversation: number): void {
    this.#ranges.delete(conversation);
    this.#unwritten.messages.delete(conversation);
    this.#unwritten.dropped.add(conversation);
    this.put('ranges', conversation, undefined);
  }

  /** Forgets everything that was seen. */
  async clear(): Promise<void> {
    await this.flush();
    this.#ranges.clear();
    this.#unwritten = nothing();
    await this.#options.disk.clear();
  }

  async get(conversation: number, seq: number): Promise<Incoming | undefined> {
    const fresh = this.fresh(conversation, seq);
    if (fresh !== undefined || this.#isDropped(conversation)) return fresh;
    const record = await this.#options.disk.message([conversation, seq]);
    return this.fresh(conversation, seq) ?? (record && this.#shown(record));
  }

  /** Messages by seq, with those of threads; both ends among them. */
  async read(conversation: number, { from, to }: Range): Promise<readonly Incoming[]> {
    const records = this.#isDropped(conversation)
      ? []
      : await this.#options.disk.messages(conversation, from, to);
    const found = new Map(
      records.map((record) => {
        const message = this.#shown(record);
        return [message.seq, message] as const;
      }),
    );
    for (const source of [this.#writing, this.#unwritten])
      for (const [seq, message] of source?.messages.get(conversation) ?? [])
        if (from <= seq && seq <= to) found.set(seq, message);
    return [...found.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Writes everything that waits. Never rejects. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    while (this.#flushing !== undefined) await this.#flushing;
    if (isEmpty(this.#unwritten)) return;
    this.#flushing = this.#write();
    await this.#flushing;
  }

  /** Takes the words of messages away whose time has come. */
  async vanish(): Promise<void> {
    const { disk, now } = this.#options;
    for (const record of await disk.vanished(now())) {
      const message = messageOf(record.bytes, this.#options.self());
      const { conversation, seq } = message;
      this.keep((await this.get(conversation, seq)) ?? message);
    }
  }

  /** Visits messages, the later written ones first, until `visit` says false. */
  async scan(visit: (message: Incoming) => boolean): Promise<void> {
    await this.flush();
    await this.#options.disk.scan((record) => visit(this.#shown(record)));
  }

  async #write(): Promise<void> {
    const writing = this.#unwritten;
    this.#writing = writing;
    this.#unwritten = nothing();
    try {
      await this.#options.disk.write({
        dropped: [...writing.dropped],
        messages: [...writing.messages.values()].flatMap((each) =>
          [...each.values()].map((message) => [keyOf(message), recordOf(message)] as const),
        ),
        tables: [...writing.tables].flatMap(([table, values]) =>
          [...values].map(([key, value]) => {
            const written = typeof value === 'function' ? (value as () => Uint8Array)() : value;
            return [table, key, written] as const;
          }),
        ),
      });
    } catch (error) {
      this.#options.onError(error);
    }
    this.#writing = undefined;
    this.#flushing = undefined;
  }

  #later(): void {
    this.#cancel ??= this.#options.platform.after(GATHER_MS, () => void this.flush());
  }

  /** A message that was kept lately. */
  fresh(conversation: number, seq: number): Incoming | undefined {
    return (
      this.#unwritten.messages.get(conversation)?.get(seq) ??
      this.#writing?.messages.get(conversation)?.get(seq)
    );
  }

  /** What is on the disk of it is to go. */
  #isDropped(conversation: number): boolean {
    return this.#unwritten.dropped.has(conversation) || (this.#writing?.dropped.has(conversation) ?? false);
  }

  #shown({ bytes, vanishesAt }: MessageRecord): Incoming {
    const { self, now } = this.#options;
    const message = messageOf(bytes, self());
    return vanishesAt === undefined ? message : (folded(message, [], now) ?? message);
  }
}

function nothing(): Unwritten {
  return { messages: new Map(), tables: new Map(), dropped: new Set() };
}

function isEmpty({ messages, tables, dropped }: Unwritten): boolean {
  return messages.size === 0 && tables.size === 0 && dropped.size === 0;
}

function keyOf({ conversation, seq }: Incoming): MessageKey {
  return [conversation, seq];
}

function recordOf(message: Incoming): MessageRecord {
  const vanishesAt = message.content.kind?.case === 'recalled' ? 0 : (message.state?.vanishesAt ?? 0);
  return { bytes: bytesOf(message), ...(vanishesAt > 0 && { vanishesAt }) };
}

function rangesOf(flat: unknown): Range[] {
  const numbers = flat as readonly number[];
  return numbers.flatMap((from, index) =>
    index % 2 === 0 ? [{ from, to: numbers[index + 1] ?? from }] : [],
  );
}
