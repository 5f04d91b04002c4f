/**
 * What a database server must be able to do for our store to stand on it.
 *
 * @module
 */
import type { LiveSchema } from '../schema.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { ServerStatement } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import type { StoreErrorCode } from '../store.ts';

/** Writers see what others have committed, statement by statement; readers see one snapshot a transaction. */
export type ConnectionMode = 'write' | 'read';

export interface Engine {
  readonly dialect: Dialect;
  /** A connection with our settings, durable ones read back (promise 1). Rejects with a DatabaseFailure or StoreError. */
  connect(mode: ConnectionMode): Promise<DatabaseConnection>;
}

/** One connection; one caller at a time. Everything rejects with a DatabaseFailure. */
export interface DatabaseConnection {
  /** Unusable from now on. */
  readonly isBroken: boolean;
  begin(): Promise<void>;
  execute(statement: ServerStatement): Promise<unknown>;
  /** Resolves only when the server says that it is committed and synced. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** A statement of a migration; what it makes may be there already, from an attempt that did not come to its end. */
  define(text: string): Promise<void>;
  /** The tables and indexes that are there. */
  schema(): Promise<LiveSchema>;
  /** Runs alone among all processes that use this database. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Changes when this is no longer the database it was: a restore, a failover (promise 12). Null: cannot be told. */
  identity(): Promise<string>;
  /** Waits for nothing. Idempotent. */
  destroy(): void;
}

/**
 * A failure of the database:
 * - `again`: the transaction was undone, because of others; the same may work now.
 * - `broken`: the connection is of no use any more.
 * - `refused`: it says no and will again.
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

/** Bounds in ms. A caller never waits longer than a few of them together. */
export const BOUNDS = {
  connect: 5000,
  /** The server gives a statement up after this. */
  statement: 5000,
  /** We give the server up after this. */
  answer: 7000,
  /** A lock that others hold. */
  lock: 4000,
  /**
   * The server ends a transaction whose client says nothing. A writer's holds rows, and with them whole groups, so a
   * stopped process must lose it sooner than others lose their patience. One that was merely busy for so long does
   * it again.
   */
  silence: { write: 1000, read: 5000 },
  /** For a free connection. */
  turn: 5000,
  /** Migrations may take long; nobody waits for them but a node that starts. */
  migration: 3_600_000,
} as const;
