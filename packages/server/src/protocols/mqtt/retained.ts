/**
 * State that the server retains for a client: `<chat>/info`, and `presence/<name>`. It is told when the client subscribes, as
 * Retain Handling says, and when it changes.
 *
 * @module
 */
import {
  decodeContent,
  decodeConversation,
  decodePresenceNote,
  encodeConversation,
  encodePresenceNote,
  LIMITS,
  PosthornError,
} from '@posthorn/protocol';
import type { ConversationInit, MessageInit, PresenceNoteInit } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { Ask } from '../lookups.ts';
import type { ChatInfo } from './chat-info.ts';
import type { Chats } from './chats.ts';
import { noticeOf } from './notices.ts';
import type { Publish } from './notices.ts';
import { Subscriptions } from './subscriptions.ts';
import type { Subscription } from './subscriptions.ts';
import { folded, mayMean, parseFilter, parseTopic } from './topics.ts';
import type { Chat, Topic } from './topics.ts';

export interface RetainedOptions {
  readonly request: Ask;
  readonly chats: Chats;
  readonly subscriptions: Subscriptions;
  readonly publish: Publish;
  /** Resolves when the client has taken what was written, or is gone. */
  readonly drained: () => Promise<void>;
  /** Called when {@link Retained.waiting} has fallen. */
  readonly onRoom: () => void;
  /** Something failed: the client must come back. */
  readonly onFailure: (error: unknown) => void;
}

interface Told {
  readonly name: string;
  readonly note: PresenceNoteInit;
}

/** Chats whose last info is remembered, so that it is told only when it has changed. */
const MAX_INFOS = 1000;
/** Between two of them the client takes what was written. */
const INFOS_AT_ONCE = 100;

const MOVING: ReadonlySet<string> = new Set([
  'head',
  'read',
  'delivered',
  'unread',
  'mentions',
  'lastMessage',
] satisfies (keyof ConversationInit)[]);

export class Retained {
  readonly #options: RetainedOptions;
  readonly #infos = new Map<number, string>();
  /** Whose presence is watched, by user. */
  #presences = new Map<number, Told>();
  /** Folded names of who is watched, and of who was looked for in vain. */
  #watched: ReadonlySet<string> = new Set();
  /** A wildcard means everybody with whom there is a direct conversation. */
  #watchesAll = false;
  /** One thing after another, so that what is told last is the newest. */
  #work: Promise<void> = Promise.resolve();
  /** Chats whose info has changed and is about to be looked at. */
  readonly #changing = new Set<number>();
  /** Of subscriptions that were made or ended. */
  waiting = 0;

  constructor(options: RetainedOptions) {
    this.#options = options;
  }

