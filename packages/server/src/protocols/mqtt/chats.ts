/**
 * The names of conversations as topics, for one user.
 *
 * @module
 */
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { Reply, Request, Send } from '@posthorn/protocol';
import type { Contents } from '../../router/contents.ts';
import { topicOf } from './topics.ts';
import type { Chat } from './topics.ts';

export interface ChatInfo {
  readonly conversation: number;
  readonly chat: Chat;
  readonly topic: string;
}

export interface ChatsOptions {
  readonly request: (request: Request) => Promise<Reply>;
  readonly lobby: number;
  readonly inbox: number;
}

const MAX_KNOWN = 10_000;

export class Chats {
  readonly #options: ChatsOptions;
  readonly #infos = new Map<number, ChatInfo>();
  readonly #names = new Map<number, string>();
  readonly #users = new Map<string, number>();

  constructor(options: ChatsOptions) {
    this.#options = options;
  }

  /** Undefined: the user does not see this conversation. */
  async chatOf(conversation: number): Promise<ChatInfo | undefined> {
    const known = this.#infos.get(conversation);
    if (known !== undefined) return known;
    const chat = await this.#find(conversation);
    if (chat === undefined) return undefined;
    const info = { conversation, chat, topic: topicOf(chat) };
    bound(this.#infos).set(conversation, info);
    return info;
  }

  /** Where a message to this chat goes. */
  async targetOf(chat: Chat): Promise<NonNullable<Send['target']>> {
    switch (chat.kind) {
      case 'direct':
        return { case: 'user', value: await this.#userOf(chat.name) };
      case 'group':
        return { case: 'conversation', value: chat.id };
      case 'lobby':
        if (this.#options.lobby === 0) throw new PosthornError('NOT_FOUND', 'this server has no lobby');
        return { case: 'conversation', value: this.#options.lobby };
      case 'inbox':
        throw new PosthornError('FORBIDDEN', 'only the server writes to inbox');
    }
  }

  async nameOf(user: number): Promise<string> {
    const known = this.#names.get(user);
    if (known !== undefined) return known;
    const reply = await this.#options.request({ case: 'getUsers', value: { ids: [user], names: [] } });
    const name = reply.case === 'users' ? (reply.value.users?.[0]?.name ?? '') : '';
    bound(this.#names).set(user, name);
    return name;
  }

  /** What a message says; empty: the user may not see it. */
  async textOf(conversation: number, seq: number, contents: Contents): Promise<string> {
    const range = { conversation, after: 0, before: seq + 1, limit: 1, mark: 0 };
    const reply = await this.#options.request({ case: 'pull', value: { ranges: [range] } });
    const message = reply.case === 'pulled' ? reply.value.batches?.[0]?.messages?.[0] : undefined;
    if (message?.content === undefined || message.seq !== seq) return '';
    return contents.textOf(decodeContent(message.content));
  }

  async #userOf(name: string): Promise<number> {
    const key = name.normalize('NFKC').toLowerCase();
    const known = this.#users.get(key);
    if (known !== undefined) return known;
    const reply = await this.#options.request({ case: 'getUsers', value: { ids: [], names: [name] } });
    const id = reply.case === 'users' ? reply.value.users?.[0]?.id : undefined;
    if (id === undefined) throw new PosthornError('NOT_FOUND', `nobody here is called ${name}`);
    bound(this.#users).set(key, id);
    return id;
  }

  async #find(conversation: number): Promise<Chat | undefined> {
    const { request, lobby, inbox } = this.#options;
    if (conversation === lobby) return { kind: 'lobby' };
    if (conversation === inbox) return { kind: 'inbox' };
    try {
      const reply = await request({ case: 'getConversation', value: { conversation } });
      if (reply.case !== 'conversation') return undefined;
      const { kind, peer = 0 } = reply.value;
      if (kind === 'direct') return { kind: 'direct', name: await this.nameOf(peer) };
      return { kind: 'group', id: conversation };
    } catch (error) {
      if (error instanceof PosthornError && !error.canRetry) return undefined;
      throw error;
    }
  }
}

/** Everything can be asked for again. */
function bound<K, V>(map: Map<K, V>): Map<K, V> {
  if (map.size >= MAX_KNOWN) map.clear();
  return map;
}
