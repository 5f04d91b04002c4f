/**
 * The engine as a tab sees it: a copy of what is shown, and calls through a port.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ContentInit, PresenceNote, User } from '@posthorn/protocol';
import type { Incoming, Target } from '../api.ts';
import { newClientId } from '../ids.ts';
import type {
  BotNews,
  ConversationInfo,
  Cursor,
  Engine,
  FileToSend,
  LiveMap,
  OutgoingMessage,
  SendFiles,
  Status,
  TimelineWindow,
  UploadInfo,
} from './api.ts';
import { LiveTable, LiveValue } from './live.ts';
import { errorFrom, plainError } from './plain.ts';
import { STARTING } from './status.ts';
import { TabCalls } from './tab-calls.ts';
import { TabShown } from './tab-shown.ts';
import { TabWindow } from './tab-window.ts';
import { WIRE_VERSION } from './wire.ts';
import type { Changes, Method, Order, Port, ToEngine, ToTab } from './wire.ts';

const DEFAULT_ROWS = 200;
export class TabEngine implements Engine {
  readonly status = new LiveValue<Status>(STARTING);
  readonly me = new LiveValue<User | undefined>(undefined);
  readonly hasConversations = new LiveValue(false);
  readonly outgoing = new LiveValue<readonly OutgoingMessage[]>([]);
  readonly conversations = new LiveTable<number, ConversationInfo>();
  readonly users = new LiveTable<number, User>((user, isWatched) => this.#want(user, isWatched));
  readonly presence = new LiveTable<number, PresenceNote>(() => this.#watchSoon());
  readonly typing = new LiveTable<number, readonly number[]>();
  readonly mine = new LiveTable<string, unknown>();
  readonly bots = new LiveTable<number, BotNews>();
  readonly #cursors = new Map<number, LiveTable<number, Cursor>>();
  /** Conversations whose cursors somebody watches. */
  readonly #cursorsWatched = new Set<number>();
  readonly #windows = new Map<number, TabWindow>();
  readonly #shown = new TabShown({
    me: this.me,
    windows: this.#windows,
    onWatch: () => this.#watchSoon(),
  });
  readonly pins = this.#shown.pins;
  readonly #calls = new TabCalls((message) => this.#post(message));
  readonly #onAlert = new Set<(message: Incoming) => void>();
  #port: Port;
  #wanted = new Set<number>();
  #isWatchDue = false;
  #isClosed = false;
  #onReady: ((error?: PosthornError) => void) | undefined;

  readonly #onClose: () => Promise<void>;
  readonly #version: number;

  /** Call {@link ready} before use. */
  constructor(port: Port, onClose: () => Promise<void> = async () => {}, version = WIRE_VERSION) {
    this.#port = port;
    this.#onClose = onClose;
    this.#version = version;
    this.#connect();
  }

  /** Resolves when what is on the device is shown. Rejects if the engine is of a build that this page does not understand. */
  ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onReady = (error) => (error === undefined ? resolve() : reject(error));
    });
  }

  cursors(conversation: number): LiveMap<number, Cursor> {
    const known = this.#cursors.get(conversation);
    if (known !== undefined) return known;
    const table = new LiveTable<number, Cursor>(() => this.#watchCursors(conversation, table));
    this.#cursors.set(conversation, table);
    return table;
  }

  timeline(
    conversation: number,
    { thread = 0, maxRows = DEFAULT_ROWS }: { readonly thread?: number; readonly maxRows?: number } = {},
  ): TimelineWindow {
    const window = this.#calls.nextId();
    const opened = new TabWindow(conversation, {
      open: { do: 'open', window, conversation, thread, maxRows },
      move: (move) => this.#ask((id) => ({ do: 'move', id, window, move })),
      close: () => {
        this.#windows.delete(window);
        this.#post({ do: 'shut', window });
      },
      over: this.#shown.over,
    });
    this.#windows.set(window, opened);
    this.#post(opened.open);
    return opened;
  }

  send(
    target: Target,
    content: string | ContentInit,
    { clientId = newClientId(Date.now()), ...files }: SendFiles = {},
  ): ReturnType<Engine['send']> {
    // The same id if it must be asked again.
    return this.#call('send', [target, content, { clientId, ...files }]);
  }

  acked(...args: Parameters<Engine['acked']>): ReturnType<Engine['acked']> {
    return this.#call('acked', args);
  }

  retry(...args: Parameters<Engine['retry']>): ReturnType<Engine['retry']> {
    return this.#call('retry', args);
  }

  discard(...args: Parameters<Engine['discard']>): ReturnType<Engine['discard']> {
    return this.#call('discard', args);
  }

  call: Engine['call'] = (name, request) => this.#call('call', [name, request]);

  search(...args: Parameters<Engine['search']>): ReturnType<Engine['search']> {
    return this.#call('search', args);
  }

  searchHere(...args: Parameters<Engine['searchHere']>): ReturnType<Engine['searchHere']> {
    return this.#call('searchHere', args);
  }

  setMine(...args: Parameters<Engine['setMine']>): ReturnType<Engine['setMine']> {
    return this.#call('setMine', args);
  }

  markRead(...args: Parameters<Engine['markRead']>): void {
    this.#tell('markRead', args);
  }

  dismiss(...args: Parameters<Engine['dismiss']>): void {
    this.#tell('dismiss', args);
  }

  setTyping(...args: Parameters<Engine['setTyping']>): void {
    this.#tell('setTyping', args);
  }

  setFocus(...args: Parameters<Engine['setFocus']>): void {
    this.#tell('setFocus', args);
  }

  onAlert(listener: (message: Incoming) => void): () => void {
    const own = (message: Incoming): void => listener(message);
    this.#onAlert.add(own);
    return () => this.#onAlert.delete(own);
  }

  upload(
    file: FileToSend,
    onProgress?: (info: UploadInfo) => void,
    signal?: AbortSignal,
  ): ReturnType<Engine['upload']> {
    let asked = 0;
    const done = this.#ask<Awaited<ReturnType<Engine['upload']>>>((id) => {
      asked = id;
      return { do: 'call', id, name: 'upload', args: [file] };
    }, onProgress);
    const cancel = (): void => this.#post({ do: 'cancel', id: asked });
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    return done.finally(() => signal?.removeEventListener('abort', cancel));
  }

  reconnect(): void {
    this.#tell('reconnect', []);
  }

  /** The device was asleep, or the network has changed. */
  probe(): void {
    this.#tell('probe', []);
  }

  signOut(): Promise<void> {
    return this.#call('signOut', []);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#post({ do: 'bye' });
    this.#isClosed = true;
    this.#port.close();
    this.#calls.fail(new PosthornError('UNAVAILABLE', 'the engine is closed'));
    await this.#onClose();
  }

  /** Another one runs the engine now. What is harmless is asked again; what may have been done is not. */
  moveTo(port: Port): void {
    this.#port.close();
    this.#port = port;
    this.#connect();
    for (const window of this.#windows.values()) {
      this.#post(window.open);
      window.again();
    }
    this.#watchSoon();
    this.#calls.moved();
  }

  #connect(): void {
    const port = this.#port;
    // An engine that has been left may still speak.
    port.listen((message) => port === this.#port && this.#take(message as ToTab));
    this.#post({ do: 'hello', version: this.#version });
  }

  #take(message: ToTab): void {
    if (this.#isClosed) return;
    switch (message.is) {
      case 'refused':
        return this.#refused(new PosthornError('UNSUPPORTED_VERSION', 'another tab runs a newer version'));
      case 'failed':
        return this.#refused(errorFrom(message.error));
      case 'news':
        return this.#news(message);
      case 'alert':
        for (const listener of this.#onAlert) listener(message.message);
        return;
      default:
        return this.#calls.take(message);
    }
  }

  #refused(error: PosthornError): void {
    this.#onReady?.(error);
    this.status.set({
      ...this.status.get(),
      connection: 'offline',
      isSynced: false,
      error: plainError(error),
    });
  }

  /** Everything is put in its place before anybody is told: one change is drawn once. */
  #news(news: Extract<ToTab, { readonly is: 'news' }>): void {
    const { values, changes, isWhole } = news;
    const tell: (() => void)[] = [];
    for (const name of ['status', 'me', 'hasConversations', 'outgoing'] as const) {
      if (!(name in values)) continue;
      const live: LiveValue<unknown> = this[name] as LiveValue<unknown>;
      live.put(values[name]);
      tell.push(() => live.tell());
    }
    for (const name of ['conversations', 'users', 'presence', 'typing', 'mine', 'bots'] as const)
      this.#putTable(this[name], changes[name] ?? [], isWhole, tell);
    this.#putCursors(changes.cursors ?? [], tell);
    tell.push(...this.#shown.take(news));
    for (const each of tell) each();
    this.#onReady?.();
    this.#onReady = undefined;
  }

  #putTable(
    table: unknown,
    changes: readonly (readonly [unknown, unknown])[],
    isWhole: boolean,
    tell: (() => void)[],
  ): void {
    // Names of tables and of changes are the same.
    const live = table as LiveTable<unknown, unknown>;
    const there = new Set(isWhole ? changes.map(([key]) => key) : []);
    const gone = isWhole ? [...live.get().keys()].filter((key) => !there.has(key)) : [];
    const all = [...changes, ...gone.map((key) => [key, undefined] as const)];
    if (all.length === 0) return;
    live.put(all);
    tell.push(() => live.tell(all.map(([key]) => key)));
  }

  #putCursors(changes: NonNullable<Changes['cursors']>, tell: (() => void)[]): void {
    for (const [conversation, cursors] of changes) {
      const table = this.#cursors.get(conversation);
      if (table === undefined || cursors === undefined) continue;
      const before = table.get();
      const news = [...cursors].filter(([user, { read, delivered }]) => {
        const known = before.get(user);
        return known?.read !== read || known.delivered !== delivered;
      });
      table.put(news);
      tell.push(() => table.tell(news.map(([user]) => user)));
    }
  }

  #want(user: number | undefined, isWatched: boolean): void {
    if (user === undefined || !isWatched) return;
    if (this.#wanted.size === 0)
      queueMicrotask(() => {
        this.#post({ do: 'want', users: [...this.#wanted] });
        this.#wanted = new Set();
      });
    this.#wanted.add(user);
  }

  #watchSoon(): void {
    if (this.#isWatchDue) return;
    this.#isWatchDue = true;
    queueMicrotask(() => {
      this.#isWatchDue = false;
      this.#post({ do: 'watch', what: 'presence', keys: this.presence.watched() });
      this.#post({ do: 'watch', what: 'cursors', keys: [...this.#cursorsWatched] });
      this.#post({ do: 'watch', what: 'pins', keys: this.pins.watched() });
    });
  }

  #watchCursors(conversation: number, table: LiveTable<number, Cursor>): void {
    if (table.isWatched()) this.#cursorsWatched.add(conversation);
    else this.#cursorsWatched.delete(conversation);
    this.#watchSoon();
  }

  #call<T>(name: Method, args: readonly unknown[]): Promise<T> {
    return this.#ask<T>((id) => ({ do: 'call', id, name, args }));
  }

  #ask<T>(message: (id: number) => ToEngine, onProgress?: (info: UploadInfo) => void): Promise<T> {
    if (this.#isClosed) return Promise.reject(new PosthornError('UNAVAILABLE', 'the engine is closed'));
    return this.#calls.ask(message, onProgress);
  }

  #tell(name: Order, args: readonly unknown[]): void {
    this.#post({ do: 'tell', name, args });
  }

  #post(message: ToEngine): void {
    if (!this.#isClosed) this.#port.post(message);
  }
}
