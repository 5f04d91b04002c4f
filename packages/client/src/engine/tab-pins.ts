/**
 * What is pinned, as a tab shows it: as the engine knows it, with what the user has pinned and unpinned and is on its way.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { ShownMessage } from './api.ts';
import { LiveTable } from './live.ts';

export interface TabPinsOptions {
  readonly onWatch: () => void;
  /** A message with what the user has changed of it. */
  readonly over: (message: Incoming) => ShownMessage;
  /** Messages of a conversation that this tab has, and that the user is pinning. */
  readonly pinning: (conversation: number) => readonly Incoming[];
}

export class TabPins {
  readonly table: LiveTable<number, readonly ShownMessage[]>;
  readonly #options: TabPinsOptions;
  readonly #known = new Map<number, readonly Incoming[]>();

  constructor(options: TabPinsOptions) {
    this.#options = options;
    this.table = new LiveTable(options.onWatch);
  }

  /** Takes what the engine knows. */
  put(changes: readonly (readonly [number, readonly Incoming[] | undefined])[], isWhole: boolean): void {
    if (isWhole) this.#known.clear();
    for (const [conversation, pins] of changes)
      if (pins === undefined) this.#known.delete(conversation);
      else this.#known.set(conversation, pins);
  }

  /** Puts in place what is to be shown now. Returns the conversations where that is something else. */
  update(): readonly number[] {
    const changes: [number, readonly ShownMessage[] | undefined][] = [];
    for (const conversation of new Set([...this.#known.keys(), ...this.table.get().keys()])) {
      const before = this.table.at(conversation);
      const now = this.#shown(conversation);
      if (now === undefined ? before !== undefined : before === undefined || !areSame(before, now))
        changes.push([conversation, now]);
    }
    this.table.put(changes);
    return changes.map(([conversation]) => conversation);
  }

  #shown(conversation: number): readonly ShownMessage[] | undefined {
    const { over, pinning } = this.#options;
    const known = this.#known.get(conversation);
    if (known === undefined) return undefined;
    const seqs = new Set(known.map(({ seq }) => seq));
    const more = pinning(conversation).filter(({ seq }) => !seqs.has(seq));
    return [...more, ...known].map(over).filter(({ state }) => (state?.pinned ?? 0) > 0);
  }
}

function areSame(one: readonly ShownMessage[], other: readonly ShownMessage[]): boolean {
  return one.length === other.length && one.every((message, index) => message === other[index]);
}
