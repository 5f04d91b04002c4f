/**
 * What has become of the messages of a page, for one reader.
 *
 * @module
 */
import { decodeContent, decodeState } from '@posthorn/protocol';
import type { Content, MessageInit, State, StateInit } from '@posthorn/protocol';
import { ownStates } from '../../router/own-state.ts';
import type { Services } from '../../router/services.ts';
import type { LogBatch, StoredMessage } from '../../store/log/log.ts';
import type { PageBudget } from '../../store/log/paging.ts';
import * as readingQueries from '../../store/log/reading.ts';

export interface Stated {
  readonly messages: readonly MessageInit[];
  /** Of messages elsewhere to which those on the page belong. */
  readonly states: readonly StateInit[];
}

type Page = Pick<LogBatch, 'conversation' | 'messages'>;

interface KnownState {
  readonly state: State;
  /** Encoded. */
  readonly bytes: number;
}

/** All messages of a page with their states. */
export async function withStates(services: Services, reader: number, page: Page): Promise<Stated> {
  return (await PageStates.load(services, reader, page)).stated(page.messages);
}

/** The states of the messages of a page, and of messages elsewhere to which entries on the page belong. */
export class PageStates {
  readonly #services: Services;
  readonly #reader: number;
  readonly #page: Page;
  /** By seq; of a message that has expired: nothing. */
  readonly #contents: ReadonlyMap<number, Content | undefined>;
  readonly #states = new Map<number, KnownState>();
  /** The messages in whose threads others were said, by the seqs of those; 0: none. */
  readonly #roots: Map<number, number>;

  private constructor(services: Services, reader: number, page: Page) {
    this.#services = services;
    this.#reader = reader;
    this.#page = page;
    this.#contents = new Map(
      page.messages.map(({ seq, content }) => [
        seq,
        content.length === 0 ? undefined : decodeContent(content),
      ]),
    );
    this.#roots = new Map(page.messages.map(({ seq }) => [seq, this.#contents.get(seq)?.thread ?? 0]));
    for (const { state } of page.messages) if (state !== undefined) this.#add(state);
  }

  static async load(services: Services, reader: number, page: Page): Promise<PageStates> {
    const states = new PageStates(services, reader, page);
    await states.#loadElsewhere();
    return states;
  }

  /** Messages that are told of together with the states elsewhere that `budget` has room for: the first ones of these. */
  fitting(messages: readonly StoredMessage[], budget: PageBudget): readonly StoredMessage[] {
    const told = new Set<number>();
    const end = messages.findIndex(({ seq }) => {
      const bytes = this.#bytesElsewhere(seq, told);
      return bytes > 0 && !budget.take(bytes);
    });
    return end === -1 ? messages : messages.slice(0, end);
  }

  /** `messages`: some of the page. */
  async stated(messages: readonly StoredMessage[]): Promise<Stated> {
    const elsewhere = this.#elsewhere(messages);
    const onPage = messages.flatMap(({ seq }) => this.#states.get(seq)?.state ?? []);
    const own = await ownStates(this.#services.store, this.#services.ownStates, {
      reader: this.#reader,
      conversation: this.#page.conversation,
      states: [...onPage, ...elsewhere],
    });
    const withOwn = (state: State): StateInit => ({ ...state, own: own.get(state.seq) ?? {} });
    // Once on a page is enough.
    const told = new Set<number>();
    const complete = (state: State): StateInit => {
      const seq = this.#roots.get(state.seq) ?? 0;
      const root = this.#states.get(seq)?.state;
      if (root === undefined || told.has(seq)) return withOwn(state);
      told.add(seq);
      return { ...withOwn(state), also: withOwn(root) };
    };
    return {
      messages: messages.map((stored) => {
        const { state, ...message } = this.#withSender(stored);
        const known = state === undefined ? undefined : this.#states.get(message.seq);
        return known === undefined ? message : { ...message, state: complete(known.state) };
      }),
      states: elsewhere.map(complete),
    };
  }

  async #loadElsewhere(): Promise<void> {
    const targets = [...this.#contents.values()].map((content) => this.#targetOf(content));
    const found = await this.#load(targets);
    for (const [seq, root] of await this.#recalledIn(found)) this.#roots.set(seq, root);
    await this.#load(this.#roots.values());
  }

  async #load(seqs: Iterable<number>): Promise<readonly State[]> {
    const wanted = [...new Set(seqs)].filter(
      (seq) => seq > 0 && !this.#contents.has(seq) && !this.#states.has(seq),
    );
    if (wanted.length === 0) return [];
    const { conversation } = this.#page;
    const { store } = this.#services;
    const found = await store.run(readingQueries.statesOf, conversation, wanted, this.#reader);
    return found.map((state) => this.#add(state));
  }

  #add(encoded: Uint8Array): State {
    const state = decodeState(encoded);
    this.#states.set(state.seq, { state, bytes: encoded.length });
    return state;
  }

  /** Whoever learns that something was recalled in a thread has to learn what is left of the thread. */
  async #recalledIn(states: readonly State[]): Promise<ReadonlyMap<number, number>> {
    const recalled = states.filter((state) => state.recalled > 0).map(({ seq }) => seq);
    if (recalled.length === 0) return new Map();
    return this.#services.store.run(readingQueries.recalledThreads, this.#page.conversation, recalled);
  }

  #targetOf(content: Content | undefined): number {
    return content === undefined ? 0 : this.#services.contents.targetOf(content);
  }

  /** Seqs of the messages whose states one on the page brings along. */
  #relatedTo(seq: number): readonly number[] {
    const target = this.#targetOf(this.#contents.get(seq));
    return [target, this.#roots.get(seq) ?? 0, this.#roots.get(target) ?? 0];
  }

  #elsewhere(messages: readonly StoredMessage[]): readonly State[] {
    const seqs = new Set(messages.flatMap(({ seq }) => this.#relatedTo(seq)));
    return Array.from(seqs).flatMap((seq) =>
      this.#contents.has(seq) ? [] : (this.#states.get(seq)?.state ?? []),
    );
  }

  /** Of states that one brings along besides those in `told`, to which they are added: each may be told twice. */
  #bytesElsewhere(seq: number, told: Set<number>): number {
    let bytes = 0;
    for (const related of this.#relatedTo(seq)) {
      if (told.has(related)) continue;
      told.add(related);
      bytes += 2 * (this.#states.get(related)?.bytes ?? 0);
    }
    return bytes;
  }

  /** Only its sender is told who has sent a message that hides it. */
  #withSender(message: StoredMessage): StoredMessage {
    const content = this.#contents.get(message.seq);
    const isHidden =
      content !== undefined &&
      message.sender !== this.#reader &&
      this.#services.contents.hidesSender(content);
    return isHidden ? { ...message, sender: 0 } : message;
  }
}
