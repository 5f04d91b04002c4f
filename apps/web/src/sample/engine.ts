/**
 * An engine without a server: people, conversations and messages to look at. For the gallery, for tests and for pictures.
 *
 * @module
 */
import type {
  BotNews,
  ConversationInfo,
  Cursor,
  Engine,
  LiveMap,
  OutgoingMessage,
  Slice,
  Status,
  TimelineWindow,
} from '@posthorn/client/engine';
import type { FoundMessage, Incoming } from '@posthorn/client';
import { completeContent } from '@posthorn/protocol';
import type { ContentInit, User } from '@posthorn/protocol';
import { fileKind } from '../model/file-kind.ts';
import { filtersIn, snippetOf, soughtIn, wordsIn } from '../model/search-query.ts';
import { newId } from '../model/ids.ts';
import { Signal } from '../ui/signal.ts';
import { SampleMap } from './live.ts';
import { sampleData } from './data.ts';
import type { SampleData } from './data.ts';
import { answerCall } from './calls.ts';

export interface SampleOptions {
  readonly data?: SampleData;
  readonly status?: Partial<Status>;
}

const ONLINE: Status = {
  connection: 'online',
  isSynced: true,
  error: undefined,
  waiting: 0,
  failed: 0,
  lobby: 5,
  inbox: 0,
  clockOffsetMs: 0,
};

export function openSample(options: SampleOptions = {}): SampleEngine {
  return new SampleEngine(options);
}

/** As the address asks for it: `offline` with messages that wait, `empty` without a conversation, and anything else as it is. */
export function openSampleOf(kind: string): SampleEngine {
  if (kind === 'offline')
    return openSample({ status: { connection: 'offline', isSynced: false, waiting: 2 } });
  return openSample(
    kind === 'empty' ? { data: { ...sampleData(), conversations: new Map(), logs: new Map() } } : {},
  );
}

export class SampleEngine implements Engine {
  readonly data: SampleData;
  readonly status: Signal<Status>;
  readonly me: Signal<User | undefined>;
  readonly conversations: SampleMap<number, ConversationInfo>;
  readonly hasConversations = new Signal(true);
  readonly users: SampleMap<number, User>;
  readonly presence: Engine['presence'] &
    SampleMap<number, { user: number; online: boolean; lastSeen: number }>;
  readonly typing: SampleMap<number, readonly number[]>;
  readonly mine: SampleMap<string, unknown>;
  readonly pins: SampleMap<number, readonly Incoming[]>;
  readonly bots = new SampleMap<number, BotNews>();
  readonly outgoing: Signal<readonly OutgoingMessage[]>;
  readonly #logs: SampleMap<number, readonly Incoming[]>;
  readonly #cursors = new Map<number, SampleMap<number, Cursor>>();

  constructor({ data = sampleData(), status = {} }: SampleOptions) {
    this.data = data;
    this.status = new Signal({ ...ONLINE, ...status });
    this.me = new Signal<User | undefined>(data.users.get(data.me));
    this.conversations = new SampleMap(data.conversations);
    this.users = new SampleMap(data.users);
    this.presence = new SampleMap(data.presence);
    this.typing = new SampleMap(data.typing);
    this.mine = new SampleMap(data.mine);
    this.pins = new SampleMap<number, readonly Incoming[]>(
      [...data.logs].map(([id, log]) => [id, log.filter(({ state }) => (state?.pinned ?? 0) > 0)] as const),
    );
    this.outgoing = new Signal(data.outgoing);
    this.#logs = new SampleMap(data.logs);
  }

  cursors(conversation: number): LiveMap<number, Cursor> {
    const known = this.#cursors.get(conversation) ?? new SampleMap(this.data.cursors.get(conversation) ?? []);
    this.#cursors.set(conversation, known);
    return known;
  }

