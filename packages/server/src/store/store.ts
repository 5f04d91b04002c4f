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
import type { LogStore } from './log/log.ts';
import type { StoreQuery } from './storage.ts';

/** What a backend can do beyond the floor; tests skip by these, never by a backend's name. */
export interface StoreCapabilities {
  /** Data outlives the process. */
  readonly durable: boolean;
  /** Several processes may open the same data. */
  readonly shared: boolean;
}

export interface Store {
  readonly capabilities: StoreCapabilities;
  /**
   * Identifies this history of the log; another one means it was restored from a backup (promise 12). Where `shared`,
   * that may happen while this store is open.
   */
  readonly epoch: string;
  readonly log: LogStore;
  /**
   * Runs a query of one of the storages that the store was opened with. Whether it may be answered from a snapshot or
   * is a transaction that commits is how the storage registered it.
   */
  run<Args extends readonly unknown[], T>(query: StoreQuery<Args, T>, ...args: Args): Promise<T>;
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
