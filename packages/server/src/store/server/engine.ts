/**
 * What the store needs from a database server.
 *
 * @module
 */
import type { LiveSchema } from '../schema.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ServerStatement } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import type { StoreErrorCode } from '../store.ts';

/** `write`: each statement sees what others have committed so far. `read`: a transaction sees one snapshot. */
export type ConnectionMode = 'write' | 'read';

export interface Engine {
  readonly dialect: Dialect;
  /**
   * Opens a connection with our settings. Settings for durability are read back (promise 1). Rejects with a
   * DatabaseFailure or StoreError.
   */
  connect(mode: ConnectionMode): Promise<DatabaseConnection>;
}

/** A connection, for one caller at a time. Everything rejects with a DatabaseFailure. */
export interface DatabaseConnection {
  /** True once the connection is unusable. */
  readonly isBroken: boolean;
  begin(): Promise<void>;
  execute(statement: ServerStatement): Promise<unknown>;
  /** Resolves only once the server confirms that the transaction is committed and synced. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Runs a statement of a migration. What it creates may exist already, from an attempt that was interrupted. */
  define(text: string): Promise<void>;
  /** The existing tables and indexes. */
  schema(): Promise<LiveSchema>;
  /** Runs `work` under a lock shared by all processes that use this database. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Changes when the database becomes a different one, by a restore or a failover (promise 12). */
  identity(): Promise<string>;
  /** Closes at once. Idempotent. */
  destroy(): void;
}

/**
 * A failure of the database:
 * - `again`: the transaction was rolled back because of others. The same may work now.
 * - `broken`: the connection is unusable.
 * - `refused`: the database refuses, and will refuse again.
 */
export type FailureKind = 'again' | 'broken' | 'refused';

export class DatabaseFailure extends StoreError {
  override readonly name = 'DatabaseFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.kind = kind;
  }
}

/** Timeouts in ms. A caller waits at most for a few of them in sequence. */
export const BOUNDS = {
  connect: 5000,
  /** The server cancels a statement after this. */
  statement: 5000,
  /** We give up on the server after this. */
  answer: 7000,
  /** For a lock that others hold. */
  lock: 4000,
  /**
   * The server ends a transaction whose client is idle for this long. A writing transaction locks rows, and with them
   * whole groups, so a stopped process must lose it before others time out. A process that was merely busy repeats the
   * transaction.
   */
  silence: { write: 1000, read: 5000 },
  /** For a free connection of the pool. */
  turn: 5000,
  /** Migrations may take long. Only a starting node waits for them. */
  migration: 3_600_000,
} as const;
