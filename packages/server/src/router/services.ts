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
import type { CursorQueue } from '../features/cursors/cursors.ts';
import type { Passwords } from '../features/accounts/passwords.ts';
import type { Publisher } from '../pipeline/publish.ts';
import type { Throttle } from '../features/accounts/throttle.ts';
import type { TokenCache } from '../features/accounts/tokens.ts';

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
  /** Receipts in larger groups are kept, but not pushed to everybody. */
  readonly maxReceiptMembers: number;
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
  readonly cursors: CursorQueue;
  readonly publish: Publisher;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly tokens: TokenCache;
  readonly cluster: RouterCluster;
  /** Where clients connect, best first. `user`: for whom. */
  readonly endpoints: Endpoints;
}
