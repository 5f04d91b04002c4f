/**
 * Changes that are not on the disk yet.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { TableName, Writes } from './disk.ts';
import { bytesOf, vanishesAtOf } from './fold.ts';

/** A function gives the bytes when they are written. */
export type Stored = object | number | string | boolean | undefined | (() => Uint8Array);

export class Unwritten {
  readonly #messages = new Map<number, Map<number, Incoming>>();
  readonly #tables = new Map<TableName, Map<number | string, Stored>>();
  /** Messages below these seqs go before others come. */
  readonly #dropped = new Map<number, number>();

  get isEmpty(): boolean {
    return this.#messages.size === 0 && this.#tables.size === 0 && this.#dropped.size === 0;
  }

  message(conversation: number, seq: number): Incoming | undefined {
    return this.#messages.get(conversation)?.get(seq);
  }

  messages(conversation: number): Iterable<readonly [number, Incoming]> {
    return this.#messages.get(conversation) ?? [];
  }

  /** What is on the disk of this message is to go. */
  isDropped(conversation: number, seq: number): boolean {
    return seq < (this.#dropped.get(conversation) ?? 0);
  }

  keep(message: Incoming): void {
    const known = this.#messages.get(message.conversation) ?? new Map<number, Incoming>();
    this.#messages.set(message.conversation, known.set(message.seq, message));
  }

  put(table: TableName, key: number | string, value: Stored): void {
    const values = this.#tables.get(table) ?? new Map<number | string, Stored>();
    this.#tables.set(table, values.set(key, value));
  }

  /** Messages below a seq go. */
  drop(conversation: number, below: number): void {
    this.#dropped.set(conversation, Math.max(below, this.#dropped.get(conversation) ?? 0));
    const known = this.#messages.get(conversation);
    for (const seq of known?.keys() ?? []) if (seq < below) known?.delete(seq);
  }

  /** Takes over what could not be written. What is here is newer. */
  putBack(older: Unwritten): void {
    for (const [conversation, messages] of older.#messages)
      for (const [seq, message] of messages)
        if (this.message(conversation, seq) === undefined && !this.isDropped(conversation, seq))
          this.keep(message);
    for (const [table, values] of older.#tables)
      for (const [key, value] of values)
        if (this.#tables.get(table)?.has(key) !== true) this.put(table, key, value);
    for (const [conversation, below] of older.#dropped)
      this.#dropped.set(conversation, Math.max(below, this.#dropped.get(conversation) ?? 0));
  }

  writes(): Writes {
    return {
      dropped: [...this.#dropped],
      messages: [...this.#messages.values()].flatMap((each) =>
        Array.from(each.values(), (message) => {
          const { conversation, seq } = message;
          const vanishesAt = vanishesAtOf(message);
          const record = { bytes: bytesOf(message), ...(vanishesAt > 0 && { vanishesAt }) };
          return [[conversation, seq], record] as const;
        }),
      ),
      tables: [...this.#tables].flatMap(([table, values]) =>
        Array.from(values, ([key, value]) => {
          const written = typeof value === 'function' ? (value as () => Uint8Array)() : value;
          return [table, key, written] as const;
        }),
      ),
    };
  }
}
