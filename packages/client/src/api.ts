/**
 * What an application sees of the SDK.
 *
 * The promises, from here: a message is handed to the application once and in the order of its conversation's
 * log, with no hole (promise 5); a sent one ends as acked or as failed with a reason, and until then is
 * pending, kept in the storage and tried again over reconnects under the same id (promise 8).
 *
 * @module
 */
import type {
  Attached,
  Calls,
  Content,
  ContentInit,
  Device,
  PosthornError,
  PresenceNote,
  ReceiptNote,
  RequestCase,
  TypingNote,
  User,
} from '@posthorn/protocol';

/** Who logs in, and where. `server`: http(s)://host:port, ws(s)://host:port/ws, or in Node tcp(s)://host:port. */
export type Credentials =
  | { readonly server: string; readonly user: string; readonly password: string; readonly register?: boolean }
  | { readonly server: string; readonly token: string };

/**
 * Where a conversation begins for a device that knows nothing of it yet: at its first message, at what comes
 * from now on, or at what no device of this user has received yet (the default).
 */
export type Start = 'start' | 'now' | 'undelivered';

export interface ClientOptions {
  readonly device?: Partial<Device>;
  /** Where outbox and positions are kept; in memory by default. */
  readonly storage?: Storage;
  readonly hooks?: readonly Hook[];
  readonly start?: Start;
  /** False for a program that only sends and asks: no messages are read. Default true. */
  readonly receives?: boolean;
  /** Tell the server what has arrived, for delivered receipts; on by default. */
  readonly sendsDelivered?: boolean;
  /** Messages that may wait to be acked; beyond it send() is refused. Default 10,000. */
  readonly maxOutbox?: number;
  /** How long call() waits for a connection and an answer. Default 30 s. */
  readonly callTimeoutMs?: number;
  /** Name and version of the application, for the server's logs. */
  readonly software?: string;
  /** Give up when there was no first connection after this long. Default: try for ever. */
  readonly connectTimeoutMs?: number;
}

/** Sees or changes every message; for saving, filtering, bots. Hooks run in their order, one message at a time. */
export interface Hook {
  /** Undefined: the application does not see it (its place in the order is kept). */
  incoming?(message: Incoming): Incoming | undefined | Promise<Incoming | undefined>;
  /** Undefined: it is not sent; send() rejects with FORBIDDEN. */
  outgoing?(draft: Draft): Draft | undefined | Promise<Draft | undefined>;
}

/** A message from the log. */
export interface Incoming {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  /** Unix ms. */
  readonly time: number;
  readonly content: Content;
  /** Sent by this user, from this or another device. */
  readonly isMine: boolean;
  /** Known for this user's own messages that this device sent or read from the log. */
  readonly clientId: string | undefined;
}

/** Where a message goes: a user by id or name, or a conversation. */
export type Target = { readonly to: number | string } | { readonly conversation: number };

export interface Draft {
  readonly target: Target;
  readonly content: ContentInit;
}

/** A message on its way. `done` settles once: with the ack, or with the coded reason why it never will be. */
export interface PendingSend {
  readonly clientId: string;
  readonly done: Promise<SendAck>;
}

export interface SendAck {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  readonly clientId: string;
}

/**
 * - `connecting`: looking for a gateway, or between two tries.
 * - `online`: attached; what was missed is being read or has been.
 * - `closed`: for good: close() was called, or the server said not to come back (`error`).
 */
export type ClientState =
  | { readonly name: 'connecting'; readonly attempt: number; readonly error: PosthornError | undefined }
  | { readonly name: 'online'; readonly session: Attached; readonly endpoint: string }
  | { readonly name: 'closed'; readonly error: PosthornError | undefined };

export interface ClientEvents {
  /** In log order per conversation. An async listener holds back the next message of all conversations. */
  message: (message: Incoming) => void | Promise<void>;
  state: (state: ClientState) => void;
  /** A message of this device was acked, or failed for good. */
  sent: (ack: SendAck) => void;
  /** A message of this device was refused for now; it is tried again by itself. */
  delayed: (delay: { readonly clientId: string; readonly error: PosthornError }) => void;
  failed: (failure: { readonly clientId: string; readonly error: PosthornError }) => void;
  typing: (note: TypingNote) => void;
  presence: (note: PresenceNote) => void;
  receipt: (note: ReceiptNote) => void;
  /** Everything missed while away has been handed out. */
  synced: () => void;
  /** The server's log was restored from a backup; these conversations are read again (promise 12). */
  restored: (conversations: readonly number[]) => void;
  /** What a listener or hook threw, or the storage could not keep. Without a listener it is thrown, uncaught. */
  error: (error: unknown) => void;
}

export interface Client {
  readonly state: ClientState;
  on<K extends keyof ClientEvents>(event: K, listener: ClientEvents[K]): () => void;
  /** Never throws: what is wrong comes out of `done`. */
  send(target: Target, content: string | ContentInit, options?: { readonly clientId?: string }): PendingSend;
  /** Any request of the protocol. Rejects with a PosthornError; UNAVAILABLE or TIMEOUT: the outcome is unknown. */
  call<K extends Exclude<RequestCase, 'hello' | 'attach' | 'send'>>(
    name: K,
    request: Calls[K]['init'],
  ): Promise<Calls[K]['reply']>;
  /** Messages of the log, oldest first: those after a seq, or the last ones before one (0: before the end). */
  history(conversation: number, page: HistoryPage): Promise<readonly Incoming[]>;
  /** Moves the read cursor; coalesced. */
  markRead(conversation: number, seq: number): void;
  /** A user by id or name, remembered for a while. Undefined when there is none. */
  user(idOrName: number | string): Promise<User | undefined>;
  /** Messages of this device that are not acked yet, oldest first. */
  pending(): readonly { readonly clientId: string; readonly target: Target; readonly content: ContentInit }[];
  /** Waits until cursors are told, closes the connection. What is not acked stays in the storage. Idempotent. */
  close(): Promise<void>;
}

/** Those after a seq, or the last ones before one (0: before the end); at most `limit`, and at most 1000. */
export type HistoryPage =
  | { readonly after: number; readonly limit: number }
  | { readonly before: number; readonly limit: number };

/** Where a device keeps what must survive it. Every write is durable when its promise resolves. */
export interface Storage {
  /** Everything that was written, last value per key. */
  load(): Promise<ReadonlyMap<string, unknown>>;
  /**
   * Undefined removes a key. Values are JSON values that may contain a Uint8Array; a storage of text may write those
   * bytes as base64 and return the base64. Writes take effect in the order of the calls.
   */
  put(entries: readonly (readonly [key: string, value: unknown])[]): Promise<void>;
  close(): Promise<void>;
}
