/**
 * Logins of devices.
 *
 * @module
 */
import type { UserRecord } from './accounts.ts';

export type DeviceClass = 'unspecified' | 'mobile' | 'desktop' | 'web' | 'terminal' | 'bot';

export interface SessionRecord {
  readonly id: number;
  readonly user: number;
  readonly deviceId: string;
  readonly deviceClass: DeviceClass;
  readonly label: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

export interface NewSession extends Omit<SessionRecord, 'id' | 'lastUsedAt'> {
  /** SHA-256 of the token; the token itself is never stored. */
  readonly tokenHash: Uint8Array;
}

export interface SessionStore {
  /** Replaces an earlier session of the same (user, deviceId). Returns the new id and the replaced one. */
  create(session: NewSession): Promise<{ readonly id: number; readonly replaced: number | undefined }>;
  /** The session and its user, expired or not; undefined when unknown or revoked. */
  byToken(
    tokenHash: Uint8Array,
  ): Promise<{ readonly session: SessionRecord; readonly user: UserRecord } | undefined>;
  of(user: number): Promise<readonly SessionRecord[]>;
  /** Marks as used and moves the end; coarse, may be batched. */
  touch(id: number, lastUsedAt: number, expiresAt: number): Promise<void>;
  /** Revokes one session of a user, or all but `except`. Returns the ids that were revoked. */
  revoke(
    user: number,
    which: { readonly session: number } | { readonly except: number | undefined },
  ): Promise<readonly number[]>;
  /**
   * The next fencing number of a login slot: rises by each call for that slot, over restarts. Slots are
   * named by the login policy, e.g. "7/mobile".
   */
  nextFence(slot: string): Promise<number>;
}
