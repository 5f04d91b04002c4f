/**
 * Builds the concrete objects and joins them: this file and those in compose/ are the only ones that know them.
 *
 * @module
 */
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import { openBus, sealed } from './backends.ts';
import { countBus } from './bus-metrics.ts';
import { Certificates } from './certificates.ts';
import { createClusterPart } from './cluster-part.ts';
import type { ClusterPart } from './cluster-part.ts';
import { Listeners } from './listening.ts';
import { tellNode } from './node-metrics.ts';
import { completed } from './options.ts';
import { isClustered } from './parts.ts';
import type { RunningServer, ServerParts } from './parts.ts';
import { activeWires } from './protocols.ts';
import { openRouterPart } from './router-part.ts';
import type { RouterPart } from './router-part.ts';
import { RunningNode } from './running.ts';
import { gatewayLimits } from './settings.ts';
import { ConfigError } from '../config/config-error.ts';
import { Gateway } from '../gateway/gateway.ts';
import { OpenFiles } from '../gateway/open-files.ts';
import { announced } from '../rpc/known-requests.ts';
import { RemoteRouter } from '../rpc/remote.ts';
import { REGISTRY } from './features.ts';
import type { Router } from '../router/router.ts';
import { ServedRouter } from '../rpc/served.ts';
import { openFilesLimit } from '../system.ts';
import { VERSION } from '../version.ts';

/** Starts a server. Rejects with a ConfigError, a StoreError, or the error of a listener. */
export async function startServer(given: ServerParts): Promise<RunningServer> {
  const parts = { ...given, config: completed(given.config, given) };
  const { role } = parts.config;
  if (role !== 'all' && !isClustered(parts)) {
    throw new ConfigError(
      `--role ${role} needs a bus that other nodes share: add --bus nats://HOST:4222, or leave --role out.`,
    );
  }
  const certificates = await Certificates.open(parts);
  const bus = parts.bus ?? (await openBus(parts));
  const closeBus = async (): Promise<void> => {
    if (parts.bus === undefined) await bus.close();
  };
  try {
    return await startOn({ parts, certificates, bus: sealed(bus, parts), closeBus });
  } catch (error) {
    await closeBus();
    throw error;
  }
}

interface Ground {
  readonly parts: ServerParts;
  readonly certificates: Certificates | undefined;
  readonly bus: Bus;
  readonly closeBus: () => Promise<void>;
}

async function startOn({ parts, certificates, bus, closeBus }: Ground): Promise<RunningServer> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countBus(registry, bus);
  const cluster = createClusterPart({ parts, bus });
  tellNode(registry, { node: cluster.identity.id, role: parts.config.role });
  const routerPart = await openRules(parts, { bus, registry, cluster });
  const served =
    routerPart &&
    new ServedRouter({
      ...parts,
      router: routerPart.router,
      // A gateway of the previous version does not know the secret.
      provesSessions: (gateway) =>
        parts.config.busSecret !== undefined || cluster.nodes.peek(gateway)?.provesSessions,
      newSequence: () => routerPart.services.append.newSequence(),
    });
  cluster.links.accept = served && ((from, link) => served.accept(from, link));
  const remote = routerPart === undefined ? openRemote(parts, bus, cluster) : undefined;
  // One of the two is there, by the role.
  const router = (routerPart?.router ?? remote) as Router;
  const epoch = (): string | undefined => routerPart?.store.epoch ?? announcedEpoch(cluster);
  const openFiles = new OpenFiles({ ...parts, limit: openFilesLimit(), registry });
  const gateway = createGateway(parts, { bus, registry, router, epoch, openFiles });
  repairLosses(cluster, gateway);
  const wires = activeWires(parts);
  const listeners = new Listeners({ parts, cluster, wires, gateway, certificates, openFiles });
  cluster.identity.state = {
    connections: () => gateway.connectionCount,
    attaching: () => gateway.attachingCount,
    running: () => served?.running ?? 0,
    epoch,
    requests: routerPart && announced(routerPart.features.requests.values()),
    listeners,
  };
  const node = new RunningNode({
    parts,
    bus,
    registry,
    cluster,
    routerPart,
    remote,
    served,
    router,
    gateway,
    wires,
    listeners,
    epoch,
    closeBus,
  });
  try {
    await node.open();
  } catch (error) {
    await node.close();
    throw error;
  }
  return node;
}

/** The router's half; undefined for a gateway. */
async function openRules(
  parts: ServerParts,
  given: { readonly bus: Bus; readonly registry: Registry; readonly cluster: ClusterPart },
): Promise<RouterPart | undefined> {
  if (parts.config.role === 'gateway') return undefined;
  try {
    return await openRouterPart({ parts, ...given });
  } catch (error) {
    given.cluster.close();
    throw error;
  }
}

function openRemote(parts: ServerParts, bus: Bus, cluster: ClusterPart): RemoteRouter {
  return new RemoteRouter({
    ...parts,
    ...cluster,
    bus,
    usualRequests: announced(REGISTRY.requests.values()),
  });
}

/** Compares what clients have when a router may have committed something without a push that was heard here. */
function repairLosses({ nodes }: ClusterPart, gateway: Gateway): void {
  nodes.listen({
    missed({ isRouter }) {
      if (isRouter) gateway.resyncAll();
    },
    gone({ isRouter }, departure) {
      // It may have died between a commit and its push.
      if (isRouter && departure === undefined) gateway.resyncAll();
      else gateway.review(departure?.movedUsers ?? []);
    },
  });
}

function createGateway(
  parts: ServerParts,
  {
    openFiles,
    ...given
  }: {
    readonly bus: Bus;
    readonly registry: Registry;
    readonly router: Router;
    readonly epoch: () => string | undefined;
    readonly openFiles: OpenFiles;
  },
): Gateway {
  const { config, clock, random, logger, limits } = parts;
  return new Gateway({
    ...given,
    clock,
    random,
    logger,
    limits: { ...gatewayLimits(config, openFiles), ...limits },
    needsLogin: (number) => REGISTRY.needsLogin(number),
    costOf: (number) => REGISTRY.costOf(number),
    server: `posthorn/${VERSION}`,
  });
}

function announcedEpoch({ nodes }: ClusterPart): string | undefined {
  return nodes.others().find(({ isRouter, epoch }) => isRouter && epoch !== '')?.epoch;
}
