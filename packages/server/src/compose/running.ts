/**
 * A running node, and how it stops.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import { askStatuses } from '../cluster/ask-statuses.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { RemoteRouter } from '../rpc/remote.ts';
import type { Ports, WireProtocol } from '../protocols/wire-protocol.ts';
import type { Router } from '../router/router.ts';
import type { ServedRouter } from '../rpc/served.ts';
import type { ClusterPart } from './cluster-part.ts';
import { CutOff } from './cut-off.ts';
import type { Listeners } from './listening.ts';
import { tellReadiness } from './node-metrics.ts';
import { OtherLogs } from './other-logs.ts';
import type { RunningServer, ServerParts } from './parts.ts';
import type { RouterPart } from './router-part.ts';
import { answerStatus } from './status.ts';
import { openWeb } from './web.ts';

export interface RunningParts {
  readonly parts: ServerParts;
  readonly bus: Bus;
  readonly registry: Registry;
  readonly cluster: ClusterPart;
  /** Undefined in a gateway. */
  readonly routerPart: RouterPart | undefined;
  readonly served: ServedRouter | undefined;
  /** Only in a gateway. */
  readonly remote: RemoteRouter | undefined;
  /** The local router, else the remote one. */
  readonly router: Router;
  readonly gateway: Gateway;
  readonly wires: readonly WireProtocol[];
  readonly listeners: Listeners;
  readonly epoch: () => string | undefined;
  readonly closeBus: () => Promise<void>;
}

/** Time limit for handing gateways over to other routers. Gateways notice a router that left earlier. */
const HANDOVER_MS = 10_000;
/** Window for disconnecting clients after losing the bus. */
const CUT_OFF_WINDOW_MS = 8000;

/** How often a node checks whether its database is still the same. */
const EPOCH_INTERVAL_MS = 1000;

export class RunningNode implements RunningServer {
  readonly #parts: RunningParts;
  #closed: Promise<void> | undefined;
  #drained: Promise<void> | undefined;
  #knownEpoch: string | undefined;
  #status: { close(): void } | undefined;
  #web: { close(): void } | undefined;
  readonly #otherLogs: OtherLogs;
  readonly #cutOff: CutOff;
  #storeCheck: Promise<void> | undefined;

