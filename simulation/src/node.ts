/**
 * A node of a simulated cluster, of any role, as the world sees it.
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
  /** The address for clients; undefined: a router. */
  readonly address: string | undefined;
  /** The addresses of all nodes that accept clients. */
  readonly endpoints: readonly string[];
  readonly links: LinkWitness;
}

export interface Node {
  readonly process: Process;
  /** It is not draining. */
  readonly isStaying: boolean;
  /** A client has connected. Undefined: the node does not listen. */
  accept(transport: Transport): ServerSide | undefined;
  /** Sends all clients away, finishes what was accepted, and stops. */
  drain(windowMs: number): Promise<void>;
  /** Another node is gone; called if the node cannot notice by itself. */
  missPeer(): void;
}
