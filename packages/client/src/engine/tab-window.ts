/**
 * A window onto a conversation, as a tab sees it.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { ShownMessage, Slice, TimelineWindow } from './api.ts';
import { LiveValue } from './live.ts';
import type { Move, SlicePatch, ToEngine } from './wire.ts';

export interface TabWindowOptions {
  /** Opens it at the engine. */
  readonly open: ToEngine;
  readonly move: (move: Move) => Promise<number>;
  readonly close: () => void;
  /** A message of the log with what the user has changed of it. */
  readonly over: (message: Incoming) => ShownMessage;
}

export class TabWindow implements TimelineWindow {
  readonly slice: LiveValue<Slice>;
  readonly #options: TabWindowOptions;
  #known: ReadonlyMap<number, Incoming> = new Map();
  #last: Move | undefined;
  #isClosed = false;

  constructor(conversation: number, options: TabWindowOptions) {
    this.#options = options;
    this.slice = new LiveValue<Slice>({
      conversation,
      from: 0,
      to: 0,
      messages: [],
      isAtStart: false,
      isAtEnd: false,
      isLoadingOlder: false,
      isLoadingNewer: false,
      error: undefined,
      isLoaded: false,
    });
  }

  get open(): ToEngine {
    return this.#options.open;
  }

  async showNewest(): Promise<void> {
    this.#last = { to: 'newest' };
    await this.#move(this.#last);
  }

  showAround(seq: number): Promise<number> {
    this.#last = { to: 'around', seq };
    return this.#move(this.#last);
  }

  async older(): Promise<void> {
    await this.#move({ to: 'older' });
  }

  async newer(): Promise<void> {
    await this.#move({ to: 'newer' });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#options.close();
  }

  put({ window: _, seqs, changed, ...slice }: SlicePatch): void {
    const news = new Map(changed.map((message) => [message.seq, message]));
    const messages = seqs.flatMap((seq) => news.get(seq) ?? this.#known.get(seq) ?? []);
    this.#known = new Map(messages.map((message) => [message.seq, message]));
    this.slice.put({ ...slice, messages: messages.map(this.#options.over) });
  }

  /** A message of the log, if it is shown. */
  at(seq: number): Incoming | undefined {
    return this.#known.get(seq);
  }

  /** The user's changes are others now. False: none is of a message that is shown. */
  changed(): boolean {
    const { messages, ...slice } = this.slice.get();
    const now = [...this.#known.values()].map(this.#options.over);
    if (now.every((message, index) => message === messages[index])) return false;
    this.slice.put({ ...slice, messages: now });
    return true;
  }

  /** Another engine takes over: shows what is shown now. */
  again(): void {
    const { messages, isAtEnd } = this.slice.get();
    const middle = messages[messages.length >> 1]?.seq;
    this.#known = new Map();
    const move: Move | undefined =
      middle === undefined || isAtEnd ? this.#last && { to: 'newest' } : { to: 'around', seq: middle };
    // Whoever has asked before was told that it failed.
    if (move !== undefined) this.#move(move).catch(() => {});
  }

  #move(move: Move): Promise<number> {
    return this.#isClosed ? Promise.resolve(0) : this.#options.move(move);
  }
}
