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

/** What is said when a connection is lost. */
export interface NewWill {
  /** Where the connection is. */
  readonly node: string;
  /** From then on. */
  readonly delayMs: number;
  /** An encoded Schedule with a client id. */
  readonly message: Uint8Array;
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
  readonly will?: NewWill | undefined;
}

export interface Saving extends SessionName {
  readonly owner: string;
  readonly version: number;
  readonly state: Uint8Array;
  readonly expirySeconds: number;
  readonly isOver: boolean;
  /** Over without a goodbye. */
  readonly isLost: boolean;
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

/** Whose connection has the will, or had it. */
export interface WillName {
  readonly user: number;
  readonly owner: string;
}

/** A will that is due. */
export interface WillRecord {
  readonly id: number;
  readonly user: number;
  readonly message: Uint8Array;
}
