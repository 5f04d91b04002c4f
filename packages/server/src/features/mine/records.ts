/**
 * A user's own space in the store.
 *
 * @module
 */

/** An entry; without a value it has been removed. */
export interface MineRecord {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

/** A change of several entries, all or none. */
export interface MineChange {
  readonly user: number;
  readonly entries: readonly MineRecord[];
  readonly clientId: string;
  /** Only if each entry still has the version that is given; 0: has no value. */
  readonly ifUnchanged: boolean;
  /** What the entries say about alerts: until when a conversation is silent (Unix ms); 0: it is not. */
  readonly mutes: readonly (readonly [conversation: number, until: number])[];
  readonly time: number;
}

/** `changed`: an entry has another version than the caller thinks. `full`: there is no room. */
export type MineOutcome = MinePage | 'changed' | 'full';

/** What has changed after one version, up to another one. */
export interface MinePage {
  readonly entries: readonly MineRecord[];
  readonly after: number;
  readonly version: number;
  readonly more: boolean;
}

/** Where to read on. */
export interface MinePlace {
  readonly after: number;
  /**
   * Above 0: everything is read anew, and this was the version of the space when that began. What was removed before then
   * need not be told.
   */
  readonly begun: number;
}
