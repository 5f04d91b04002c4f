/**
 * The engine as a tab sees it: a copy of what is shown, and calls through a port.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { PresenceNote, User } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import type {
  ConversationInfo,
  Cursor,
  Engine,
  FileToSend,
  LiveMap,
  OutgoingMessage,
  Status,
  TimelineWindow,
  UploadInfo,
} from './api.ts';
import { LiveTable, LiveValue } from './live.ts';
import { errorFrom } from './plain.ts';
import { TabWindow } from './tab-window.ts';
import { WIRE_VERSION } from './wire.ts';
import type { Changes, Method, Order, Port, Tables, ToEngine, ToTab } from './wire.ts';

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress?: (info: UploadInfo) => void;
}

const DEFAULT_ROWS = 200;
const STARTING: Status = {
  connection: 'connecting',
  isSynced: false,
  error: undefined,
  waiting: 0,
  failed: 0,
  retryAt: undefined,
  lobby: 0,
  inbox: 0,
  clockOffsetMs: 0,
};

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
  readonly #cursors = new Map<number, LiveTable<number, Cursor>>();
  /** Conversations whose cursors somebody watches. */
  readonly #cursorsWatched = new Set<number>();
  readonly #windows = new Map<number, TabWindow>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #onAlert = new Set<(message: Incoming) => void>();
  #port: Port;
  #lastId = 0;
  #wanted = new Set<number>();
  #isWatchDue = false;
  #isClosed = false;
  #onReady: ((error?: PosthornError) => void) | undefined;

  readonly #onClose: () => Promise<void>;

  /** Call {@link ready} before use. */
  constructor(port: Port, onClose: () => Promise<void> = async () => {}) {
    this.#port = port;
    this.#onClose = onClose;
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
    const window = (this.#lastId += 1);
    const opened = new TabWindow(conversation, {
      open: { do: 'open', window, conversation, thread, maxRows },
      move: (move) => this.#ask((id) => ({ do: 'move', id, window, move })),
      close: () => {
        this.#windows.delete(window);
        this.#post({ do: 'shut', window });
      },
    });
    this.#windows.set(window, opened);
    this.#post(opened.open);
    return opened;
  }

  send(...args: Parameters<Engine['send']>): ReturnType<Engine['send']> {
    return this.#call('send', args);
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
    this.#failAll(new PosthornError('UNAVAILABLE', 'the engine is closed'));
    await this.#onClose();
  }

  /** Another tab leads now: what was asked of the one before may or may not have been done. */
  moveTo(port: Port): void {
    this.#port = port;
    this.#failAll(new PosthornError('UNAVAILABLE', 'the tab that was asked has gone'));
    this.#connect();
    for (const window of this.#windows.values()) {
      this.#post(window.open);
      window.again();
    }
    this.#watchSoon();
  }

  #connect(): void {
    this.#port.listen((message) => this.#take(message as ToTab));
    this.#post({ do: 'hello', version: WIRE_VERSION });
  }

  #take(message: ToTab): void {
    if (this.#isClosed) return;
    switch (message.is) {
      case 'refused':
        return this.#onReady?.(
          new PosthornError('UNSUPPORTED_VERSION', 'another tab runs another version of this page'),
        );
      case 'failed':
        return this.#onReady?.(errorFrom(message.error));
      case 'news':
        return this.#news(message);
      case 'progress':
        return this.#waiting.get(message.id)?.onProgress?.(message.info);
      case 'alert':
        for (const listener of this.#onAlert) listener(message.message);
        return;
      case 'answer':
      case 'error': {
        const waiting = this.#waiting.get(message.id);
        this.#waiting.delete(message.id);
        // The call says which type its answer has.
        if (message.is === 'answer') waiting?.resolve(message.value as never);
        else waiting?.reject(errorFrom(message.error));
      }
    }
  }

  /** Everything is put in its place before anybody is told: one change is drawn once. */
  #news({ values, changes, slices }: Extract<ToTab, { readonly is: 'news' }>): void {
    const tell: (() => void)[] = [];
    for (const name of ['status', 'me', 'hasConversations', 'outgoing'] as const) {
      if (!(name in values)) continue;
      const live: LiveValue<unknown> = this[name] as LiveValue<unknown>;
      live.put(values[name]);
      tell.push(() => live.tell());
    }
    for (const name of ['conversations', 'users', 'presence', 'typing', 'mine'] as const)
      this.#putTable(this[name], changes[name] ?? [], tell);
    this.#putCursors(changes.cursors ?? [], tell);
    for (const patch of slices) {
      const window = this.#windows.get(patch.window);
      window?.put(patch);
      if (window !== undefined) tell.push(() => window.slice.tell());
    }
    for (const each of tell) each();
    this.#onReady?.();
    this.#onReady = undefined;
  }

  #putTable<K extends keyof Tables>(
    table: unknown,
    changes: NonNullable<Changes[K]>,
    tell: (() => void)[],
  ): void {
    if (changes.length === 0) return;
    // Names of tables and of changes are the same.
    const live = table as LiveTable<unknown, unknown>;
    live.put(changes);
    tell.push(() => live.tell(changes.map(([key]) => key)));
  }

  #putCursors(changes: NonNullable<Changes['cursors']>, tell: (() => void)[]): void {
    for (const [conversation, cursors] of changes) {
      const table = this.#cursors.get(conversation);
      if (table === undefined || cursors === undefined) continue;
      const before = table.get();
      const news = [...cursors].filter(([user, cursor]) => before.get(user) !== cursor);
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
    const id = (this.#lastId += 1);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, ...(onProgress !== undefined && { onProgress }) });
      this.#post(message(id));
    });
  }

  #tell(name: Order, args: readonly unknown[]): void {
    this.#post({ do: 'tell', name, args });
  }

  #post(message: ToEngine): void {
    if (!this.#isClosed) this.#port.post(message);
  }

  #failAll(error: PosthornError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
