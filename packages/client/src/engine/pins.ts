/**
 * What is pinned, of the conversations that somebody has looked at: asked for once, then kept up to date by what arrives. The
 * newest of it is stored, so that it is there before the server has answered.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import { toIncoming } from '../delivery.ts';
import { entryTarget } from '../entries.ts';
import type { Core } from './core.ts';
import { bytesOf, folded, messageOf, vanishesAtOf } from './fold.ts';

/** Begins the names under which they are stored, together with the id of the conversation. */
export const PINS = 'pins/';
/** So many of a conversation are stored. */
const MAX_STORED = 20;

export class Pins {
  readonly #core: Core;
  #watched: ReadonlySet<number> = new Set();
  /** Read since there is a connection: what arrives keeps them right. */
  readonly #fresh = new Set<number>();
  /** Conversations that are being asked for; true: once more, since something has happened meanwhile. */
  readonly #asking = new Map<number, boolean>();

  constructor(core: Core) {
    this.#core = core;
  }

  /** Shows what is stored of a conversation. */
  restore(conversation: number, stored: unknown): void {
    const { board, now, self } = this.#core;
    // Only this shape is stored.
    const messages = (stored as readonly Uint8Array[]).map((bytes) => messageOf(bytes, self()));
    const shown = messages.flatMap((message) => folded(message, [], now) ?? []);
    board.put('pins', conversation, shown);
  }

  watch(conversations: Iterable<number>): void {
    this.#watched = new Set(conversations);
    for (const each of this.#watched) if (!this.#fresh.has(each)) void this.#read(each);
  }

  /** What was missed meanwhile is asked for. */
  online(): void {
    this.#fresh.clear();
    this.watch(this.#watched);
  }

  /** A message is another one now, or was read. */
  kept(message: Incoming): void {
    const { conversation } = message;
    const known = this.#of(conversation);
    if (known !== undefined) this.#place(known, message);
  }

  /** A message of the log has come; `shown` is undefined if it changes one that is not on this device. */
  arrived(message: Incoming, shown: Incoming | undefined): void {
    const { conversation, content } = message;
    const target = entryTarget(content);
    if (target === 0) return;
    if (this.#asking.has(conversation)) this.#asking.set(conversation, true);
    const known = this.#of(conversation);
    if (known === undefined || shown !== undefined) return;
    const pinned = known.find(({ seq }) => seq === target);
    const now = pinned && folded(pinned, [message], this.#core.now);
    if (now !== undefined) this.#place(known, now);
    else if (content.kind?.case === 'pin' && !content.kind.value.remove) void this.#read(conversation);
  }

  /** The user is not in it any more. */
  left(conversation: number): void {
    this.#fresh.delete(conversation);
    this.#put(conversation, undefined);
  }

  /** The log of these is another one now. */
  forget(conversations: Iterable<number>): void {
    for (const each of conversations) {
      this.left(each);
      if (this.#watched.has(each)) void this.#read(each);
    }
  }

  #of(conversation: number): readonly Incoming[] | undefined {
    return this.#core.board.table('pins').get(conversation);
  }

  #place(known: readonly Incoming[], message: Incoming): void {
    const { conversation, seq, state } = message;
    const isPinned = (state?.pinned ?? 0) > 0;
    if (!isPinned && !known.some((each) => each.seq === seq)) return;
    const others = known.filter((each) => each.seq !== seq);
    this.#put(conversation, isPinned ? lastFirst([...others, message]) : others);
  }

  async #read(conversation: number): Promise<void> {
    if (this.#asking.has(conversation)) {
      this.#asking.set(conversation, true);
      return;
    }
    if (!this.#core.isOnline()) return;
    try {
      let messages: readonly Incoming[];
      do {
        this.#asking.set(conversation, false);
        messages = await this.#ask(conversation);
      } while (this.#asking.get(conversation) === true);
      this.#fresh.add(conversation);
      this.#put(conversation, lastFirst(messages));
    } catch (error) {
      this.#core.onError(error);
    } finally {
      this.#asking.delete(conversation);
    }
  }

  async #ask(conversation: number): Promise<readonly Incoming[]> {
    const { client, self } = this.#core;
    const all: Incoming[] = [];
    for (let cursor = ''; ;) {
      const page = await client.call('listPins', { conversation, cursor });
      all.push(...page.messages.map((message) => toIncoming(message, self())));
      if (page.next === '') return all;
      cursor = page.next;
    }
  }

  #put(conversation: number, pins: readonly Incoming[] | undefined): void {
    const { board, seen } = this.#core;
    board.put('pins', conversation, pins);
    // What vanishes is not stored where nothing would look for it.
    const stored = pins?.filter((message) => vanishesAtOf(message) === 0).slice(0, MAX_STORED);
    seen.put('meta', `${PINS}${conversation}`, stored?.map(bytesOf));
  }
}

function lastFirst(messages: readonly Incoming[]): readonly Incoming[] {
  return [...messages].sort((a, b) => (b.state?.pinned ?? 0) - (a.state?.pinned ?? 0));
}
