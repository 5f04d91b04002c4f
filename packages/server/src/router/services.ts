/**
 * Everything the rules of a router work with. Built once, in compose.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { Registry } from 'prom-client';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Random } from '../clock.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { Values } from '../config/option.ts';
import type { Logger } from '../logger.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { Store } from '../store/store.ts';
import type { Before } from '../pipeline/before.ts';
import type { AppendQueue } from '../pipeline/append-queue.ts';
import type { ConversationCache } from '../pipeline/conversation-cache.ts';
import type { Publisher } from '../pipeline/publish.ts';
import type { AuditTrail } from './audit.ts';
import type { Contents } from './contents.ts';
import type { Gossip } from './gossip.ts';
import type { LoginCheck } from './login-check.ts';
import type { LoginWay } from './login-way.ts';
import type { OwnStatePart } from './own-state.ts';
import type { PersonalData } from './personal-data.ts';
import type { Tickets } from './tickets.ts';

export interface RouterConfig {
  /** Values of all options. Each feature reads its own with optionsOf(). */
  readonly options: Values;
  readonly version: string;
  readonly node: string;
  readonly startedAt: number;
  /** Conversation id of the lobby. 0 if the lobby is turned off. */
  readonly lobby: number;
  /** Names of the wire protocols without tokens. A gateway that sends no name means the first. */
  readonly foreignLogins: readonly string[];
  /** How often recently changed heads are advertised (promise 6). */
  readonly sweepIntervalMs: number;
}

/** What the rules know about the cluster. */
export interface RouterCluster {
  /** All known nodes including this one, as they last announced themselves. */
  all(): readonly NodeInfo[];
  /** Number of nodes that answer a question to all. */
  readonly count: number;
  /** Whether this router is the one that does cluster-wide work. */
  isLeader(): boolean;
}

/** Addresses for clients, best first. `isLogin`: the client connects now; otherwise it only stores the addresses. */
export type Endpoints = (user: number, isLogin: boolean) => readonly Endpoint[];

export interface Services {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly config: RouterConfig;
  /** For secrets that are kept in the store and read again. */
  readonly sealer: Sealer;
  readonly conversations: ConversationCache;
  readonly append: AppendQueue;
  /** Who is asked before something happens; the queue asks about sends. Undefined: nobody is. */
  readonly before: Before | undefined;
  readonly publish: Publisher;
  readonly gossip: Gossip;
  /** Where the bytes of files are kept. Undefined: nobody can send files here. */
  readonly blobs: BlobStore | undefined;
  /** Calls servers that users name. */
  readonly outgoing: Outgoing;
  /** For metrics of features. */
  readonly registry: Registry;
  /** The registered kinds of content. */
  readonly contents: Contents;
  /** Where features keep what concerns the reader of a message alone. */
  readonly ownStates: readonly OwnStatePart[];
  /** Types of what features note besides the log (store/happenings.ts). */
  readonly happenings: readonly string[];
  /** Whether somebody is told of what is noted besides the log, of this type. */
  readonly isTold: (type: string) => Promise<boolean>;
  /** Hears of what changed nothing, such as refusals. */
  readonly audit: AuditTrail;
  /** What the features keep about users. */
  readonly personalData: () => readonly PersonalData[];
  readonly cluster: RouterCluster;
  /** One-time tickets that stand for tokens. */
  readonly tickets: Tickets;
  /** See Endpoints. */
  readonly endpoints: Endpoints;
  /** Whether an invite, of whatever feature, is good enough to register where nobody else may. */
  readonly letsIn: (invite: string) => Promise<boolean>;
  /** How people log in with what somebody else says of them. */
  readonly loginWays: () => readonly LoginWay[];
  /** What a login with name and password has to show besides. */
  readonly loginChecks: () => readonly LoginCheck[];
  /** Returns a feature's in-memory state for this router. */
  state<T>(state: RouterState<T>): T;
}

/** In-memory state of a feature, one instance for each router. It must be safe to lose at any time (promise 11). */
export interface RouterState<T> {
  /** For error messages. */
  readonly name: string;
  /** Called once, when the router starts. */
  open(services: Services): T;
  /** Finishes accepted work. */
  close?(state: T): Promise<void> | void;
}
