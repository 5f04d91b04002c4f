/**
 * The store is the single source of truth. Everything that must survive is here.
 *
 * Duties of every implementation (the conformance suite checks them):
 * - Durability: when a write resolves, it is committed and synced to stable storage (promise 1).
 * - Failure: rejections are {@link StoreError}s; the code says whether something may have been written.
 * - Isolation: one call is one transaction. Calls may run concurrently; each sees a consistent snapshot.
 * - Ownership: returned records are copies; callers may keep them.
 * - Paging: pages are sorted by rising key; `after` is the last key of the previous page, exclusive.
 *
 * @module
 */
import type { DatabaseAddress } from './server/address.ts';
import type { LogStore } from './log/log.ts';
import type { StoreQuery } from './storage.ts';

/** Optional abilities of a backend. Tests skip by these, never by the name of a backend. */
export interface StoreCapabilities {
  /** Data outlives the process. */
  readonly durable: boolean;
  /** Several processes may open the same data. */
  readonly shared: boolean;
}

/** A directory that this process has for itself, or a database server. */
export type StorePlace = { readonly directory: string } | { readonly address: DatabaseAddress };

export interface Store {
  readonly capabilities: StoreCapabilities;
  /** Where it keeps its data, for what belongs beside it. Absent: in memory, or where nothing else can be kept. */
  readonly place?: StorePlace | undefined;
  /**
   * Identifies the history of the log. It changes when the log is restored from a backup (promise 12). If the store is
   * `shared`, this may happen while it is open.
   */
  readonly epoch: string;
  readonly log: LogStore;
  /**
   * Runs a query of one of the storages that the store was opened with. The registration says whether it reads a
   * snapshot or is a transaction that commits.
   */
  run<Args extends readonly unknown[], T>(query: StoreQuery<Args, T>, ...args: Args): Promise<T>;
  /** Resolves if the store can commit now; otherwise rejects with the reason. For /readyz. */
  check(): Promise<void>;
  /** Waits for running calls, then frees everything. Idempotent. */
  close(): Promise<void>;
}

/**
 * Why the store failed as a whole (a single refused append is an outcome, not an error):
 * - `unavailable`: the database cannot be reached or cannot commit now. The outcome of a write is unknown. Try again.
 * - `full`: no space is left. Nothing was written. Reads still work.
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
