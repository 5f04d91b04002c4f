/**
 * Which conversation a topic means to one user, and which topic a conversation has. Nothing is opened here: a direct
 * conversation begins with the first message to `u/<name>`.
 *
 * @module
 */
import { errorName, LIMITS, PosthornError } from '@posthorn/protocol';
import type { ConversationInit, Reply, Request, Send, ServerFrame } from '@posthorn/protocol';
import { nameOf } from '../lookups.ts';
import type { ProtocolHost } from '../protocol.ts';
import { MqttError } from './error.ts';
import { REASON } from './reason-codes.ts';
import { infoOf } from './chat-info.ts';
import type { ChatInfo } from './chat-info.ts';
import type { Known } from './known.ts';
import type { Entry } from './login.ts';
import { folded } from './topics.ts';
import type { Chat } from './topics.ts';

/** A conversation as its user sees it now. */
export interface ChatView extends ChatInfo {
  readonly view: ConversationInit;
}

export class Chats {
  readonly #host: Pick<ProtocolHost, 'request'>;
  /** Whose they are. */
  readonly #entry: Pick<Entry, 'user' | 'lobby' | 'inbox'>;
  readonly #known: Known;
  /** What has another name for others: direct conversations, and the inbox. */
  #own: Map<number, ChatInfo> | undefined;
  /** Direct conversations, by folded name. */
  #byName: Map<string, number> | undefined;
  /** All direct conversations are known. */
  #isComplete = false;

  /** `known`: shared by all connections of the gateway. */
  constructor(
    host: Pick<ProtocolHost, 'request'>,
    entry: Pick<Entry, 'user' | 'lobby' | 'inbox'>,
    known: Known,
  ) {
    this.#host = host;
    this.#entry = entry;
    this.#known = known;
  }

  /** Carries out requests of the user. */
  ask(request: Request): Promise<Reply> {
    return this.#host.request(request);
  }

  /** A promise only if it has to be asked for. Undefined: the user sees no such conversation. */
  chatOf(conversation: number): ChatInfo | undefined | Promise<ChatInfo | undefined> {
    return this.#knownChat(conversation) ?? this.#ask(conversation);
  }

  /** Rejects with NOT_FOUND if nothing was said there yet. Whether the user is in it is for the router to say. */
  async conversationOf(chat: Chat): Promise<number> {
    switch (chat.kind) {
      case 'group':
        return chat.id;
      case 'inbox':
        return this.#entry.inbox;
      case 'lobby':
        return this.#lobby();
      case 'direct':
        return this.#direct(chat.name);
    }
  }

  /** The highest seq that the user may see. Rejects with what refuses it to others. */
  async headOf(conversation: number): Promise<number> {
    const range = { conversation, after: 0, before: Number.MAX_SAFE_INTEGER, limit: 1, mark: 0 };
    const reply = await this.ask({ case: 'pull', value: { ranges: [range] } });
    const { head = 0, error = 0 } = (reply.case === 'pulled' ? reply.value.batches?.[0] : undefined) ?? {};
    if (error !== 0) throw new PosthornError(errorName(error), 'the conversation cannot be read');
    return head;
  }

