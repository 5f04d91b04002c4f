/**
 * Where secrets lie in the database that the server must be able to read again.
 *
 * @module
 */

/** Columns of a table whose values are sealed if the operator gives a key (ADR 56). */
export interface SealedPlace {
  readonly table: string;
  /** A value may move between them within its row. The first one is a part of what a value is bound to. */
  readonly columns: readonly string[];
  readonly type: 'text' | 'bytes';
  /** The unique column by which rows are found and paged. */
  readonly key: string;
  /**
   * Columns that are known before a row is inserted and never change. A value opens only where these have the values for which
   * it was sealed, so none can be moved to another row.
   */
  readonly boundTo: readonly string[];
  /** SQL condition of the rows that have a secret. */
  readonly where?: string;
}

/** What a sealed value begins with. No plain one does. */
export const SEALED = 'sealed:';
