/**
 * What a page sees of the engine: a local copy of the account that is painted before the network is asked, and that several
 * tabs share. The engine runs in a SharedWorker, in the tab that leads, or in this page; its interface is the same.
 *
 * Everything here is plain data. What a getter returns stays as it is: a change gives a new object, so `===` tells whether
 * something has changed.
 *
 * @module
 */
import type {
  AttachmentInit,
  Attachment,
  Calls,
  ContentInit,
  Conversation,
  PosthornError,
  PresenceNote,
  RequestCase,
  User,
} from '@posthorn/protocol';
import type { Found, Incoming, SearchOptions, SendAck, Target } from '../api.ts';
import type { BotNews } from '../bots.ts';

export type { BotNews } from '../bots.ts';

/** A value that changes. Fits React's useSyncExternalStore. */
export interface Live<T> {
  get(): T;
  /** Calls `listener` after each change. Returns a function that ends it. */
  subscribe(listener: () => void): () => void;
}

/** Values by key. Whoever watches one key is told of that alone. */
export interface LiveMap<K, V> extends Live<ReadonlyMap<K, V>> {
  /** The value of a key; undefined: there is none, or it is not known yet. */
  at(key: K): V | undefined;
  /** Calls `listener` after each change of one key. */
  subscribeTo(key: K, listener: () => void): () => void;
}

/**
 * - `offline`: the device has no network, or the server does not answer; `error` says why. It is tried again by itself.
 * - `connecting`: a connection is being made, or a lost one is noticed.
 * - `online`: connected; `isSynced` says whether everything missed is here.
 * - `signed-out`: the session is over (`error`); the page shows the login.
 */
export interface Status {
  readonly connection: 'offline' | 'connecting' | 'online' | 'signed-out';
  readonly isSynced: boolean;
  readonly error: PlainError | undefined;
  /** Messages of this device that are not acked yet. */
  readonly waiting: number;
  /** Messages of this device that have failed, and wait for the user to decide. */
  readonly failed: number;
  /** Ids of the conversations of everybody and of the user's own notes; 0: not known yet. */
  readonly lobby: number;
  readonly inbox: number;
  /** The server's clock minus the device's, in ms. */
  readonly clockOffsetMs: number;
}

/** An error that has crossed from the engine to the page. */
export interface PlainError {
  readonly code: PosthornError['code'];
  readonly message: string;
  readonly retryAfterMs: number | undefined;
  readonly canRetry: boolean;
  /** See PosthornError. */
  readonly reason?: Exclude<PosthornError['reason'], ''>;
}

/** A conversation of the user, kept up to date by what arrives. `lastMessage` is as it is now: edited, recalled. */
export interface ConversationInfo extends Omit<Conversation, 'lastMessage'> {
  /** The last message that counts; for previews and order. */
  readonly lastMessage: Incoming | undefined;
  /** Time of that message, or of the beginning of the conversation. Unix ms. The list is ordered by it. */
  readonly activeAt: number;
}

/** A message of this device on its way. */
export interface OutgoingMessage {
  readonly clientId: string;
  readonly target: Target;
  /** The conversation that it goes to; undefined: a direct one that does not exist yet. */
  readonly conversation: number | undefined;
  readonly content: ContentInit;
  /** When the user sent it. Unix ms of the device. */
  readonly time: number;
  /** `waiting`: no connection. `sending`: handed to the server. `delayed`: the server has refused it for now (`error`). `failed`: for good. */
  readonly state: 'uploading' | 'waiting' | 'sending' | 'delayed' | 'failed';
  readonly error: PlainError | undefined;
  /** The files that go with it, in order. */
  readonly uploads: readonly UploadInfo[];
}

/** A change of a message that is on its way: an edit, a reaction, a vote, a pin, a recall. */
export interface OwnChange {
  readonly clientId: string;
  readonly content: ContentInit;
  /** There is no connection, or the server has refused it for now. */
  readonly isWaiting: boolean;
}

/** A message as it is shown: as the log says, with the changes of this device that are on their way. */
export interface ShownMessage extends Incoming {
  /** Those changes, in their order; undefined: none. */
  readonly changes?: readonly OwnChange[];
}

/** A file on its way to the server. */
export interface UploadInfo {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly sent: number;
  readonly state: 'waiting' | 'sending' | 'processing' | 'done' | 'failed';
  readonly error: PlainError | undefined;
  readonly attachment: Attachment | undefined;
}

/** A file of the user, to be sent with a message. */
export interface FileToSend {
  readonly file: Blob;
  readonly name: string;
  /** What it shows, for those who cannot see it. At most 1,000 characters. */
  readonly alt?: string;
  /** A recorded voice message. */
  readonly voice?: boolean;
}

/** A part of a conversation without a hole: every message of seqs `from` to `to` that is shown, as it is now. */
export interface Slice {
  readonly conversation: number;
  readonly from: number;
  readonly to: number;
  /** By seq, folded (see Picture), with what the user has changed and is on its way. Entries, and what is said in threads, are not among them. */
  readonly messages: readonly ShownMessage[];
  /** Nothing older may be read. */
  readonly isAtStart: boolean;
  /** The newest message is here; what arrives is added. */
  readonly isAtEnd: boolean;
  readonly isLoadingOlder: boolean;
  readonly isLoadingNewer: boolean;
  /** Why the last page could not be read: offline and not on this device, or refused. */
  readonly error: PlainError | undefined;
  /** Something was read, here or from the server: an empty `messages` then means an empty conversation. */
  readonly isLoaded: boolean;
}

