/**
 * The account on this device: the SDK's client, what was seen, and everything that tabs are shown of it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Client, ClientState, Credentials, Incoming, Storage } from '../api.ts';
import { BotsNews } from '../bots.ts';
import { startClient } from '../client.ts';
import { files } from '../files/index.ts';
import type { Files } from '../files/index.ts';
import type { Platform } from '../platform.ts';
import type { Status } from './api.ts';
import { shouldAlert } from './alerts.ts';
import { Board } from './board.ts';
import { Conversations } from './conversations.ts';
import type { Core } from './core.ts';
import type { Disk } from './disk.ts';
import { KeptSends } from './kept-sends.ts';
import { Log } from './log.ts';
import { People } from './people.ts';
import { Pins, PINS } from './pins.ts';
import { plainError } from './plain.ts';
import { Receipts } from './receipts.ts';
import { Seen } from './seen.ts';
import { Sends } from './sends.ts';
import { STARTING } from './status.ts';
import { Vanishing } from './vanishing.ts';
import type { EngineWindow } from './window.ts';

export interface AccountOptions {
  readonly credentials: Credentials;
  readonly disk: Disk;
  /** The SDK's storage. */
  readonly storage: Storage;
  readonly platform: Platform;
  /** What the user sees of this device in the list of their sessions. */
  readonly label: string;
  /** Ends the session at the server. Default: logs out on the connection. */
  readonly endSession?: () => Promise<void>;
  /** Removes everything that is stored, after all is closed. */
  readonly erase: () => Promise<void>;
  /** The session has ended. */
  readonly onOver: () => void;
  readonly onAlert: (message: Incoming) => void;
  readonly onError: (error: unknown) => void;
}

/** Begins the names of when conversations were opened. */
const OPENED = 'opened/';
/** Somebody has ended the session, perhaps since the device was lost: what was seen does not stay on it. */
const REVOKED: ReadonlySet<string> = new Set(['SESSION_REVOKED', 'ACCOUNT_DISABLED', 'UNAUTHENTICATED']);
/** How long a sign-out waits for the server. */
const SIGN_OUT_MS = 3000;

export class Account {
  readonly core: Core;
  readonly conversations: Conversations;
  readonly people: People;
  readonly bots: BotsNews;
  readonly receipts: Receipts;
  readonly pins: Pins;
  readonly log: Log;
  readonly sends: Sends;
  readonly windows = new Set<EngineWindow>();
  readonly #options: AccountOptions;
  #files: Files | undefined;
  #isOnline = false;
  #epoch: unknown;
  /** For a connection that is being made. */
  readonly #waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  readonly #openedAt = new Map<number, number>();
  #vanishing: Vanishing | undefined;
  #closing: Promise<void> | undefined;
  #isRevoked = false;

  private constructor(core: Core, kept: KeptSends, options: AccountOptions, epoch: unknown) {
    this.core = core;
    this.#options = options;
    this.#epoch = epoch;
    this.pins = new Pins(core);
    this.conversations = new Conversations(core, this.pins);
    this.people = new People(core);
    this.bots = new BotsNews({
      shown: core.board.table('bots'),
      put: (conversation, news) => core.board.put('bots', conversation, news),
      after: core.platform.after,
    });
    this.receipts = new Receipts(core);
    this.log = new Log(core);
    this.sends = new Sends({ core, kept, files: () => this.files });
  }

