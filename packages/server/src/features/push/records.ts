/**
 * Web Push in the store.
 *
 * @module
 */

/** A browser that is told of messages: of one session, which has no other. */
export interface Subscription {
  readonly session: number;
  readonly user: number;
  readonly endpoint: string;
  /** As base64url; see BrowserKeys. */
  readonly p256dh: string;
  readonly auth: string;
  /** Unix ms. */
  readonly createdAt: number;
}

/** What is shown at one browser of one conversation: its row exists once there was something to show. */
export interface NoticeKey {
  readonly session: number;
  readonly conversation: number;
}

export interface DueNotice extends NoticeKey {
  readonly user: number;
  readonly endpoint: string;
  /** Up to which seq there may be something to show. */
  readonly wanted: number;
  /** How often it was tried in vain. */
  readonly tries: number;
  /** It waits so long for a device that is connected (Unix ms). 0: nobody has asked yet whether there is one. */
  readonly patience: number;
}

/** Something to show at a browser. */
export interface WantedNotice extends NoticeKey {
  readonly user: number;
  readonly seq: number;
}

/** How a user wants to be alerted of a conversation. */
export interface Listener {
  readonly session: number;
  readonly user: number;
  readonly conversation: number;
  /** Direct conversations have only messages for one. */
  readonly isDirect: boolean;
  /** Only requests of contacts are told of. */
  readonly isInbox: boolean;
  /** Value of the entry `level/<conversation>`; empty: there is none. */
  readonly level: string;
}

/** A message that may be shown. */
export interface Candidate {
  readonly seq: number;
  readonly sender: number;
  /** Unix ms. */
  readonly time: number;
  /** As last edited, encoded; of a message that was recalled or has vanished, what stands there instead. */
  readonly content: Uint8Array;
  readonly isRecalled: boolean;
  readonly mentions: boolean;
  /** It is said in a thread that the user follows. */
  readonly isFollowed: boolean;
}

export interface Named {
  /** Of the account. */
  readonly name: string;
  /** What they call themselves. */
  readonly shown: string;
}

/** All that decides whether a browser is told of a conversation, and what. */
export interface Situation {
  readonly subscription: Subscription;
  /** Its session has not ended, and the account is not disabled. */
  readonly isAlive: boolean;
  /** Unix ms. */
  readonly busyUntil: number;
  readonly kind: string;
  readonly title: string;
  /** What is said there vanishes after a while. */
  readonly vanishes: boolean;
  readonly muted: boolean;
  /** Unix ms; 0: for ever. */
  readonly mutedUntil: number;
  /** Up to where they have read. */
  readonly read: number;
  readonly unread: number;
  /** Up to where this browser was shown something that is still there; 0: nothing. */
  readonly shown: number;
  /** What is shown does not hold any more: the message was taken back, or the request needs no answer. */
  readonly isShownOver: boolean;
  /** Entries of the user's personal space, by key. */
  readonly entries: Readonly<Record<string, string>>;
  /** Newest first, above what was read and shown. */
  readonly messages: readonly Candidate[];
  /** Who has said them. */
  readonly people: Readonly<Record<number, Named>>;
  /** Of an inbox: users who ask to be a contact and have no answer, and what they said. */
  readonly requests: Readonly<Record<number, string>>;
  /** Senders whom the user blocks. */
  readonly blocked: readonly number[];
  /** Other conversations of which this browser shows something, and how far they have been read. */
  readonly others: readonly {
    readonly conversation: number;
    readonly shown: number;
    readonly read: number;
    readonly isShownRecalled: boolean;
  }[];
  /** Pushes since `quietSince` that only took something away. */
  readonly quietPushes: number;
  /** Unix ms. */
  readonly quietSince: number;
}

/** What came of a try. */
export interface Outcome extends NoticeKey {
  /** The seq of what it shows now; 0: nothing; undefined: as before. */
  readonly shown: number | undefined;
  /** Conversations that are shown no more. */
  readonly closed: readonly number[];
  readonly quiet?: { readonly since: number; readonly pushes: number };
}
