/**
 * What an application sees of the SDK.
 *
 * Promises of this interface: the application gets each message once, in the order of its conversation's log, without a
 * hole (promise 5). A sent message ends as acked, or as failed with a reason. Until then it is pending: stored, and sent
 * again under the same id after reconnects (promise 8).
 *
 * @module
 */
import type {
  Attached,
  AttachmentInit,
  Calls,
  Content,
  ContentInit,
  Device,
  Hit,
  PosthornError,
  PresenceNote,
  Quote,
  ReceiptNote,
  RequestCase,
  SearchResults,
  ServerFrame,
  State,
  TypingNote,
  User,
  Welcome,
} from '@posthorn/protocol';

/** Who logs in, and where. `server`: http(s)://host:port, ws(s)://host:port/ws, or in Node tcp://host:port or tls://host:port. */
export type Credentials =
  | {
      readonly server: string;
      readonly user: string;
      readonly password: string;
      /** Create the account if there is none. */
      readonly register?: boolean;
      /** Makes a new account the first administrator of a server that other machines reach, which has printed it. */
      readonly bootstrapSecret?: string;
      /**
       * Asked at each login with the password, for an account that has a second factor: gives a code of its app, or a
       * recovery code. Quickly: the connection waits. Without it such a login is refused with SECOND_FACTOR_REQUIRED.
       */
      readonly secondFactor?: () => string | Promise<string>;
    }
  | { readonly server: string; readonly token: string }
  | {
      readonly server: string;
      /**
       * Asked when a session is needed. It gives one of two things. A JWT that your backend has signed (`posthorn start
       * --jwt-secret-file`): the client logs in with it, and asks again when that session has ended. Or a one-time ticket, for
       * a page whose session is in a cookie (see `@posthorn/client/web`): asked for each connection, and files go with the
       * cookie. A refusal (a PosthornError that says not to reconnect) closes the client; whatever else it rejects with is
       * tried again.
       */
      readonly token: () => Promise<string>;
    };

/**
 * Where a new device starts reading a conversation: at its first message (`start`), at the next one (`now`), or at the first
 * one that no device of this user has received (`undelivered`, the default).
 */
export type Start = 'start' | 'now' | 'undelivered';

/** How a client behaves. Everything has a default. */
export interface ClientOptions {
  /** What the user sees of this device in the list of their sessions, and its class, for the login policy. */
  readonly device?: Partial<Device>;
  /** Where outbox and positions are stored. Default: in memory. */
  readonly storage?: Storage;
  readonly hooks?: readonly Hook[];
  readonly start?: Start;
  /** False: no messages are read, for a program that only sends and asks. Default: true. */
  readonly receives?: boolean;
  /** Tell the server what has arrived, for delivered receipts. Default: true. */
  readonly sendsDelivered?: boolean;
  /** Most messages that may wait for an ack; beyond that send() fails. Default: 10,000. */
  readonly maxOutbox?: number;
  /** How long call() waits for a connection and an answer. Default: 30 s. */
  readonly callTimeoutMs?: number;
  /** Name and version of the application, for the server's logs. */
  readonly software?: string;
  /** Give up if the first connection takes longer than this. Default: never give up. */
  readonly connectTimeoutMs?: number;
}

/** Sees or changes every message; for saving, filtering, bots. Hooks run in order, one message at a time. */
export interface Hook {
  /** Undefined: the application does not get the message; it still counts as handed over. */
  incoming?(message: Incoming): Incoming | undefined | Promise<Incoming | undefined>;
  /** Undefined: the message is not sent, and its `done` rejects with FORBIDDEN. */
  outgoing?(draft: Draft): Draft | undefined | Promise<Draft | undefined>;
}

/** A message from the log, as listeners, hooks and history() give it. The SDK exports it as `Message` too. */
export interface Incoming {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  /** Unix ms. */
  readonly time: number;
  readonly content: Content;
  /** Sent by this user, from this device or another one. */
  readonly isMine: boolean;
  /** Known for this user's own messages if this device sent them or read them from the log. */
  readonly clientId: string | undefined;
  /**
   * What has become of it. For an entry, and for what is said in a thread: what has become of the message that it belongs to
   * (`state.seq`). A Picture puts it all together.
   */
  readonly state: State | undefined;
  /** The message that it replies to, as it was when this was read from the log. */
  readonly quote: Quote | undefined;
}

/** Where a message goes: a user by id or name, or a conversation. */
export type Target = { readonly to: number | string } | { readonly conversation: number };

/** A message that is about to be sent, as hooks see it. */
export interface Draft {
  readonly target: Target;
  readonly content: ContentInit;
}

export interface SendOptions {
  /** Default: a new one. Sending again with the same id has no effect. */
  readonly clientId?: string;
  /** Files that were uploaded (see `@posthorn/client/files`), at most 20. A message with files needs no text. */
  readonly attachments?: readonly AttachmentInit[];
}

/** An outgoing message. `done` settles once: with the ack, or with the coded error why there never will be one. */
export interface PendingSend {
  readonly clientId: string;
  readonly done: Promise<SendAck>;
}

/** A message is on disk at the server. */
export interface SendAck {
  /** Where it is: the direct conversation if it was sent to a user. */
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  readonly clientId: string;
  /** What was written, if the server's operator has it changed on its way. */
  readonly content?: Content | undefined;
}

/**
 * - `connecting`: connecting to a gateway, or waiting for the next try.
 * - `online`: attached; missed messages are being read, or have been.
 * - `closed`: for good. close() was called, or the server said not to reconnect (`error`).
 */