  /** Shows what is on the device, and starts to connect. Rejects if the storage cannot be read. */
  static async open(options: AccountOptions): Promise<Account> {
    const { disk, platform } = options;
    let opened: Account | undefined;
    // What is under way when all is closed finds the storage closed.
    const onError = (error: unknown): void => {
      const isTransient = error instanceof PosthornError && error.canRetry;
      const isClosing = opened !== undefined && opened.#closing !== undefined;
      if (!isClosing && !isTransient) options.onError(error);
    };
    const [meta, ranges, conversations, users, outgoing] = await Promise.all([
      disk.all('meta'),
      disk.all('ranges'),
      disk.all('conversations'),
      disk.all('users'),
      disk.all('outgoing'),
    ]);
    const known = new Map(meta);
    let self = Number(known.get('me') ?? 0);
    const board = new Board(platform, FIRST_VALUES);
    const now = (): number => platform.now() + board.value('status').clockOffsetMs;
    const seen: Seen = new Seen(
      {
        disk,
        platform,
        self: () => self,
        now,
        onKept: (message) => account.#kept(message),
        onError,
      },
      ranges,
    );
    const kept = new KeptSends(options.storage, () => seen.flush());
    const { credentials, label } = options;
    const client = await startClient(
      credentials,
      { storage: kept, device: { class: 'web', label }, software: 'posthorn-web' },
      platform,
    );
    const isOnline = (): boolean => account.#isOnline;
    const whenOnline = (): Promise<void> => account.#whenOnline();
    const core = { client, board, seen, platform, self: () => self, now, isOnline, whenOnline, onError };
    const account = (opened = new Account(core, kept, options, known.get('epoch')));
    account.people.restore(users);
    account.conversations.restore(conversations, known);
    board.set('me', board.table('users').get(self));
    board.set('hasConversations', conversations.length > 0 || known.get('listed') === true);
    for (const key of client.mine.keys()) board.put('mine', key, client.mine.get(key));
    account.sends.restore(outgoing);
    for (const [key, value] of known) {
      const name = String(key);
      if (name.startsWith(OPENED)) account.#openedAt.set(Number(name.slice(OPENED.length)), Number(value));
      if (name.startsWith(PINS)) account.pins.restore(Number(name.slice(PINS.length)), value);
    }
    account.#listen(client, (user) => (self = user));
    account.#vanishing = new Vanishing(core);
    return account;
  }

