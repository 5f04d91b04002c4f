/**
 * Bounds of a gateway; docs/configuration.md says what reaching each one does.
 *
 * @module
 */

export interface GatewayLimits {
  readonly maxConnections: number;
  /** Connections from one network address; this machine's own are not bounded. */
  readonly maxPerAddress: number;
  readonly maxPerUser: number;
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
