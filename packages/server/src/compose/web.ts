/**
 * What a node serves over HTTP: a router everything, a gateway only what tells whether it is well (its WebSockets
 * are no requests).
 *
 * @module
 */
import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { openEventStream } from '../protocols/events/listen.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { createHttpApp, createMonitoringApp } from '../http/app.ts';
import type { HttpBase } from '../http/app.ts';
import type { CimGateway } from '../protocols/cim/http.ts';
import type { Tickets } from '../protocols/events/tickets.ts';
import { createHttpMetrics } from '../http/metrics.ts';
import type { Router } from '../router/router.ts';
import { VERSION } from '../version.ts';
import type { ClusterPart } from './cluster-part.ts';
import { isClustered } from './identity.ts';
import type { Listeners } from './listening.ts';
import type { ServerParts } from './parts.ts';
import type { RouterPart } from './router-part.ts';

export interface WebOptions {
  readonly parts: ServerParts;
  readonly server: Server;
  readonly registry: Registry;
  readonly gateway: Gateway;
  readonly listeners: Listeners;
  readonly router: Router;
  /** Undefined in a gateway. */
  readonly routerPart: RouterPart | undefined;
  readonly tickets: Tickets | undefined;
  readonly cluster: ClusterPart;
  readonly isDraining: () => boolean;
  readonly assertReady: () => Promise<void>;
}

/** Resolves when the server, which does not listen yet, can answer. */
export async function openWeb(options: WebOptions): Promise<void> {
  const { parts, gateway, routerPart, cluster, tickets } = options;
  const { config, clock, random } = parts;
  const base = baseOf(options);
  if (routerPart === undefined || tickets === undefined) {
    await createMonitoringApp(base);
    return;
  }
  const { gateways } = cluster;
  const cimGateway = (user: number): CimGateway | undefined => {
    const node = gateways.forCim(user);
    if (node?.cim === undefined) return undefined;
    // Alone, the name that the client has used is the better one, unless another was given.
    const isGiven = isClustered(parts) || config.advertise.some((address) => address.startsWith('cim:'));
    return { host: isGiven ? node.cim.host : undefined, cim: node.cim.port, http: node.httpPort };
  };
  await createHttpApp({
    ...base,
    random,
    version: VERSION,
    maxBodyBytes: config.maxFrame,
    requestsPerSecond: config.sendRate,
    tickets,
    endpoints: (user) => gateways.endpoints(user, false),
    openEvents: (request, response) => openEventStream({ gateway, clock }, request, response),
    cim: config.cim ? { rules: routerPart.cim, secret: config.cimSecret, gateway: cimGateway } : undefined,
  });
}

function baseOf(options: WebOptions): HttpBase {
  const { parts, server, registry, listeners, router, isDraining, assertReady } = options;
  const { config, clock, logger } = parts;
  return {
    server,
    router,
    addresses: listeners.addresses,
    clock,
    logger,
    origins: config.origins,
    listeners: () => ({
      httpPort: listeners.httpPort,
      tcpPort: listeners.tcpPort,
      isSecure: config.tlsCert !== undefined,
      takesClients: config.role !== 'router',
    }),
    isDraining,
    monitoring: {
      readiness: assertReady,
      registry,
      metrics: config.metrics,
      metricsToken: config.metricsToken,
    },
    metrics: createHttpMetrics(registry),
  };
}
