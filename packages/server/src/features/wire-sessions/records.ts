/**
 * Sessions of other wires in the store.
 *
 * @module
 */

/** Which session of which user. */
export interface SessionName {
  readonly user: number;
  readonly wire: string;
  readonly client: string;
}

/** What a connection that takes a session says of itself. */
export interface Taking extends SessionName {
  readonly owner: string;
  readonly discard: boolean;
  readonly expirySeconds: number;
  /** The login that it ends with; 0: none. */
  readonly login: number;
  /** The login of the connection. */
  readonly heldBy: number;
  readonly time: number;
}

export interface Saving extends SessionName {
  readonly owner: string;
  readonly version: number;
  readonly state: Uint8Array;
  readonly expirySeconds: number;
  readonly isOver: boolean;
  readonly time: number;
}

/** For exports of a user's data. */
export interface SessionSummary {
  readonly wire: string;
  readonly client: string;
  readonly bytes: number;
  readonly usedAt: number;
  readonly expiresAt: number;
}
