/**
 * Users in the store.
 *
 * @module
 */

export interface UserRecord {
  readonly id: number;
  readonly name: string;
  readonly displayName: string;
  readonly avatarUrl: string;
  readonly statusText: string;
  readonly statusEmoji: string;
  /** When the status ends; 0: it stays. */
  readonly statusUntil: number;
  /** Does not want to be disturbed before this time; 0: may be. */
  readonly busyUntil: number;
  readonly admin: boolean;
  readonly disabled: boolean;
  /** A program, not a person (features/bots). */
  readonly bot: boolean;
  /** Gone for good. Also disabled. */
  readonly erased: boolean;
  readonly createdAt: number;
  /** Unix ms of the last time the user went offline; 0: never. */
  readonly lastSeen: number;
  /** The user's inbox conversation. */
  readonly inbox: number;
}

export interface NewUser {
  readonly name: string;
  /** The name folded for comparing (NFKC, lower case); unique. */
  readonly nameKey: string;
  /** See lookOf(). Absent: other names may look like this one. */
  readonly look?: string;
  readonly displayName: string;
  /**
   * argon2id in PHC string form, or UNUSABLE_PASSWORD (passwords.ts); undefined for an account without a password, as which other
   * protocols let anybody act who knows its name.
   */
  readonly passwordHash: string | undefined;
  /** `if-first`: administrator when no user exists yet. With a secret: if it is the bootstrap secret. */
  readonly admin: boolean | 'if-first' | { readonly secretHash: string };
  readonly createdAt: number;
  readonly bot?: boolean;
}

export interface UserPatch {
  readonly displayName?: string;
  readonly avatarUrl?: string;
  readonly statusText?: string;
  readonly statusEmoji?: string;
  readonly statusUntil?: number;
  readonly busyUntil?: number;
  readonly disabled?: boolean;
  readonly admin?: boolean;
  readonly passwordHash?: string;
  readonly lastSeen?: number;
}
