/**
 * The system under test, for faults. What a system cannot do is absent, and faults that need it say so.
 *
 * @module
 */
import type { PrivateService } from '@posthorn/services';
import type { BusLine } from '../network/bus-line.ts';
import type { ChaosProxy } from '../network/chaos-proxy.ts';
import type { Door } from '../network/network.ts';
import type { Host } from './hosts.ts';
import type { LoopDisk } from './loop-disk.ts';

/** Its process: can be killed, stopped gracefully, and started again on the same data and ports. */
export interface Life {
  kill(): Promise<void>;
  stop(): Promise<unknown>;
  start(): Promise<void>;
}

/** A process that can be paused, continued, and attached to. */
export interface Body {
  readonly pid: number;
  pause(): void;
  resume(): void;
}

/** The server's wall clock. */
export interface WallClock {
  /** Shifts the clock by `offsetMs` from the true time. Resolves when the server uses it. */
  shift(offsetMs: number): Promise<void>;
}

export interface Backups {
  /** Copies the data while the server runs. Resolves when later writes are certainly not in the copy. */
  take(): Promise<void>;
  /** Replaces the data by the copy, as after a disaster: kills, copies, starts. */
  restore(): Promise<void>;
}

/** One process of a cluster. */
export interface ClusterNode extends Life, Body {
  /** For example "router 2". */
  readonly name: string;
  readonly role: 'gateway' | 'router';
  readonly busLine: BusLine;
  /** Undefined: it has no host of its own. */
  readonly host: Host | undefined;
  untilReady(): Promise<void>;
}

export interface ClusterParts {
  readonly nodes: readonly ClusterNode[];
  readonly database: PrivateService;
  readonly bus: PrivateService;
  /** One proxy per gateway: where clients connect to the gateways that a login names. */
  readonly entrances: readonly ChaosProxy[];
}

export interface System {
  readonly tcp: Door | undefined;
  readonly http: Door;
  /** For MQTT; undefined: it takes none. */
  readonly mqtt?: Door | undefined;
  /** Around all proxies. */
  readonly directUrl: string;
  /** Where files are uploaded and downloaded, around all proxies; undefined: not here. */
  readonly filesUrl?: () => string;
  /** Nobody else uses it, so the run may use its lobby. */
  readonly isOurs: boolean;
  /** The epoch that it reported at its last start; empty: unknown. */
  readonly epoch: string;
  readonly life?: Life | undefined;
  readonly body?: Body | undefined;
  readonly wallClock?: WallClock | undefined;
  readonly disk?: LoopDisk | undefined;
  readonly cluster?: ClusterParts | undefined;
  readonly backups?: Backups | undefined;
  /** The files in which it keeps its data, without backups. Asked while it is stopped. */
  readonly files?: (() => Promise<readonly string[]>) | undefined;
  /** Why a part above is missing, for the report. */
  readonly missing: Readonly<Record<string, string>>;
  /** Ends and removes everything. Idempotent. */
  close(): Promise<void>;
}
