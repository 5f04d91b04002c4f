/**
 * Webhooks in the store.
 *
 * @module
 */

/** Which events a webhook gets. */
export interface Selection {
  /** See matches() in selection.ts. */
  readonly events: readonly string[];
  /** Empty: all, and what happens in none. */
  readonly conversations: readonly number[];
  readonly noDirect: boolean;
}

export interface WebhookRecord extends Selection {
  readonly id: number;
  /** As it is stored, see sealed-values.ts. */
  readonly url: string;
  /** Events of one request; 1: its body is no array. */
  readonly batch: number;
  readonly description: string;
  /** As it is stored, see sealed-values.ts. */
  readonly secret: string;
  /** Deliveries are signed with it too until `oldUntil` (Unix ms). Empty: there is none. */
  readonly oldSecret: string;
  readonly oldUntil: number;
  readonly createdBy: number;
  readonly createdAt: number;
  /** It gets what comes after this position. */
  readonly since: number;
  readonly paused: boolean;
  /** Unix ms; 0: it is on. */
  readonly offSince: number;
  readonly health: Health;
}

/** How a receiver is. */
export interface Health {
  /** Failures since the last success; those of requests that ran side by side count once. */
  readonly failures: number;
  /** Unix ms of the first and the last of them; 0: none. */
  readonly failingSince: number;
  readonly failedAt: number;
  /** Unix ms; 0: never. */
  readonly succeededAt: number;
  /** Nothing is sent before (Unix ms), for at most `restMs`. */
  readonly restsUntil: number;
  readonly restMs: number;
  /** Why it failed, or was turned off. */
  readonly trouble: string;
}

export type NewWebhook = Pick<
  WebhookRecord,
  | 'url'
  | 'events'
  | 'conversations'
  | 'noDirect'
  | 'batch'
  | 'description'
  | 'secret'
  | 'createdBy'
  | 'createdAt'
>;

export type WebhookPatch = Partial<
  Pick<WebhookRecord, 'url' | 'events' | 'conversations' | 'noDirect' | 'batch' | 'description' | 'paused'>
>;

/** What waits for a webhook in one conversation (0: in none). Its events are delivered one after the other. */
export interface Lane {
  readonly webhook: number;
  readonly conversation: number;
  /** Everything up to this position is done. */
  readonly done: number;
  /** The last position at which something is for the webhook. */
  readonly wanted: number;
  /** Of the event after `done`: how often it failed, and since when (Unix ms). */
  readonly tries: number;
  readonly failingSince: number;
}

/** Entries of a conversation that follow on each other, and the position of the first. */
export interface EntrySpan {
  readonly conversation: number;
  readonly seq: number;
  readonly count: number;
}

/** An event with what it tells of. */
export interface StoredEvent {
  readonly position: number;
  readonly conversation: number;
  readonly seq: number;
  readonly source: EntrySource | HappeningSource;
}

export interface EntrySource {
  readonly kind: 'entry';
  readonly conversationKind: string;
  readonly sender: number;
  /** Unix ms; 0: it has expired. */
  readonly time: number;
  readonly content: Uint8Array;
}

export interface HappeningSource {
  readonly kind: 'happening';
  readonly type: string;
  readonly user: number;
  readonly time: number;
  /** JSON. */
  readonly data: string;
}

/** An attempt to deliver. */
export interface Attempt {
  readonly webhook: number;
  readonly conversation: number;
  /** Of the last of its events. */
  readonly position: number;
  readonly seq: number;
  readonly events: number;
  /** Unix ms. */
  readonly time: number;
  /** 0: no answer. */
  readonly status: number;
  readonly tookMs: number;
  /** Empty: it was delivered. */
  readonly trouble: string;
  readonly tries: number;
}

export interface AttemptRecord extends Attempt {
  readonly id: number;
}

/** An event that was given up. */
export interface DeadLetter extends Place {
  readonly webhook: number;
  readonly time: number;
  readonly status: number;
  readonly trouble: string;
  readonly tries: number;
}

export interface Place {
  readonly position: number;
  readonly conversation: number;
  readonly seq: number;
}
