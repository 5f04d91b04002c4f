/**
 * What a node serves over HTTP: a router the whole API, a gateway only health and metrics. (WebSocket upgrades do not
 * come through here.)
 *
 * @module
 */
import type { Registry } from 'prom-client';
import type { Gateway } from '../gateway/gateway.ts';
import { authenticateKey } from '../features/keys/authenticate.ts';
import { createHttpApp, createMonitoringApp } from '../http/app.ts';
import type { AddRoutes, HttpBase } from '../http/app.ts';
import { createHttpMetrics } from '../http/metrics.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import { endpointsFor } from '../http/endpoints.ts';
import type { Feature, FeaturePlace } from '../router/feature.ts';
import type { Router } from '../router/router.ts';
import { VERSION } from '../version.ts';
import { openApiPaths } from './protocols.ts';
import { gatewayFor, loginAddressesAt } from './addresses.ts';
import type { ClusterPart } from './cluster-part.ts';
import type { Listeners } from './listening.ts';
import type { ServerParts } from './parts.ts';
import type { RouterPart } from './router-part.ts';

export interface WebOptions {
  readonly parts: ServerParts;
  readonly wires: readonly WireProtocol[];
  readonly registry: Registry;
  readonly gateway: Gateway;
  readonly listeners: Listeners;
  readonly router: Router;
  /** Undefined in a gateway. */
  readonly routerPart: RouterPart | undefined;
  readonly cluster: ClusterPart;
  readonly isDraining: () => boolean;
  readonly assertReady: () => Promise<void>;
}

const ONLY_CONNECTIONS = 'this node only holds connections, at /ws; the API is where the routers are';
const ONLY_MONITORING = 'this port only has /metrics, /healthz and /readyz';

/** Resolves when the server can answer; it does not listen yet. Close the result together with the server. */
export async function openWeb(options: WebOptions): Promise<{ close(): void }> {
  const { parts, wires, routerPart, cluster } = options;
  const { config, random } = parts;
  const everything = baseOf(options);
  const { metricsServer: server } = options.listeners;
  if (server !== undefined) await createMonitoringApp({ ...everything, server }, ONLY_MONITORING);
  const base = server === undefined ? everything : withoutMetrics(everything);
  const closing: (() => void)[] = [];
  if (routerPart === undefined) {
    await createMonitoringApp(base, ONLY_CONNECTIONS);
  } else {
    await createHttpApp({
      ...base,
      features: routerPart.features,
      random,
      audit: routerPart.services.audit,
      authenticateKey: (key, acting) => authenticateKey(routerPart.services, key, acting),
      version: VERSION,
      maxBodyBytes: config.maxFrame,
      requestsPerSecond: config.sendRate,
      endpoints: (user) => cluster.gateways.endpoints(user, false),
      more: [
        ...wires.map((wire) => callsOfWire(wire, options, { routerPart, base, closing })),
        ...routerPart.features.features.map((feature) =>
          callsOfFeature(feature, options, { routerPart, base }),
        ),
      ],
      morePaths: openApiPaths(wires),
    });
  }
  return {
    close() {
      for (const close of closing.splice(0)) close();
    },
  };
}

/** A feature's own calls, beside its requests. */
function callsOfFeature(feature: Feature, { parts, router }: WebOptions, place: RoutePlace): AddRoutes {
  const { config, clock, logger } = parts;
  const { services } = place.routerPart;
  const endpointsFor = endpointsIn(place);
  return (app, gate) =>
    feature.addHttp?.(app, { config, clock, logger, services, router, gate, endpointsFor });
}

interface RoutePlace {
  readonly routerPart: RouterPart;
  readonly base: HttpBase;
}

function endpointsIn({ base }: RoutePlace): FeaturePlace['endpointsFor'] {
  return ({ headers }) => endpointsFor(headers.host, base.listeners);
}

/** A wire protocol's own calls. */
function callsOfWire(
  wire: WireProtocol,
  { parts, router, gateway, cluster }: WebOptions,
  { closing, ...place }: RoutePlace & { readonly closing: (() => void)[] },
): AddRoutes {
  const { config, clock, logger } = parts;
  const { gateways } = cluster;
  const { services } = place.routerPart;
  return (app, gate) => {
    wire.addHttp?.(app, {
      config,
      clock,
      logger,
      services,
      router,
      gate,
      endpointsFor: endpointsIn(place),
      gateway,
      gatewayFor: (user) => gatewayFor({ parts, gateways }, wire, user),
      onClose: (run) => void closing.push(run),
    });
  };
}

function withoutMetrics(base: HttpBase): HttpBase {
  return { ...base, monitoring: { ...base.monitoring, metrics: 'off' } };
}

function baseOf(options: WebOptions): HttpBase {
  const { parts, wires, registry, listeners, router, isDraining, assertReady } = options;
  const { config, clock, logger } = parts;
  const isSecure = config.tlsCert !== undefined;
  return {
    server: listeners.server,
    router,
    addresses: listeners.addresses,
    clock,
    logger,
    origins: listeners.origins,
    publicUrl: config.publicUrl,
    listeners: {
      isSecure,
      addressesAt: (names) =>
        config.role === 'router'
          ? []
          : loginAddressesAt(wires, { ...names, path: '', ports: listeners.ports, isSecure }),
    },
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
