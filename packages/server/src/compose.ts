/**
 * Builds the concrete objects and joins them: the one file that knows them all.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createMemoryBus } from './bus/memory.ts';
import type { Clock, Random } from './clock.ts';
import { ConfigError } from './config/load.ts';
import type { Config } from './config/options.ts';
import { openEventStream } from './gateway/event-streams.ts';
import { Gateway } from './gateway/gateway.ts';
import type { GatewayLimits } from './gateway/host.ts';
import { acceptWebSockets, listenHttp, listenTcp } from './gateway/listeners.ts';
import type { Listener, TlsFiles } from './gateway/listeners.ts';
import type { Logger } from './logger.ts';
import { createCimProtocol } from './protocols/cim/cim.ts';
import { createNativeProtocol } from './protocols/native/native.ts';
import { createRouterSide } from './router/compose.ts';
import type { RouterSide } from './router/compose.ts';
import { createHttpApp } from './router/http/app.ts';
import type { CimHttpOptions } from './router/http/cim.ts';
import { createHttpMetrics } from './router/http/http-metrics.ts';
import type { RouterConfig } from './router/services.ts';
import { createMemoryStore } from './store/memory.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { VERSION } from './version.ts';

export interface ServerParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Instead of the configured one; the server closes it. */
  readonly store?: Store;
  /** Bounds that have no option. */
  readonly limits?: Partial<GatewayLimits>;
}

export interface RunningServer {
  readonly httpPort: number;
  /** Undefined when it is turned off. */
  readonly tcpPort: number | undefined;
  /** Where CIM's clients receive; undefined when they are not let in. */
  readonly cimPort: number | undefined;
  readonly epoch: string;
  /** Sends everybody elsewhere within the drain window, finishes what was accepted, and stops. Idempotent. */
  drain(): Promise<void>;
  /** Stops at once; what was acknowledged is committed. Idempotent. */
  close(): Promise<void>;
}

const LOBBY_TITLE = 'Lobby';

/** What CIM's server allows by default. */
const CIM_HEARTBEAT_MS = 30_000;
const CIM_WARNING =
  'CIM’s clients are let in: whoever reaches the HTTP port can act as any account made by CIM’s registration (see --cim-secret).';

/** How long a request may take to arrive, in ms; answers may take as long as they want. */
const HTTP_BOUNDS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };

