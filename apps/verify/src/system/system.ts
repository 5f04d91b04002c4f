/**
 * The system under test, as faults see it. What a system cannot do is absent, and the faults that need it say
 * so instead of pretending.
 *
 * @module
 */
import type { PrivateService } from '@posthorn/services';
import type { BusLine } from '../network/bus-line.ts';
import type { ChaosProxy } from '../network/chaos-proxy.ts';
import type { Door } from '../network/network.ts';
import type { Host } from './hosts.ts';
import type { LoopDisk } from './loop-disk.ts';

/** Its process: killed without warning, stopped in order, started again on the same data and ports. */
export interface Life {
  kill(): Promise<void>;
  stop(): Promise<unknown>;
  start(): Promise<void>;
}

/** SIGSTOP and SIGCONT, and what attaches to a process. */
export interface Body {
  readonly pid: number;
  pause(): void;
  resume(): void;
}

/** The wall clock as the server sees it. */
export interface WallClock {
  /** So far from the true time, in ms. Resolves when the server goes by it. */
  shift(offsetMs: number): Promise<void>;
}

export interface Backups {
  /** Copies the data while the server runs. Resolves when what is written from now on is surely not in it. */
  take(): Promise<void>;
  /** Puts the copy in the place of the data, as after a disaster: kills, copies, starts. */
  restore(): Promise<void>;
}

/** One of several processes. */
export interface ClusterNode extends Life, Body {
  /** Like "router 2". */
  readonly name: string;
  readonly role: 'gateway' | 'router';
  readonly busLine: BusLine;
  /** Undefined: it runs on no host of its own. */
  readonly host: Host | undefined;
  untilReady(): Promise<void>;
}

export interface ClusterParts {
  readonly nodes: readonly ClusterNode[];
  readonly database: PrivateService;
  readonly bus: PrivateService;
  /** One a gateway: what clients reach when they go where a login has told them to. */
  readonly entrances: readonly ChaosProxy[];
}

export interface System {
  readonly tcp: Door | undefined;
  readonly http: Door;
  /** Beside all proxies. */
  readonly directUrl: string;
  /** Nobody else uses it, so we may talk in its lobby. */
  readonly isOurs: boolean;
  /** As it said at its last start; empty when unknown. */
  readonly epoch: string;
  readonly life?: Life | undefined;
  readonly body?: Body | undefined;
  readonly wallClock?: WallClock | undefined;
  readonly disk?: LoopDisk | undefined;
  readonly cluster?: ClusterParts | undefined;
  readonly backups?: Backups | undefined;
  /** Why something of the above is not there, for the report. */
  readonly missing: Readonly<Record<string, string>>;
  /** Ends and removes everything. Idempotent. */
  close(): Promise<void>;
}
