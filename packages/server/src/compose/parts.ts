/**
 * The input of startServer(), and the running server.
 *
 * @module
 */
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Random } from '../clock.ts';
import type { Ports, WireProtocol } from '../protocols/wire-protocol.ts';
import type { Config } from './options.ts';
import type { GatewayLimits } from '../gateway/limits.ts';
import type { Logger } from '../logger.ts';
import type { Derive } from '../features/accounts/passwords.ts';
import type { Feature } from '../router/feature.ts';
import type { Store } from '../store/store.ts';

export interface ServerParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Instead of the configured one. It stays the caller's: several servers may share it. */
  readonly store?: Store;
  /** Instead of the configured one. It stays the caller's: several servers may share it. */
  readonly bus?: Bus;
  /** Where the bytes of files are kept, instead of the configured place. It stays the caller's: several servers may share it. */
  readonly blobs?: BlobStore;
  /** This node's name in the cluster, unlike any other's; a new one by default. */
  readonly id?: string;
  /** The machine's name, under which other nodes find it. */
  readonly hostName?: string;
  /** Features besides the built-in ones. Options missing in `config` have their defaults. */
  readonly features?: readonly Feature[];
  /** Wire protocols besides the built-in ones. Options missing in `config` have their defaults. */
  readonly protocols?: readonly WireProtocol[];
  /** Replaces argon2id. Tests use a function that costs nothing. */
  readonly derive?: Derive;
  /** Bounds that have no option. */
  readonly limits?: Partial<GatewayLimits>;
}

/** Whether there may be other nodes. */
export function isClustered({ config, bus }: Pick<ServerParts, 'config' | 'bus'>): boolean {
  return bus !== undefined || config.bus !== 'memory';
}

export interface RunningServer {
  readonly httpPort: number;
  /** Of --metrics-listen. */
  readonly metricsPort: number | undefined;
  /** Of the native protocol; undefined when it is turned off. */
  readonly tcpPort: number | undefined;
  /** Open TCP ports of all wire protocols, by name: `tcp` is the native protocol's. */
  readonly ports: Ports;
  /** This node's name in the cluster: another one at each start. */
  readonly id: string;
  /** Of the log (promise 12); undefined: a gateway that has met no router yet. */
  readonly epoch: string | undefined;
  /** With which the first administrator registers, if this start has made it. Show it to the operator alone. */
  readonly bootstrapSecret: string | undefined;
  /**
   * Reads the TLS files now; otherwise they are read soon after they have changed. Logs what comes of it, and keeps the
   * old certificate when they are unusable. Never rejects.
   */
  reloadCertificates(): Promise<void>;
  /** Sends everybody elsewhere, finishes what was accepted, and stops. Idempotent. */
  drain(): Promise<void>;
  /** Stops at once; what was acknowledged is committed. Idempotent. */
  close(): Promise<void>;
}
