/**
 * What all connections of a gateway may know, since it is the same for whoever sees it: names of users, and the topics of
 * groups and of the lobby. A message to a thousand of them asks once.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { ChatInfo } from './chat-info.ts';

const MAX_NAMES = 20_000;
const MAX_CHATS = 20_000;
/** A name changes when its account is erased. */
const NAMES_LIVE_MS = 300_000;

export class Known {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #names = new Map<number, string>();
  /** By names as clients spell them. */
  readonly #users = new Map<string, number>();
  readonly #chats = new Map<number, ChatInfo>();
  #namesFrom = -Infinity;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  nameOf(user: number): string | undefined {
    this.#forgetOld();
    return this.#names.get(user);
  }

  /** Who has this name, in this spelling. */
  userOf(name: string): number | undefined {
    this.#forgetOld();
    return this.#users.get(name);
  }

  noteUser(name: string, user: number): void {
    this.#users.set(name, user);
  }

  noteName(user: number, name: string): void {
    this.#names.set(user, name);
  }

  /** Undefined: it is not known, or is a chat of its user alone. */
  chat(conversation: number): ChatInfo | undefined {
    return this.#chats.get(conversation);
  }

  /** Notes a chat that has the same name for everybody. */
  note(chat: ChatInfo): ChatInfo {
    if (this.#chats.size >= MAX_CHATS) this.#chats.clear();
    this.#chats.set(chat.conversation, chat);
    return chat;
  }

  #forgetOld(): void {
    const now = this.#clock.monotonic();
    const isFull = this.#names.size >= MAX_NAMES || this.#users.size >= MAX_NAMES;
    if (!isFull && now - this.#namesFrom <= NAMES_LIVE_MS) return;
    this.#names.clear();
    this.#users.clear();
    this.#namesFrom = now;
  }
}
