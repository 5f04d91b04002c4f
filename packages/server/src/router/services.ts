/**
 * What every rule of the router works with. Built once in compose.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Random } from '../clock.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { Values } from '../config/option.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import type { AppendQueue } from '../pipeline/append-queue.ts';
import type { ConversationCache } from '../pipeline/conversation-cache.ts';
import type { Publisher } from '../pipeline/publish.ts';
import type { Contents } from './contents.ts';
import type { Gossip } from './gossip.ts';

export interface RouterConfig {
  /** Values of all options; each feature reads its own by optionsOf(). */
  readonly options: Values;
  readonly version: string;
  readonly node: string;
  readonly startedAt: number;
  /** The lobby's conversation id; 0 when it is turned off. */
  readonly lobby: number;
  /** Names of the wire protocols without tokens. A gateway that sends no name means the first. */
  readonly foreignLogins: readonly string[];
  /** How often recently changed heads are advertised (promise 6). */
  readonly sweepIntervalMs: number;
}

/** What the rules need to know of the cluster. */
export interface RouterCluster {
  /** This node and all others that are known, as they last announced themselves. */
  all(): readonly NodeInfo[];
  /** How many nodes answer when all are asked. */
  readonly count: number;
  /** Whether this router does what has to be done once. */
  isLeader(): boolean;
}

/** `isLogin`: a client is sent there now; else it only learns where it could go. */
export type Endpoints = (user: number, isLogin: boolean) => readonly Endpoint[];

export interface Services {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly config: RouterConfig;
  readonly conversations: ConversationCache;
  readonly append: AppendQueue;
  readonly publish: Publisher;
  readonly gossip: Gossip;
  /** The kinds of content that features have registered. */
  readonly contents: Contents;
  readonly cluster: RouterCluster;
  /** Where clients connect, best first. `user`: for whom. */
  readonly endpoints: Endpoints;
  /** What a feature keeps in memory for this router. */
  state<T>(state: RouterState<T>): T;
}

/** Something that a feature keeps in memory, one for each router. May vanish with it at any time (promise 11). */
export interface RouterState<T> {
  /** For messages. */
  readonly name: string;
  /** Called once, when the router starts. */
  open(services: Services): T;
  /** Finishes what was accepted. */
  close?(state: T): Promise<void> | void;
}