export type ClientState =
  | { readonly name: 'connecting'; readonly attempt: number; readonly error: PosthornError | undefined }
  | {
      readonly name: 'online';
      readonly session: Attached;
      readonly endpoint: string;
      /** What the server has said of itself. */
      readonly welcome: Welcome;
    }
  | { readonly name: 'closed'; readonly error: PosthornError | undefined };

/** What listeners may be added for, by name. */
export interface ClientEvents {
  /** In log order for each conversation. An async listener holds back the next message of any conversation. */
  message: (message: Incoming) => void | Promise<void>;
  /** The connection has come or gone. */
  state: (state: ClientState) => void;
  /** A message of this device was acked. */
  sent: (ack: SendAck) => void;
  /** A message of this device was refused for now. The SDK sends it again. */
  delayed: (delay: { readonly clientId: string; readonly error: PosthornError }) => void;
  /** A message of this device failed for good. */
  failed: (failure: { readonly clientId: string; readonly error: PosthornError }) => void;
  /** Somebody types; a note that is not renewed ends after 6 s. */
  typing: (note: TypingNote) => void;
  /** Somebody whose presence is watched (`watchPresence`) has come or gone. */
  presence: (note: PresenceNote) => void;
  /** How far a member of a conversation, or the user on another device, has received and read. */
  receipt: (note: ReceiptNote) => void;
  /** The profile of one's own user, or of somebody whose presence is watched, has changed elsewhere. */
  user: (user: User) => void;
  /**
   * What concerns this user alone of a message has changed on another device, such as how far they have read its thread
   * (`state.own`).
   */
  own: (message: Incoming) => void;
  /** An entry of {@link Client.mine} has another value, whoever has set it. */
  mine: (entry: { readonly key: string; readonly value: unknown }) => void;
  /** What the SDK has nothing to do with itself: `interaction`, `ephemeral` and `streamNote` of bots, and what newer servers push. */
  push: (body: NonNullable<ServerFrame['body']>) => void;
  /** Everything missed while away has been handed over. */
  synced: () => void;
  /** The server's log was restored from a backup; these conversations are read again from their start (promise 12). */
  restored: (conversations: readonly number[]) => void;
  /** What a listener or hook threw, or why the storage failed. Without a listener it becomes an uncaught exception. */
  error: (error: unknown) => void;
}

/** A logged-in device. It reconnects until close(). */
export interface Client {
  /** How the connection is now; the event `state` tells of changes. */
  readonly state: ClientState;
  /** The user's own space. It is read from the first use on. */
  readonly mine: PersonalSpace;
  /** Adds a listener. Returns a function that removes it. */
  on<K extends keyof ClientEvents>(event: K, listener: ClientEvents[K]): () => void;
  /** Never throws; errors reject `done`. */
  send(target: Target, content: string | ContentInit, options?: SendOptions): PendingSend;
  /** Makes any request of the protocol. Rejects with a PosthornError; after UNAVAILABLE or TIMEOUT the outcome is unknown. */
  call<K extends Exclude<RequestCase, 'hello' | 'attach' | 'send'>>(
    name: K,
    request: Calls[K]['init'],
  ): Promise<Calls[K]['reply']>;
  /** Reads a page of the log, oldest first. */
  history(conversation: number, page: HistoryPage): Promise<readonly Incoming[]>;
  /**
   * Searches on the server: messages that the user may read, and names of files. docs/search.md says what can be typed. Days begin
   * and end in the time zone of this device, unless `zone` names another one. Rejects with a PosthornError.
   */
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** Moves the read cursor. Several moves are sent together. */
  markRead(conversation: number, seq: number): void;
  /** Looks up a user by id or name, and caches the result. Undefined: there is no such user. */
  user(idOrName: number | string): Promise<User | undefined>;
  /** Messages of this device that are not acked yet, oldest first. */
  pending(): readonly { readonly clientId: string; readonly target: Target; readonly content: ContentInit }[];
  /** Sends the last cursors and closes the connection. Unacked messages stay in the storage. Idempotent. */
  close(): Promise<void>;
}

/**
 * What concerns the user alone, the same on all their devices: JSON values under the keys that docs/protocol.md lists (Personal
 * space).
 */
export interface PersonalSpace {
  /** Undefined: there is no such entry, or it is not known yet. Do not change what you get. */
  get(key: string): unknown;
  /** The keys that have a value, in order. */
  keys(prefix?: string): readonly string[];
  /**
   * Sets an entry; undefined removes it. It holds here at once, and is sent as soon as that is possible, after a restart too;
   * what is written last by any device holds everywhere. Resolves when it is stored. A refusal goes to the event `error`.
   */
  set(key: string, value: unknown): Promise<void>;
}

/** Where to search, and which page; see Search in the protocol reference. */
export type SearchOptions = Omit<Calls['search']['init'], 'q'>;

/** A page of what was found. */
export interface Found extends Omit<SearchResults, 'hits'> {
  readonly hits: readonly FoundMessage[];
}

export interface FoundMessage extends Omit<Hit, 'message'> {
  readonly message: Incoming;
}

/** The messages after a seq, or the last ones before a seq (0: the newest); at most `limit`, and at most 1000. */
export type HistoryPage =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number };

/** Where a device stores its state. A write is durable when its promise resolves. */
export interface Storage {
  /** Returns the last value of every key. */
  load(): Promise<ReadonlyMap<string, unknown>>;
  /**
   * Writes in the order of the calls. Undefined removes a key. Values are JSON values that may contain a Uint8Array; a
   * storage of text may write those bytes as base64 and return the base64.
   */
  put(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void>;
  /** Resolves when everything that was put is durable, or has failed. */
  close(): Promise<void>;
}
