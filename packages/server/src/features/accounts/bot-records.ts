/**
 * Bots in the store.
 *
 * @module
 */
import type { NewSession } from './session-records.ts';
import type { NewUser } from './user-records.ts';

export interface BotRecord {
  readonly user: number;
  /** 0: the server. */
  readonly owner: number;
  /** Unix ms. */
  readonly tokenAt: number;
  /** Encoded Commands. */
  readonly commands: Uint8Array;
}

export interface NewBot {
  readonly account: NewUser;
  readonly owner: number;
  /** How many the owner may have; undefined: any number. */
  readonly most: number | undefined;
  readonly session: Omit<NewSession, 'user'>;
}
