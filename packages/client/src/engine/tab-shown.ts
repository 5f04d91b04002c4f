/**
 * Messages as a tab shows them: windows and pins as the engine knows them, with what the user has changed and is on its way.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Live, ShownMessage } from './api.ts';
import { OwnChanges } from './own-changes.ts';
import { TabPins } from './tab-pins.ts';
import type { TabWindow } from './tab-window.ts';
import type { ToTab } from './wire.ts';

export interface TabShownOptions {
  readonly me: Live<{ readonly id: number } | undefined>;
  /** Of this tab, by number. */
  readonly windows: ReadonlyMap<number, TabWindow>;
  /** Somebody watches other pins. */
  readonly onWatch: () => void;
}

export class TabShown {
  readonly #options: TabShownOptions;
  readonly #own = new OwnChanges();
  readonly #pins: TabPins;

  constructor(options: TabShownOptions) {
    this.#options = options;
    this.#pins = new TabPins({
      onWatch: options.onWatch,
      over: this.over,
      pinning: (conversation) =>
        this.#own.targets(conversation).flatMap((seq) => this.#at(conversation, seq) ?? []),
    });
  }

  get pins(): TabPins['table'] {
    return this.#pins.table;
  }

  /** A message of the log with what the user has changed of it. */
  readonly over = (message: Incoming): ShownMessage =>
    this.#own.over(message, this.#options.me.get()?.id ?? 0);

  /** Puts in place what is to be shown now. Returns how to tell of it. */
  take({
    values: { outgoing },
    changes: { pins },
    slices,
    isWhole,
  }: Extract<ToTab, { readonly is: 'news' }>): readonly (() => void)[] {
    const { windows } = this.#options;
    const changed = new Set<TabWindow>();
    const isChanged = outgoing !== undefined && this.#own.put(outgoing);
    for (const patch of slices) {
      const window = windows.get(patch.window);
      window?.put(patch);
      if (window !== undefined) changed.add(window);
    }
    if (isChanged) for (const window of windows.values()) if (window.changed()) changed.add(window);
    const tell = [...changed].map((window) => () => window.slice.tell());
    // A window may show now what the user has pinned before.
    const mayHavePinned = slices.length > 0 && !this.#own.isEmpty;
    if (!isWhole && !isChanged && !mayHavePinned && pins === undefined) return tell;
    this.#pins.put(pins ?? [], isWhole);
    const keys = this.#pins.update();
    return [...tell, () => this.pins.tell(keys)];
  }

  /** A message of the log that a window shows. */
  #at(conversation: number, seq: number): Incoming | undefined {
    for (const window of this.#options.windows.values()) {
      const message = window.slice.get().conversation === conversation ? window.at(seq) : undefined;
      if (message !== undefined) return message;
    }
    return undefined;
  }
}
