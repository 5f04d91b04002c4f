/**
 * Builds the concrete objects and joins them: this file and those in compose/ are the only ones that know them.
 *
 * @module
 */
import type { Server } from 'node:http';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Bus } from './bus/bus.ts';
import { openBus, readTls } from './compose/backends.ts';
import { createWebServer, Listeners } from './compose/listening.ts';
import type { RunningServer, ServerParts } from './compose/parts.ts';
import { openRouterPart } from './compose/router-part.ts';
import type { RouterPart } from './compose/router-part.ts';
import { gatewayLimits } from './compose/settings.ts';
import { openEventStream } from './gateway/event-streams.ts';
import { Gateway } from './gateway/gateway.ts';
import type { TlsFiles } from './gateway/listeners.ts';
import { createHttpApp } from './router/http/app.ts';
import { createHttpMetrics } from './router/http/http-metrics.ts';
import { VERSION } from './version.ts';

/** Starts a server. Rejects with a ConfigError, a StoreError, or the error of a listener. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const tls = await readTls(parts.config);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const bus = parts.bus ?? (await openBus(parts));
  const closeBus = async (): Promise<void> => {
    if (parts.bus === undefined) await bus.close();
  };
  try {
    return await startOn({ parts, tls, registry, bus, closeBus });
  } catch (error) {
    await closeBus();
    throw error;
  }
}

interface Ground {
  readonly parts: ServerParts;
  readonly tls: TlsFiles | undefined;
  readonly registry: Registry;
  readonly bus: Bus;
  readonly closeBus: () => Promise<void>;
}

async function startOn(ground: Ground): Promise<RunningServer> {
  const { parts, tls, registry, bus } = ground;
  const { config, clock, random, logger } = parts;
  const router = await openRouterPart({ parts, bus, registry });
  const gateway = new Gateway({
    bus,
    router: router.router,
    clock,
    random,
    logger,
    registry,
    limits: { ...gatewayLimits(config), ...parts.limits },
    epoch: router.store.epoch,
    server: `posthorn/${VERSION}`,
  });
  const server = createWebServer(tls);
  const listeners = new Listeners({ parts, gateway, server, tls });
  const running = new Running({ ...ground, router, gateway, server, listeners });
  try {
    await running.open();
  } catch (error) {
    await running.close();
    throw error;
  }
  return running;
}

interface RunningParts extends Ground {
  readonly router: RouterPart;
  readonly gateway: Gateway;
  readonly server: Server;
  readonly listeners: Listeners;
}

class Running implements RunningServer {
  readonly #parts: RunningParts;
  #isDraining = false;
  #closed: Promise<void> | undefined;
  #drained: Promise<void> | undefined;

  constructor(parts: RunningParts) {
    this.#parts = parts;
  }

  get httpPort(): number {
    return this.#parts.listeners.httpPort;
  }

  get tcpPort(): number | undefined {
    return this.#parts.listeners.tcpPort;
  }

  get cimPort(): number | undefined {
    return this.#parts.listeners.cimPort;
  }

  get epoch(): string {
    return this.#parts.router.store.epoch;
  }

  async open(): Promise<void> {
    const { listeners } = this.#parts;
    await this.#openApp();
    await listeners.openForClients();
    await listeners.openHttp();
  }

  async #openApp(): Promise<void> {
    const { parts, tls, registry, router, gateway, server, listeners } = this.#parts;
    const { config, clock, random, logger } = parts;
    await createHttpApp({
      server,
      router: router.router,
      clock,
      random,
      logger,
      version: VERSION,
      maxBodyBytes: config.maxFrame,
      requestsPerSecond: config.sendRate,
      origins: config.origins,
      listeners: () => ({ httpPort: this.httpPort, tcpPort: this.tcpPort, isSecure: tls !== undefined }),
      isDraining: () => this.#isDraining,
      openEvents: (request, response) => openEventStream({ gateway, clock }, request, response),
      monitoring: {
        readiness: () => this.#assertReady(),
        registry,
        metrics: config.metrics,
        metricsToken: config.metricsToken,
      },
      metrics: createHttpMetrics(registry),
      cim: config.cim
        ? {
            rules: router.cim,
            secret: config.cimSecret,
            ports: () => ({ cim: listeners.cimPort ?? 0, http: listeners.httpPort }),
          }
        : undefined,
    });
  }

  async #assertReady(): Promise<void> {
    if (this.#isDraining) throw new Error('the server is going down');
    await this.#parts.router.store.check();
  }

  drain(): Promise<void> {
    return (this.#drained ??= this.#drain());
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #drain(): Promise<void> {
    const { listeners, gateway, parts } = this.#parts;
    this.#isDraining = true;
    await listeners.closeToClients();
    await gateway.drain(parts.config.drainWindow);
    await this.close();
  }

  async #close(): Promise<void> {
    const { listeners, gateway, router, server, closeBus } = this.#parts;
    this.#isDraining = true;
    await listeners.close();
    await gateway.close();
    await router.close();
    server.closeAllConnections();
    await closeBus();
  }
}
