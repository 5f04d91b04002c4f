/**
 * Sessions in the store. A session is the login of one device.
 *
 * @module
 */
import type { DeviceClass } from '@posthorn/protocol';

export interface SessionRecord {
  readonly id: number;
  readonly user: number;
  readonly deviceId: string;
  readonly deviceClass: DeviceClass;
  readonly label: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  /** When it ends however much it is used; 0: there is no such time of its own. */
  readonly endsAt: number;
}

export interface NewSession extends Omit<SessionRecord, 'id' | 'lastUsedAt' | 'endsAt'> {
  readonly endsAt?: number;
  /** See SessionSource. */
  readonly way?: string;
  readonly sid?: string;
  /** SHA-256 of the token; the token itself is never stored. */
  readonly tokenHash: Uint8Array;
}