  timeline(conversation: number, options: { readonly thread?: number } = {}): TimelineWindow {
    return new SampleWindow(this.#logs, conversation, options.thread ?? 0);
  }

  /** Appears in the log at once, as from the user. */
  async send(
    target: Parameters<Engine['send']>[0],
    content: string | ContentInit,
  ): ReturnType<Engine['send']> {
    const conversation = 'conversation' in target ? target.conversation : this.data.directOf(target.to);
    const clientId = newId();
    const init = typeof content === 'string' ? { text: content } : content;
    this.say(conversation, this.data.me, init, clientId);
    return Promise.resolve({ clientId });
  }

  /** Somebody says something. */
  say(conversation: number, sender: number, content: ContentInit, clientId?: string): void {
    const log = this.#logs.at(conversation) ?? [];
    const message: Incoming = {
      conversation,
      seq: (log.at(-1)?.seq ?? 0) + 1,
      sender,
      time: Date.now(),
      content: completeContent(content),
      isMine: sender === this.data.me,
      clientId,
      state: undefined,
      quote: undefined,
    };
    this.#logs.set(conversation, [...log, message]);
    const info = this.conversations.at(conversation);
    if (info === undefined) return;
    this.conversations.set(conversation, {
      ...info,
      head: message.seq,
      lastMessage: message,
      activeAt: message.time,
    });
  }

  async acked(clientId: string): ReturnType<Engine['acked']> {
    return Promise.resolve({ conversation: 0, seq: 0, time: Date.now(), clientId });
  }

  async retry(clientId: string): Promise<void> {
    await this.discard(clientId);
  }

  async discard(clientId: string): Promise<boolean> {
    const rest = this.outgoing.get().filter((message) => message.clientId !== clientId);
    const had = rest.length < this.outgoing.get().length;
    this.outgoing.set(rest);
    return Promise.resolve(had);
  }

  call: Engine['call'] = async (name, request) => answerCall(this.data, name, request);

  async search(
    query: string,
    { conversation = 0 }: Parameters<Engine['search']>[1] = {},
  ): ReturnType<Engine['search']> {
    const hits = this.#found(wordsIn(query))
      .filter((message) => conversation === 0 || message.conversation === conversation)
      .filter(({ content }) => isAskedFor(query, content))
      .map((message): FoundMessage => {
        const [file] = message.content.attachments;
        const text = message.content.text === '' ? (file?.name ?? '') : message.content.text;
        const found = snippetOf(text, soughtIn(query));
        return { message, ...found, cutBefore: false, cutBehind: false, matched: 'text' };
      });
    return Promise.resolve({
      hits: hits.slice(0, 50),
      next: '',
      counts: [],
      notes: [],
      incomplete: false,
      progress: 100,
    });
  }

  async searchHere(query: string, limit = 20): Promise<readonly Incoming[]> {
    return Promise.resolve(this.#found(query).slice(0, limit));
  }

  async setMine(key: string, value: unknown): Promise<void> {
    this.mine.set(key, value ?? undefined);
    return Promise.resolve();
  }

  markRead(conversation: number, seq: number): void {
    const info = this.conversations.at(conversation);
    if (info === undefined || info.read >= seq) return;
    this.conversations.set(conversation, {
      ...info,
      read: seq,
      unread: Math.max(0, info.head - seq),
      mentions: 0,
    });
  }

  dismiss(): void {}

  setTyping(): void {}

  setFocus(): void {}

  onAlert(): () => void {
    return () => {};
  }

  async upload(): ReturnType<Engine['upload']> {
    return Promise.reject(new Error('The sample has no server'));
  }

  reconnect(): void {
    this.status.set({ ...this.status.get(), connection: 'online', waiting: 0, error: undefined });
  }

  async signOut(): Promise<void> {
    this.status.set({ ...this.status.get(), connection: 'signed-out' });
    return Promise.resolve();
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }

  #found(query: string): readonly Incoming[] {
    return [...this.#logs.get().values()]
      .flat()
      .filter(({ content }) => content.text.toLowerCase().includes(query.toLowerCase()))
      .toSorted((a, b) => b.time - a.time);
  }
}

/** Whether a message is of a kind that the query names. */
function isAskedFor(query: string, { text, attachments, kind }: Incoming['content']): boolean {
  const kinds = filtersIn(query).flatMap(({ name, value }) =>
    name === 'kind' || name === 'has' ? value : [],
  );
  if (kinds.length === 0) return true;
  const own = attachments.map((file): string => (fileKind(file) === 'picture' ? 'image' : fileKind(file)));
  if (text.includes('https://')) own.push('link');
  if (kind?.case === 'poll') own.push('poll');
  return kinds.some((each) => own.includes(each));
}

/** A window onto a log that is in memory: one page of 50 at each end. */
class SampleWindow implements TimelineWindow {
  readonly slice: Signal<Slice>;
  readonly #logs: SampleMap<number, readonly Incoming[]>;
  readonly #conversation: number;
  readonly #thread: number;
  readonly #end: () => void;

  constructor(logs: SampleMap<number, readonly Incoming[]>, conversation: number, thread: number) {
    this.#logs = logs;
    this.#conversation = conversation;
    this.#thread = thread;
    this.slice = new Signal(this.#part(Math.max(0, this.#all().length - 50), this.#all().length));
    this.#end = logs.subscribeTo(conversation, () => {
      const { messages, isAtEnd } = this.slice.get();
      const all = this.#all();
      const from = Math.max(
        0,
        all.findIndex(({ seq }) => seq === messages[0]?.seq),
      );
      this.slice.set(this.#part(from, isAtEnd ? all.length : from + messages.length));
    });
  }

  async showNewest(): Promise<void> {
    const { length } = this.#all();
    this.slice.set(this.#part(Math.max(0, length - 50), length));
    return Promise.resolve();
  }

  async showAround(seq: number): Promise<number> {
    const all = this.#all();
    const at = Math.max(
      0,
      all.findIndex((message) => message.seq >= seq),
    );
    this.slice.set(this.#part(Math.max(0, at - 25), Math.min(all.length, at + 25)));
    return Promise.resolve(all[at]?.seq ?? 0);
  }

  async older(): Promise<void> {
    const all = this.#all();
    const from = all.findIndex(({ seq }) => seq === this.slice.get().from);
    const start = Math.max(0, from - 50);
    this.slice.set(
      this.#part(start, Math.min(all.length, Math.max(from + this.slice.get().messages.length, start + 50))),
    );
    return Promise.resolve();
  }

  async newer(): Promise<void> {
    const all = this.#all();
    const to = all.findIndex(({ seq }) => seq === this.slice.get().to);
    this.slice.set(this.#part(Math.max(0, to - 150), Math.min(all.length, to + 51)));
    return Promise.resolve();
  }

  close(): void {
    this.#end();
  }

  #all(): readonly Incoming[] {
    const log = this.#logs.at(this.#conversation) ?? [];
    return log.filter(({ content }) => content.thread === this.#thread);
  }

  #part(from: number, to: number): Slice {
    const all = this.#all();
    const messages = all.slice(from, to);
    return {
      conversation: this.#conversation,
      from: messages[0]?.seq ?? 0,
      to: messages.at(-1)?.seq ?? 0,
      messages,
      isAtStart: from === 0,
      isAtEnd: to >= all.length,
      isLoadingOlder: false,
      isLoadingNewer: false,
      error: undefined,
      isLoaded: true,
    };
  }
}