  constructor(parts: RunningParts) {
    this.#parts = parts;
    const { identity, nodes } = parts.cluster;
    this.#otherLogs = new OtherLogs({
      ...parts.parts,
      self: () => identity.info(),
      others: () => nodes.others(),
      well: async () => {
        const statuses = await askStatuses(parts.bus, nodes.count);
        return new Set(statuses.filter(({ trouble }) => trouble === '').map(({ id }) => id));
      },
    });
    const { bus, gateway, cluster } = parts;
    this.#cutOff = new CutOff({
      ...parts.parts,
      bus,
      others: () => nodes.others().flatMap(({ addresses }) => addresses),
      onChange: (isCutOff) => {
        if (isCutOff) gateway.relocation.begin(CUT_OFF_WINDOW_MS, cluster.successors);
        else gateway.relocation.end();
      },
    });
    identity.shouldYieldTraffic = () => this.#otherLogs.trouble !== undefined || this.#cutOff.isCutOff;
  }

  get httpPort(): number {
    return this.#parts.listeners.httpPort;
  }

  get metricsPort(): number | undefined {
    return this.#parts.listeners.metricsPort;
  }

  get tcpPort(): number | undefined {
    return this.ports['tcp'];
  }

  get ports(): Ports {
    return this.#parts.listeners.ports;
  }

  get id(): string {
    return this.#parts.cluster.identity.id;
  }

  get epoch(): string | undefined {
    return this.#parts.epoch();
  }

  get bootstrapSecret(): string | undefined {
    return this.#parts.routerPart?.bootstrapSecret;
  }

  /** Rejects with the error of a listener. */
  async open(): Promise<void> {
    const { listeners, cluster, parts, registry } = this.#parts;
    tellReadiness(registry, { clock: parts.clock, assertReady: () => this.#assertReady() });
    this.#web = await openWeb({
      ...this.#parts,
      isDraining: () => cluster.identity.isDraining,
      assertReady: () => this.#assertReady(),
    });
    if (parts.config.role !== 'router') await listeners.openForClients();
    await listeners.openHttp();
    this.#status = answerStatus({
      ...this.#parts,
      clock: parts.clock,
      identity: cluster.identity,
      assertReady: () => this.#assertReady(),
    });
    cluster.nodes.listen({
      seen: () => this.#checkEpoch(),
      gone: ({ isDraining }) => {
        if (!isDraining) this.#parts.gateway.gatewayLost();
      },
    });
    await cluster.nodes.join();
    this.#watchEpoch();
  }

  reloadCertificates(): Promise<void> {
    return this.#parts.listeners.reloadCertificates();
  }

  drain(): Promise<void> {
    return (this.#drained ??= this.#drain());
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #drain(): Promise<void> {
    const { cluster, listeners, gateway, parts } = this.#parts;
    cluster.identity.isDraining = true;
    cluster.nodes.announce();
    await listeners.closeToClients();
    const { drainWindow: windowMs, drainTimeout: timeoutMs } = parts.config;
    await gateway.drain({ windowMs, timeoutMs }, cluster.successors);
    await this.#handOver();
    await this.close();
  }

  /** Waits until gateways have moved their sessions to other routers, if there are any. */
  async #handOver(): Promise<void> {
    const { cluster, served, parts } = this.#parts;
    const others = cluster.nodes
      .all()
      .some(({ id, isRouter, isDraining }) => isRouter && !isDraining && id !== this.id);
    if (served === undefined || !others) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = parts.clock.after(HANDOVER_MS, resolve);
    await Promise.race([served.idle(), late]);
    timer.cancel();
  }

  async #close(): Promise<void> {
    const { cluster, listeners, gateway, remote, routerPart, closeBus } = this.#parts;
    cluster.identity.isDraining = true;
    await listeners.close();
    this.#status?.close();
    this.#cutOff.close();
    await gateway.close();
    remote?.close();
    this.#web?.close();
    await routerPart?.close();
    cluster.close(routerPart?.movedUsers());
    listeners.closeAllConnections();
    await closeBus();
  }

  /** Commits something, once for all who ask meanwhile: anybody may ask, over HTTP. */
  #checkStore(): Promise<void> | undefined {
    const { store } = this.#parts.routerPart ?? {};
    return (this.#storeCheck ??= store?.check().finally(() => {
      this.#storeCheck = undefined;
    }));
  }

  /** Rejects with why this node should get no traffic now. */
  async #assertReady(): Promise<void> {
    const { cluster, bus, remote } = this.#parts;
    if (cluster.identity.isDraining) throw new Error('the server is going down');
    if (bus.status === 'down') throw new Error('the bus cannot be reached');
    if (remote?.isReady === false) throw new Error('there is no router');
    await this.#checkStore();
    await this.#parts.routerPart?.assertFilesReady();
    if (this.#otherLogs.trouble !== undefined) throw new Error(this.#otherLogs.trouble);
  }

  /** A shared database may be restored, or fail over, while we run. */
  #watchEpoch(): void {
    if (this.#closed !== undefined) return;
    this.#checkEpoch();
    if (this.#parts.routerPart !== undefined) this.#otherLogs.look();
    this.#parts.parts.clock.after(EPOCH_INTERVAL_MS, () => this.#watchEpoch());
  }

  /** When the epoch has changed, disconnects all clients; they notice the new epoch when they come back (promise 12). */
  #checkEpoch(): void {
    const { gateway, epoch, parts } = this.#parts;
    const now = epoch();
    if (now === undefined || now === this.#knownEpoch) return;
    if (this.#knownEpoch !== undefined) {
      const error = new PosthornError('UNAVAILABLE', 'the database was restored');
      gateway.partAll(error, parts.config.drainWindow);
    }
    this.#knownEpoch = now;
  }
}
