/**
 * What queries of imports and exports of whole servers have in common.
 *
 * @module
 */

/** What came of what an import brings a user. `full`: the user has as much of it as is allowed. */
export type Added = 'made' | 'there' | 'full';

/** Behind which row of a table a page of an export begins: its user, and what else names it. */
export interface Behind {
  readonly user: number;
  readonly after: number;
}
