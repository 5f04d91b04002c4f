/**
 * What webhooks need to know of entries: where they are, and the last one of each type. Takes as little of a conversation in
 * which much is said as of one with a single entry.
 *
 * @module
 */
import type { LogEntry } from '../../pipeline/followers/follower.ts';
import { typeIn } from './event-types.ts';
import type { EntrySpan } from './records.ts';

interface Said {
  readonly spans: { conversation: number; seq: number; count: number }[];
  /** By type: the seq of its last entry. */
  readonly last: Map<string, number>;
}

export class Spans {
  readonly #said = new Map<number, Said>();
  #entries = 0;

  /** How many entries were added. */
  get entries(): number {
    return this.#entries;
  }

  get conversations(): readonly number[] {
    return [...this.#said.keys()];
  }

  /** Those of a conversation by rising seq. What an import has written is nothing new, and is left out. */
  add({ conversation, seq, content, isImported }: LogEntry): void {
    if (isImported === true) return;
    this.#entries++;
    const said = this.#of(conversation);
    const last = said.spans.at(-1);
    if (last !== undefined && last.seq + last.count === seq) last.count++;
    else said.spans.push({ conversation, seq, count: 1 });
    const type = content.length === 0 ? undefined : typeIn(content);
    if (type !== undefined) said.last.set(type, seq);
  }

  /** Entries that follow on each other, together. */
  of(conversation: number): readonly EntrySpan[] {
    return this.#said.get(conversation)?.spans ?? [];
  }

  /** The last entry of one of the types that are wanted; undefined: there is none. */
  last(conversation: number, isWanted: (type: string) => boolean): number | undefined {
    let found: number | undefined;
    for (const [type, seq] of this.#said.get(conversation)?.last ?? [])
      if (isWanted(type)) found = Math.max(found ?? 0, seq);
    return found;
  }

  #of(conversation: number): Said {
    const known = this.#said.get(conversation);
    if (known !== undefined) return known;
    const said: Said = { spans: [], last: new Map() };
    this.#said.set(conversation, said);
    return said;
  }
}
