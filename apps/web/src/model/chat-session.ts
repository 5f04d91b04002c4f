/**
 * What one is about to say in a chat: whether it answers or changes a message. The chat's actions set it, its composer reads
 * it. Lives as long as the page.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';

export interface ChatSessionState {
  /** The message that the next one answers. */
  readonly replyTo: Incoming | undefined;
  /** The message that is being changed. Never together with `replyTo`. */
  readonly editing: Incoming | undefined;
}

const IDLE: ChatSessionState = { replyTo: undefined, editing: undefined };

/** Of one conversation, or of one thread. Fits useSyncExternalStore. */
export class ChatSession {
  #state = IDLE;
  readonly #listeners = new Set<() => void>();
  readonly #focusers = new Set<() => void>();

  readonly get = (): ChatSessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  startReply(message: Incoming): void {
    this.#set({ replyTo: message, editing: undefined });
    this.focusComposer();
  }

  startEdit(message: Incoming): void {
    this.#set({ editing: message, replyTo: undefined });
    this.focusComposer();
  }

  /** Neither answers nor changes anything any more: given up, or sent. */
  cancel(): void {
    if (this.#state.replyTo === undefined && this.#state.editing === undefined) return;
    this.#set({ replyTo: undefined, editing: undefined });
  }

  /** Puts the focus into the composer, if one is drawn. */
  focusComposer(): void {
    for (const focus of this.#focusers) focus();
  }

  /** The composer gives how it takes the focus. Returns a function that ends it. */
  onFocus(focus: () => void): () => void {
    this.#focusers.add(focus);
    return () => void this.#focusers.delete(focus);
  }

  #set(change: Partial<ChatSessionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** The sessions of a page. */
export class ChatSessions {
  readonly #sessions = new Map<string, ChatSession>();

  /** `thread`: seq of the message whose thread it is; 0: the chat itself. */
  of(conversation: number, thread = 0): ChatSession {
    const key = `${conversation}/${thread}`;
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const session = new ChatSession();
    this.#sessions.set(key, session);
    return session;
  }
}
