/**
 * What a connection needs of its gateway.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { Connection } from './connection.ts';
import type { Requests } from './requests.ts';

/** Bounds of a gateway; docs/configuration.md says what reaching each one does. */
export interface GatewayLimits {
  readonly maxConnections: number;
  /** Largest frame of a client after login. */
  readonly maxFrameBytes: number;
  /** Outstanding requests of a connection; beyond it the connection is not read. */
  readonly maxInFlight: number;
  /** Unsent bytes of a connection; beyond it pushes are dropped and the client is told to sync. */
  readonly maxOutboundBytes: number;
  /** Requests per second of a connection; beyond it the connection is not read for a while. */
  readonly sendRate: number;
  /** Requests at once before the rate counts. */
  readonly sendBurst: number;
  readonly heartbeatMs: number;
  readonly loginTimeoutMs: number;
  /** A connection whose outbound bytes do not move for this long is closed. */
  readonly stallTimeoutMs: number;
  /** A user who comes back within this time was never offline to others. */
  readonly offlineGraceMs: number;
}

export interface ConnectionHost {
  readonly limits: GatewayLimits;
  /** Rises by one every second or so. */
  readonly tick: number;
  readonly requests: Requests;
  /** Its pending frames are to be written at the end of this turn. */
  markDirty(connection: Connection): void;
  /** It is paused or lagging: look at it every tick. */
  watch(connection: Connection): void;
  /** Its bytes make no sense. */
  unreadable(connection: Connection, error: unknown): void;
  /** Says goodbye and closes. */
  part(connection: Connection, error: PosthornError): void;
}