  /** Where a message to this chat goes. Rejects with NOT_FOUND and FORBIDDEN. */
  async targetOf(chat: Chat): Promise<NonNullable<Send['target']>> {
    switch (chat.kind) {
      case 'direct':
        return { case: 'user', value: await this.#otherOf(chat.name) };
      case 'group':
        return { case: 'conversation', value: chat.id };
      case 'lobby':
        return { case: 'conversation', value: this.#lobby() };
      case 'inbox':
        throw new PosthornError('FORBIDDEN', 'only the server writes in an inbox');
    }
  }

  async #otherOf(name: string): Promise<number> {
    const user = await this.userOf(name);
    if (user !== this.#entry.user) return user;
    throw new MqttError(
      REASON.topicNameInvalid,
      'u/ is followed by the name of somebody else: nobody has a conversation with themselves',
    );
  }

  /** Rejects with NOT_FOUND. */
  async userOf(name: string): Promise<number> {
    const there = this.#known.userOf(name);
    if (there !== undefined) return there;
    const reply = await this.ask({ case: 'getUsers', value: { ids: [], names: [name] } });
    const id = reply.case === 'users' ? reply.value.users?.[0]?.id : undefined;
    if (id === undefined) throw new PosthornError('NOT_FOUND', 'nobody here has the name after u/');
    this.#known.noteUser(name, id);
    return id;
  }

  /** Undefined: it has to be asked for. */
  knownName(user: number): string | undefined {
    return this.#known.nameOf(user);
  }

  /** Empty: there is no such user. */
  async nameOf(user: number): Promise<string> {
    const name = this.#known.nameOf(user) ?? (await nameOf((request) => this.ask(request), user));
    // Somebody may get this id later on.
    if (name !== '') this.#known.noteName(user, name);
    return name;
  }

  /** All that the user is in now. */
  async *all(): AsyncGenerator<ChatView> {
    for (let cursor = ''; ;) {
      const page = { cursor, limit: LIMITS.maxPageItems, byActivity: false };
      const reply = await this.ask({ case: 'listConversations', value: page });
      if (reply.case !== 'conversations') return;
      for (const view of reply.value.conversations ?? []) {
        const { id = 0, left = false } = view;
        const chat = this.#knownChat(id) ?? (await this.#note(view));
        if (chat !== undefined && !left) yield { ...chat, view };
      }
      cursor = reply.value.next ?? '';
      if (cursor === '') return;
    }
  }

  /** Takes notice of conversations that are new. */
  changed({ body }: ServerFrame): void {
    if (body?.case === 'message') this.#sees(body.value.conversation);
    else if (body?.case === 'heads') for (const head of body.value.heads) this.#sees(head.conversation);
    else if (body?.case === 'resync') this.#isComplete = false;
  }

  #sees(conversation: number): void {
    if (this.#isComplete && this.#knownChat(conversation) === undefined) this.#isComplete = false;
  }

  #lobby(): number {
    const { lobby } = this.#entry;
    if (lobby === 0) throw new PosthornError('NOT_FOUND', 'this server has no lobby');
    return lobby;
  }

  async #direct(name: string): Promise<number> {
    const key = folded(name);
    if (this.#byName?.has(key) !== true && !this.#isComplete) await this.#findDirect(key);
    const conversation = this.#byName?.get(key);
    if (conversation === undefined)
      throw new PosthornError(
        'NOT_FOUND',
        'nothing was said in this conversation yet: publish a message first',
      );
    return conversation;
  }

  /** Looks through all that the user is in. A key that is not there is looked for once, until something is new. */
  async #findDirect(key: string): Promise<void> {
    for await (const { chat } of this.all()) if (chat.kind === 'direct' && folded(chat.name) === key) return;
    this.#isComplete = true;
  }

  #knownChat(conversation: number): ChatInfo | undefined {
    const { lobby, inbox } = this.#entry;
    const shared = this.#known.chat(conversation);
    if (shared !== undefined) return shared;
    if (conversation === lobby) return this.#known.note(infoOf(conversation, { kind: 'lobby' }));
    const own = this.#own?.get(conversation);
    return own ?? (conversation === inbox ? this.#noteOwn(infoOf(inbox, { kind: 'inbox' })) : undefined);
  }

  async #ask(conversation: number): Promise<ChatInfo | undefined> {
    try {
      const reply = await this.ask({ case: 'getConversation', value: { conversation } });
      return reply.case === 'conversation' ? await this.#note(reply.value) : undefined;
    } catch (error) {
      if (error instanceof PosthornError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  async #note({ id = 0, kind, peer = 0 }: ConversationInit): Promise<ChatInfo | undefined> {
    if (kind === 'group') return this.#known.note(infoOf(id, { kind: 'group', id }));
    if (kind !== 'direct') return undefined;
    const name = await this.nameOf(peer);
    if (name === '') return undefined;
    (this.#byName ??= new Map()).set(folded(name), id);
    return this.#noteOwn(infoOf(id, { kind: 'direct', name }));
  }

  #noteOwn(chat: ChatInfo): ChatInfo {
    (this.#own ??= new Map()).set(chat.conversation, chat);
    return chat;
  }
}
