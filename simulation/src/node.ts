/**
 * A node of a simulated cluster, as the world treats it, whatever its role.
 *
 * @module
 */
import type { Transport } from '../../packages/server/src/gateway/transport.ts';
import type { LinkWitness } from './link-witness.ts';
import type { Process, ProcessOptions } from './process.ts';
import type { SimulatedStore } from './store.ts';
import type { ServerSide } from './wire.ts';

export interface NodeOptions extends ProcessOptions {
  readonly store: SimulatedStore;
  readonly lobby: number;
  /** Where clients reach this node; undefined for a router. */
  readonly address: string | undefined;
  /** The addresses of all nodes that take clients. */
  readonly endpoints: readonly string[];
  readonly links: LinkWitness;
}

export interface Node {
  readonly process: Process;
  /** It has not begun to go down. */
  readonly isStaying: boolean;
  /** A client has connected; undefined when nobody listens. */
  accept(transport: Transport): ServerSide | undefined;
  /** Sends everybody away, finishes what was accepted, and stops. */
  drain(windowMs: number): Promise<void>;
  /** Another node is gone, and nothing but the world could tell. */
  missPeer(): void;
}