  get files(): Files {
    return (this.#files ??= files(this.core.client));
  }

  /** The user has opened a conversation: what was seen of it stays for longer. */
  opened(conversation: number): void {
    const now = this.core.platform.now();
    this.#openedAt.set(conversation, now);
    this.core.seen.put('meta', `${OPENED}${conversation}`, now);
  }

  /** Ends the session at the server if it can be reached, and forgets everything here. */
  async signOut(): Promise<void> {
    const { platform, client } = this.core;
    const { promise: tooLong, resolve } = Promise.withResolvers<void>();
    const cancel = platform.after(SIGN_OUT_MS, resolve);
    const end = this.#options.endSession ?? (async () => void (await client.call('logout', {})));
    // A session that cannot be ended now runs out.
    await Promise.race([end().catch(this.core.onError), tooLong]);
    cancel();
    await this.close();
    this.#status({ connection: 'signed-out', error: undefined, isSynced: false });
    await this.#options.erase();
    this.#over();
  }

  /** Closes the connection; everything stays on the device. Idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** Tabs are told first. */
  #over(): void {
    this.core.platform.after(0, this.#options.onOver);
  }

  async #close(): Promise<void> {
    this.#vanishing?.close();
    this.bots.close();
    this.sends.close();
    await this.core.client.close();
    await this.core.seen.close();
    if (this.#isRevoked) await this.#options.disk.clear();
    this.#options.disk.close();
  }

  #whenOnline(): Promise<void> {
    if (this.#isOnline) return Promise.resolve();
    const { connection } = this.core.board.value('status');
    if (connection === 'connecting' || connection === 'online')
      return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    return Promise.reject(new PosthornError('UNAVAILABLE', 'there is no connection'));
  }

  #listen(client: Client, onSelf: (user: number) => void): void {
    const { core } = this;
    client.on('state', (state) => {
      if (state.name === 'online') this.#cameOnline(state, onSelf);
      else this.#wentOffline(state);
    });
    client.on('message', (message) => core.board.together(() => this.#arrived(message)));
    client.on('own', (message) => void this.log.own(message).catch(core.onError));
    client.on('sent', (ack) => this.sends.sent(ack));
    client.on('delayed', ({ clientId, error }) => this.sends.delayed(clientId, error));
    client.on('failed', ({ clientId, error }) => this.sends.failed(clientId, error));
    client.on('typing', (note) => this.people.typing(note));
    client.on('push', (body) => this.bots.push(body));
    client.on('presence', (note) => this.people.presence(note));
    client.on('user', (user) => this.people.heard(user));
    client.on('receipt', (note) => {
      this.receipts.receipt(note);
      this.conversations.receipt(note);
    });
    client.on('mine', ({ key, value }) => {
      core.board.put('mine', key, value);
      if (key.startsWith('mute/')) this.conversations.doubt(Number(key.slice('mute/'.length)));
    });
    client.on('restored', (conversations) => this.#emptied(conversations));
    client.on('synced', () => {
      this.sends.synced();
      this.#status({ isSynced: true });
    });
    client.on('error', core.onError);
  }

  async #arrived(message: Incoming): Promise<void> {
    const { conversation } = message;
    const headBefore = this.log.head(conversation);
    const { shown } = await this.log.arrived(message);
    this.conversations.arrived(message, shown);
    this.pins.arrived(message, shown);
    this.sends.arrived(message);
    this.bots.arrived(message);
    for (const window of this.windows)
      if (window.conversation === conversation)
        window.arrived(shown?.seq === message.seq ? shown : message, headBefore);
    if (message.sender > 0) {
      this.receipts.said(conversation, message.sender, message.seq);
      this.people.typing({ conversation, user: message.sender, active: false });
    }
    void this.conversations.known(conversation).then(() => {
      if (shouldAlert(this.core, message)) this.#options.onAlert(message);
    });
  }

  #kept(message: Incoming): void {
    const { conversation, seq, content } = message;
    for (const window of this.windows) if (window.conversation === conversation) window.kept(message);
    this.#vanishing?.kept(message);
    this.pins.kept(message);
    const isGone = content.kind?.case === 'recalled';
    // What counts instead says the server.
    if (isGone && this.conversations.get(conversation)?.lastMessage?.seq === seq)
      this.conversations.doubt(conversation);
  }

  #cameOnline(
    { session, welcome }: Extract<ClientState, { name: 'online' }>,
    onSelf: (user: number) => void,
  ): void {
    const { seen, platform } = this.core;
    const { user, lobby, inbox } = session;
    if (user !== undefined) onSelf(user.id);
    if (this.#epoch !== welcome.epoch) {
      // The log was restored from a backup, or is another server's: what was seen may never have been (promise 12).
      if (this.#epoch !== undefined) {
        this.#emptied([...this.core.board.table('conversations').keys()]);
        this.conversations.restored();
      }
      this.#epoch = welcome.epoch;
      seen.put('meta', 'epoch', welcome.epoch);
    }
    if (user !== undefined) this.people.heard(user);
    const clockOffsetMs = welcome.serverTime - platform.now();
    this.#status({ connection: 'online', error: undefined, isSynced: false, lobby, inbox, clockOffsetMs });
    // The client is connected just after it has said so.
    queueMicrotask(() => {
      this.#isOnline = true;
      for (const { resolve } of this.#waiting.splice(0)) resolve();
      this.sends.connected();
      this.people.online();
      this.receipts.online();
      this.pins.online();
      for (const window of this.windows) window.online();
      void this.#list();
    });
  }

  #wentOffline(state: Exclude<ClientState, { name: 'online' }>): void {
    this.#isOnline = false;
    const error = state.error === undefined ? undefined : plainError(state.error);
    const isTrying = state.name === 'connecting' && state.attempt < 2;
    const isOver = state.name === 'closed';
    // Closed by ourselves: another tab goes on, or the user has signed out.
    if (isOver && error === undefined) return;
    const connection = isOver ? 'signed-out' : isTrying ? 'connecting' : 'offline';
    this.#status({ connection, error, isSynced: false });
    this.sends.connected();
    this.people.offline();
    if (connection !== 'connecting')
      for (const { reject } of this.#waiting.splice(0))
        reject(new PosthornError('UNAVAILABLE', 'there is no connection'));
    this.#isRevoked = isOver && REVOKED.has(error?.code ?? '');
    if (isOver) this.#over();
  }

  async #list(): Promise<void> {
    try {
      await this.conversations.list();
      const { board, seen } = this.core;
      seen.put('meta', 'listed', true);
      await this.conversations.findBeginnings();
      // For names in lists, and for finding people by them.
      this.people.wantNew([...board.table('conversations').values()].map(({ peer }) => peer));
      seen.trim((conversation) => this.#openedAt.get(conversation) ?? 0);
    } catch (error) {
      this.core.onError(error);
      if (this.#isOnline) this.core.platform.after(2000, () => this.#isOnline && void this.#list());
    }
  }

  #emptied(conversations: readonly number[]): void {
    this.log.restored(conversations);
    this.pins.forget(conversations);
    for (const window of this.windows) if (conversations.includes(window.conversation)) window.emptied();
  }

  #status(change: Partial<Status>): void {
    const { board } = this.core;
    board.set('status', { ...board.value('status'), ...change });
  }
}

const FIRST_VALUES = { me: undefined, hasConversations: false, outgoing: [], status: STARTING } as const;