/** A window onto a conversation, or onto the thread of one of its messages. What is on the device is there at once. */
export interface TimelineWindow {
  readonly slice: Live<Slice>;
  /** Shows the newest messages. */
  showNewest(): Promise<void>;
  /** Shows a message with its neighbours. Resolves to the seq that is shown: the next one that is, if that one is not. */
  showAround(seq: number): Promise<number>;
  /** Adds older ones at the start; at most `maxRows` stay, so newer ones may go. */
  older(): Promise<void>;
  newer(): Promise<void>;
  /** Idempotent. The window shows nothing new afterwards. */
  close(): void;
}

export interface Cursor {
  readonly read: number;
  readonly delivered: number;
}

export interface Engine {
  readonly status: Live<Status>;
  /** The user; undefined before the first connection ever. */
  readonly me: Live<User | undefined>;
  /** Every conversation of the user, also left and archived ones. */
  readonly conversations: LiveMap<number, ConversationInfo>;
  /** The list of conversations was read from the device or from the server. */
  readonly hasConversations: Live<boolean>;
  /** Profiles. Watching a key that is not known asks for it. */
  readonly users: LiveMap<number, User>;
  /** Who is online. Watching a key asks to be told of it. */
  readonly presence: LiveMap<number, PresenceNote>;
  /** Who types now, by conversation. Never oneself. */
  readonly typing: LiveMap<number, readonly number[]>;
  /** The user's own space (docs/protocol.md). */
  readonly mine: LiveMap<string, unknown>;
  /**
   * What is pinned, by conversation: the last one that was pinned comes first. Watching a key asks for it, and what arrives keeps
   * it right. Undefined: not known yet.
   */
  readonly pins: LiveMap<number, readonly ShownMessage[]>;
  /** What bots show and is in no log, by conversation; undefined: nothing. */
  readonly bots: LiveMap<number, BotNews>;
  /** How far each member has received and read, by user. Watched while somebody subscribes. */
  cursors(conversation: number): LiveMap<number, Cursor>;
  /** Messages that are not in the log yet, oldest first; of all tabs. */
  readonly outgoing: Live<readonly OutgoingMessage[]>;

  timeline(
    conversation: number,
    options?: { readonly thread?: number; readonly maxRows?: number },
  ): TimelineWindow;
  /** Resolves when the message is stored on the device: it will be sent, whatever happens to this tab. Rejects with INVALID, LIMIT_EXCEEDED, STORAGE_FULL. */
  send(
    target: Target,
    content: string | ContentInit,
    options?: SendFiles,
  ): Promise<{ readonly clientId: string }>;
  /** Resolves when the message is in the log; rejects if it never will be. */
  acked(clientId: string): Promise<SendAck>;
  /** Tries a failed message again, under a new id, at the end of the queue. */
  retry(clientId: string): Promise<void>;
  /** Removes a message that has failed or is not sent yet. False: it was too late. */
  discard(clientId: string): Promise<boolean>;
  /** As Client.call: any request of the protocol. What it changes is seen in the values above. */
  call<K extends Exclude<RequestCase, 'hello' | 'attach' | 'send'>>(
    name: K,
    request: Calls[K]['init'],
  ): Promise<Calls[K]['reply']>;
  search(query: string, options?: SearchOptions): Promise<Found>;
  /** Searches what is on the device: for results before the server answers, and offline. */
  searchHere(query: string, limit?: number): Promise<readonly Incoming[]>;
  setMine(key: string, value: unknown): Promise<void>;
  /** Call it only for what the user has seen: visible, in a focused page. */
  markRead(conversation: number, seq: number): void;
  /** Takes a message away that a bot has sent to the user alone. */
  dismiss(conversation: number, id: number): void;
  /** Says that the user types, at most once in 3 s; ends by itself or with `false`. */
  setTyping(conversation: number, active: boolean): void;
  /** What the focused tab shows, so that no other tab nor the service worker alerts of it. Undefined: nothing. */
  setFocus(conversation: number | undefined): void;
  /** Messages that should alert, and events `contact-asked`, once over all tabs: in the tab that was used last. */
  onAlert(listener: (message: Incoming) => void): () => void;
  /** Files without a message, such as pictures of profiles. */
  upload(
    file: FileToSend,
    onProgress?: (info: UploadInfo) => void,
    signal?: AbortSignal,
  ): Promise<Attachment>;
  /** Tries to connect now. */
  reconnect(): void;
  /** Ends the session at the server if it can be reached, and forgets everything that is on the device, in all tabs. */
  signOut(): Promise<void>;
  /** Leaves the engine to the other tabs. Idempotent. */
  close(): Promise<void>;
}

export interface SendFiles {
  /** Are uploaded first. At most 20. Not together with `attachments`. */
  readonly files?: readonly FileToSend[];
  /** Files that are at the server already. */
  readonly attachments?: readonly AttachmentInit[];
  /** Default: a new one. Sending again with the same id has no effect. */
  readonly clientId?: string;
  /**
   * Forget it if it is refused and somebody waits for its ack: they are told. Default: it stays among what has failed until the
   * user decides.
   */
  readonly forgetRefused?: boolean;
}
