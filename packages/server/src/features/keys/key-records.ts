/**
 * Server keys in the store.
 *
 * @module
 */

export interface KeyRecord {
  readonly id: number;
  readonly name: string;
  /** As they were when it was made, separated by spaces; perhaps one that this version does not know. */
  readonly scopes: string;
  readonly createdBy: number;
  readonly createdAt: number;
  /** Unix ms; 0: never. */
  readonly lastUsedAt: number;
  /** Unix ms; 0: it does not. */
  readonly expiresAt: number;
  readonly requestsPerSecond: number;
}

export type NewKey = Omit<KeyRecord, 'id' | 'lastUsedAt'>;

export interface ListedKey extends KeyRecord {
  /** Until when the secret before the present one is good; 0: there is none. */
  readonly overlapUntil: number;
}

/** The key of a secret. */
export interface FoundKey {
  readonly key: KeyRecord;
  /** Until when this secret is good; 0: as long as the key. */
  readonly until: number;
}
