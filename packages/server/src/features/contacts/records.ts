/**
 * Contacts in the store.
 *
 * @module
 */

/** See ContactState in posthorn.proto. */
export type Standing = 'asked' | 'asking' | 'mutual';

/** How one user stands to another one. */
export interface ContactRecord {
  readonly user: number;
  readonly state: Standing;
  readonly text: string;
  /** Unix ms. */
  readonly time: number;
  /** Who has made it so. */
  readonly by: number;
  /** Client id of the message that tells of it. */
  readonly told: string;
}
