/**
 * The store: the one truth. Everything that must survive is here and nothing else is trusted.
 *
 * Duties of every implementation (the conformance suite checks them):
 * - A resolved promise of a writing method means: committed and synced to stable storage (promise 1).
 * - A rejected promise is a {@link StoreError}; its code says whether something may have been written.
 * - One call is one transaction. Calls may run concurrently; each sees a consistent snapshot.
 * - Records that come out are copies: callers may keep them, implementations must not share them.
 * - Pages are by rising key; `after` is the last key of the page before, exclusive.
 *
 * @module
 */
import type { AccountStore } from './accounts.ts';
import type { ConversationStore } from './conversations.ts';
import type { LogStore } from './log.ts';
import type { SessionStore } from './sessions.ts';

/** What a backend can do beyond the floor; tests skip by these, never by a backend's name. */
export interface StoreCapabilities {
  /** Data outlives the process. */
  readonly durable: boolean;
  /** Several processes may open the same data. */
  readonly shared: boolean;
}

/** Totals for the administrator; estimates are allowed. */
export interface StoreStats {
  readonly users: number;
  readonly conversations: number;
  readonly messages: number;
}

export interface Store {
  readonly capabilities: StoreCapabilities;
  /**
   * Identifies this history of the log; another one means it was restored from a backup (promise 12). Where `shared`,
   * that may happen while this store is open.
   */
  readonly epoch: string;
  readonly log: LogStore;
  readonly conversations: ConversationStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  stats(): Promise<StoreStats>;
  /** Resolves when the store can commit right now; rejects with why it can't. For /readyz. */
  check(): Promise<void>;
  /** Waits for what was called, then frees everything. Idempotent. */
  close(): Promise<void>;
}

/**
 * Why the store failed as a whole (a single refused append is an outcome, not an error):
 * - `unavailable`: cannot reach or commit now; the outcome of a write is unknown; try again.
 * - `full`: no space left; nothing was written; reads go on.
 * - `locked`: another process owns the data directory.
 * - `incompatible`: the schema is newer than this program.
 * - `corrupt`: the data cannot be trusted.
 * - `closed`: close() was called.
 */
export type StoreErrorCode = 'unavailable' | 'full' | 'locked' | 'incompatible' | 'corrupt' | 'closed';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