  /** The client has subscribed, or again. Call it when SUBACK is written. */
  subscribed(subscription: Subscription, isNew: boolean): void {
    const filter = parseFilter(subscription.filter);
    const isTold = subscription.retainHandling === 0 || (subscription.retainHandling === 1 && isNew);
    const only = new Subscriptions();
    only.load([subscription]);
    if (mayMean(filter, 'presence')) {
      this.#asked(async () => {
        await this.#watch();
        if (isTold) for (const each of this.#presences.values()) this.#tellPresence(only, each, 'told');
      });
    }
    if (isTold && mayMean(filter, 'info')) this.#asked(() => this.#tellInfos(only, subscription.filter));
  }

  /** The session goes on: it has been told everything, and what changes is told. */
  resumed(): void {
    const { all } = this.#options.subscriptions;
    if (all.some(({ filter }) => mayMean(parseFilter(filter), 'presence'))) this.#then(() => this.#watch());
  }

  /** The client has unsubscribed. */
  unsubscribed(filter: string): void {
    if (this.#presences.size > 0 && mayMean(parseFilter(filter), 'presence'))
      this.#asked(() => this.#watch());
  }

  /** A message has come, by a push or from the log. The first of a chat makes it, and events change it. */
  message(
    { conversation, chat, topic }: ChatInfo,
    { seq, content }: Pick<MessageInit, 'seq' | 'content'>,
  ): void {
    const isNewPeer = chat.kind === 'direct' && this.#watchesAll && !this.#watched.has(folded(chat.name));
    if (isNewPeer) {
      this.#then(async () => {
        const before = this.#presences;
        await this.#watch();
        for (const [user, told] of this.#presences) if (!before.has(user)) this.#tellChanged(told);
      });
    }
    if (this.#options.subscriptions.match(`${topic}/info`) === undefined) return;
    if ((seq !== 1 && !isEvent(content)) || this.#changing.has(conversation)) return;
    this.#changing.add(conversation);
    this.#then(async () => {
      this.#changing.delete(conversation);
      const view = await this.#viewOf(conversation);
      if (view !== undefined) this.#tellInfo(this.#options.subscriptions, { topic, view }, 'changed');
    });
  }

  /** Somebody has come or gone. */
  presence(note: PresenceNoteInit): void {
    const { user = 0, online = false } = note;
    this.#then(async () => {
      const isNews = online !== (this.#presences.get(user)?.note.online ?? false);
      const told = { name: await this.#options.chats.nameOf(user), note };
      if (this.#presences.has(user)) this.#presences.set(user, told);
      // Whoever comes back soon was not gone.
      if (isNews) this.#tellChanged(told);
    });
  }

  /** Resolves when everything so far was told. */
  settled(): Promise<void> {
    return this.#work;
  }

  #asked(run: () => Promise<void>): void {
    this.waiting++;
    this.#then(run);
    this.#then(async () => {
      this.waiting--;
      this.#options.onRoom();
    });
  }

  #then(run: () => Promise<void>): void {
    this.#work = this.#work.then(run).catch((error: unknown) => this.#options.onFailure(error));
  }

  async #tellInfos(only: Subscriptions, filter: string): Promise<void> {
    const one = chatNamedBy(filter);
    if (one !== undefined) {
      await this.#tellOne(only, one);
      return;
    }
    let count = 0;
    for await (const chat of this.#options.chats.all()) {
      if (this.#tellInfo(only, chat, 'told') && ++count % INFOS_AT_ONCE === 0) await this.#options.drained();
    }
  }

  /** Of a chat that the filter names. There may be none, which nobody is told. */
  async #tellOne(only: Subscriptions, chat: Chat): Promise<void> {
    const { chats } = this.#options;
    const conversation = await chats.conversationOf(chat).catch(ifNotFound);
    const view = conversation === undefined ? undefined : await this.#viewOf(conversation);
    const info = view === undefined || view.left === true ? undefined : await chats.chatOf(view.id ?? 0);
    if (view !== undefined && info !== undefined) this.#tellInfo(only, { topic: info.topic, view }, 'told');
  }

  #tellInfo(
    to: Subscriptions,
    { topic, view }: { readonly topic: string; readonly view: ConversationInit },
    state: 'told' | 'changed',
  ): boolean {
    const { id = 0 } = view;
    const json = infoOf(view);
    const text = JSON.stringify(json);
    if (state === 'changed' && this.#infos.get(id) === text) return false;
    const notice = noticeOf(to, { topic: `${topic}/info`, json, state });
    if (notice === undefined) return false;
    if (this.#infos.size >= MAX_INFOS) this.#infos.clear();
    this.#infos.set(id, text);
    this.#options.publish(notice);
    return true;
  }

  async #viewOf(conversation: number): Promise<ConversationInit | undefined> {
    const reply = await this.#options
      .request({ case: 'getConversation', value: { conversation } })
      .catch(ifNotFound);
    return reply?.case === 'conversation' ? reply.value : undefined;
  }

  #tellChanged(told: Told): void {
    this.#tellPresence(this.#options.subscriptions, told, 'changed');
  }

  #tellPresence(to: Subscriptions, { name, note }: Told, state: 'told' | 'changed'): void {
    const json = { ...toJson('PresenceNote', decodePresenceNote(encodePresenceNote(note))), name };
    const notice = noticeOf(to, { topic: `presence/${name}`, json, state });
    if (notice !== undefined) this.#options.publish(notice);
  }

  /** Watches those whom the subscriptions mean: each who is named, and with a wildcard everybody in a direct conversation. */
  async #watch(): Promise<void> {
    const { request, subscriptions, chats } = this.#options;
    const filters = subscriptions.all.filter(({ filter }) => mayMean(parseFilter(filter), 'presence'));
    const named = filters.map(({ filter }) => nameIn(filter));
    this.#watchesAll = named.includes(undefined);
    const names = new Set(named.flatMap((name) => (name === undefined ? [] : folded(name))));
    if (this.#watchesAll) {
      for await (const { chat } of chats.all()) if (chat.kind === 'direct') names.add(folded(chat.name));
    }
    if (names.size === this.#watched.size && [...names].every((name) => this.#watched.has(name))) return;
    this.#watched = names;
    const users = await this.#usersOf([...names].slice(0, LIMITS.maxWatchedUsers));
    const reply = await request({ case: 'watchPresence', value: { users: [...users.keys()] } });
    const notes = reply.case === 'presences' ? (reply.value.presences ?? []) : [];
    this.#presences = new Map(
      notes.map((note) => [note.user ?? 0, { name: users.get(note.user ?? 0) ?? '', note }]),
    );
  }

  async #usersOf(names: readonly string[]): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    for (let from = 0; from < names.length; from += LIMITS.maxUsersPerRequest) {
      const some = names.slice(from, from + LIMITS.maxUsersPerRequest);
      const reply = await this.#options.request({ case: 'getUsers', value: { ids: [], names: some } });
      if (reply.case !== 'users') continue;
      for (const { id = 0, name = '' } of reply.value.users ?? []) found.set(id, name);
    }
    return found;
  }
}

/** What a chat is, without what changes with every message. */
function infoOf(view: ConversationInit): object {
  const json = toJson('Conversation', decodeConversation(encodeConversation(view)));
  return Object.fromEntries(Object.entries(json).filter(([name]) => !MOVING.has(name)));
}

function isEvent(content: MessageInit['content']): boolean {
  return content !== undefined && decodeContent(content).kind?.case === 'event';
}

/** Undefined: the filter has a wildcard. */
function chatNamedBy(filter: string): Chat | undefined {
  const topic = topicNamedBy(filter);
  return topic?.part === 'info' ? topic.chat : undefined;
}

/** Undefined: the filter has a wildcard there. */
function nameIn(filter: string): string | undefined {
  const topic = topicNamedBy(filter);
  return topic?.part === 'presence' ? topic.name : undefined;
}

function topicNamedBy(filter: string): Topic | undefined {
  return /[+#]/.test(filter) ? undefined : parseTopic(filter);
}

function ifNotFound(error: unknown): undefined {
  if (error instanceof PosthornError && ['NOT_FOUND', 'NOT_A_MEMBER'].includes(error.code)) return undefined;
  throw error;
}
