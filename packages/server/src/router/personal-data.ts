/**
 * What a feature keeps about a user. Exports and erasures are put together from what all features register.
 *
 * @module
 */
import type { Json } from '../http/route.ts';

/** One line of an export. */
export interface ExportLine extends Json {
  /** What the line is about, such as `message`. */
  readonly type: string;
}

export interface ErasedUser {
  readonly user: number;
  /** Whether the words of their direct messages go too. */
  readonly words: boolean;
}

export interface PersonalData {
  /** The lines of a user's export, without secrets. Reads the store in bounded pages, as the lines are taken. */
  readonly export?: (user: number) => AsyncIterable<ExportLine>;
  /**
   * Erases what is kept about a user whose account is closed. Resolves when it is gone. Called again after a crash or a
   * failure, and once more some time later, for what was under way when the account was closed.
   */
  readonly erase?: (erased: ErasedUser) => Promise<void>;
  /**
   * With a retention time: removes some of what is kept besides the log and is from before this moment (Unix ms). Resolves
   * with whether more is left.
   */
  readonly expire?: (before: number) => Promise<boolean>;
}