/** Starts a server with both roles. Rejects with a ConfigError, a StoreError, or the error of a listener. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { config } = parts;
  const tls = await readTls(config);
  const store = parts.store ?? (await openStore(parts));
  try {
    return await startOn(store, tls, parts);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function startOn(store: Store, tls: TlsFiles | undefined, parts: ServerParts): Promise<RunningServer> {
  const { config, clock, random, logger } = parts;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const bus = createMemoryBus({
    clock,
    onError: (err, subject) => logger.error({ err, subject }, 'a bus handler failed'),
  });
  const lobby = config.lobby ? (await store.conversations.ensureRoom(LOBBY_TITLE)).id : 0;
  if (lobby === 0) await store.conversations.closeRoom(LOBBY_TITLE);
  const routerSide = createRouterSide({
    store,
    bus,
    clock,
    random,
    logger,
    registry,
    config: routerConfig(config, clock, lobby),
    endpoints: () => config.advertise.map((url) => ({ url })),
  });
  const gateway = new Gateway({
    bus,
    router: routerSide.router,
    clock,
    random,
    logger,
    registry,
    limits: { ...gatewayLimits(config), ...parts.limits },
    epoch: store.epoch,
    server: `posthorn/${VERSION}`,
  });
  const server: Server =
    tls === undefined
      ? createHttpServer(HTTP_BOUNDS)
      : createHttpsServer({ ...HTTP_BOUNDS, ...tls, handshakeTimeout: HTTP_BOUNDS.headersTimeout });
  const running = new Running({ store, routerSide, gateway, server, bus, config });
  try {
    await running.open({ tls, parts, registry });
  } catch (error) {
    await running.close();
    throw error;
  }
  return running;
}

interface RunningParts {
  readonly store: Store;
  readonly routerSide: RouterSide;
  readonly gateway: Gateway;
  readonly server: Server;
  readonly bus: ReturnType<typeof createMemoryBus>;
  readonly config: Config;
}

class Running implements RunningServer {
  readonly #parts: RunningParts;
  readonly #listeners: Listener[] = [];
  #isDraining = false;
  #closed: Promise<void> | undefined;
  #drained: Promise<void> | undefined;
  httpPort = 0;
  tcpPort: number | undefined;
  cimPort: number | undefined;

  constructor(parts: RunningParts) {
    this.#parts = parts;
  }

  get epoch(): string {
    return this.#parts.store.epoch;
  }

  async open({
    tls,
    parts,
    registry,
  }: {
    readonly tls: TlsFiles | undefined;
    readonly parts: ServerParts;
    readonly registry: Registry;
  }): Promise<void> {
    const { config, clock, random, logger } = parts;
    const { server, gateway, routerSide, store } = this.#parts;
    const { host, maxFrame: maxFrameBytes, origins } = config;
    const protocol = createNativeProtocol({ maxFrameBytes });
    await createHttpApp({
      server,
      router: routerSide.router,
      clock,
      random,
      logger,
      version: VERSION,
      maxBodyBytes: maxFrameBytes,
      requestsPerSecond: config.sendRate,
      origins,
      listeners: () => ({ httpPort: this.httpPort, tcpPort: this.tcpPort, isSecure: tls !== undefined }),
      isDraining: () => this.#isDraining,
      openEvents: (request, response) => openEventStream({ gateway, clock }, request, response),
      monitoring: {
        readiness: async () => {
          if (this.#isDraining) throw new Error('the server is going down');
          await store.check();
        },
        registry,
        metrics: config.metrics,
        metricsToken: config.metricsToken,
      },
      metrics: createHttpMetrics(registry),
      cim: config.cim ? this.#cim(config) : undefined,
    });
    acceptWebSockets({ gateway, protocol, server, path: '/ws', origins, maxFrameBytes });
    if (config.tcp !== 'off') {
      const tcp = await listenTcp({ gateway, protocol, host, port: config.tcp, tls });
      this.#listeners.push(tcp);
      this.tcpPort = tcp.port;
    }
    if (config.cim) await this.#listenCim(parts, tls);
    const http = await listenHttp(server, { host, port: config.http });
    this.#listeners.push(http);
    this.httpPort = http.port;
  }

  #cim(config: Config): Omit<CimHttpOptions, 'router'> {
    const ports = (): { readonly cim: number; readonly http: number } => ({
      cim: this.cimPort ?? 0,
      http: this.httpPort,
    });
    return { rules: this.#parts.routerSide.cim, secret: config.cimSecret, ports };
  }

  async #listenCim({ config, logger }: ServerParts, tls: TlsFiles | undefined): Promise<void> {
    const { gateway } = this.#parts;
    const protocol = createCimProtocol({ heartbeatMs: CIM_HEARTBEAT_MS });
    const listener = await listenTcp({ gateway, protocol, host: config.host, port: config.cimPort, tls });
    this.#listeners.push(listener);
    this.cimPort = listener.port;
    logger.warn({ port: listener.port }, CIM_WARNING);
  }

  drain(): Promise<void> {
    return (this.#drained ??= this.#drain());
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    for (const listener of this.#listeners) await listener.close();
    await this.#parts.gateway.drain(this.#parts.config.drainWindow);
    await this.close();
  }

  async #close(): Promise<void> {
    const { gateway, routerSide, bus, store, server } = this.#parts;
    this.#isDraining = true;
    for (const listener of this.#listeners) await listener.close();
    await gateway.close();
    await routerSide.close();
    server.closeAllConnections();
    await bus.close();
    await store.close();
  }
}

async function readTls({ tlsCert, tlsKey }: Config): Promise<TlsFiles | undefined> {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  try {
    return { cert: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') };
  } catch (cause) {
    throw new ConfigError(`A TLS file cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

function openStore({ config, random, logger }: ServerParts): Promise<Store> {
  return config.store === 'memory'
    ? Promise.resolve(createMemoryStore({ random }))
    : openSqliteStore({ directory: config.data, random, logger });
}

function routerConfig(config: Config, clock: Clock, lobby: number): RouterConfig {
  return {
    version: VERSION,
    node: 'single',
    startedAt: clock.now(),
    loginPolicy: config.loginPolicy,
    lobby,
    isRegistrationOpen: config.registration === 'open',
    hasCim: config.cim,
    adminName: config.admin,
    sessionTtlMs: config.sessionTtl,
    minPasswordChars: config.passwordMinLength,
    maxGroupMembers: config.maxGroupMembers,
    maxReceiptMembers: MAX_RECEIPT_MEMBERS,
    maxRegistrationsPerHour: config.registrationsPerHour,
    sweepIntervalMs: config.sweepInterval,
  };
}

/** Above this many members a receipt a reader each would be more traffic than the messages. */
const MAX_RECEIPT_MEMBERS = 100;

function gatewayLimits(config: Config): GatewayLimits {
  return {
    maxConnections: config.maxConnections,
    maxFrameBytes: config.maxFrame,
    maxInFlight: config.maxInFlight,
    maxOutboundBytes: config.outbound,
    sendRate: config.sendRate,
    sendBurst: config.sendRate * 2,
    heartbeatMs: config.heartbeat,
    loginTimeoutMs: 10_000,
    stallTimeoutMs: 30_000,
    offlineGraceMs: 3000,
  };
}
