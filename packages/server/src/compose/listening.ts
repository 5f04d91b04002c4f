/**
 * The listeners of a node.
 *
 * @module
 */
import type { IncomingMessage, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { ListenPlace } from '../config/listen-place.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { acceptWebSockets, listen, listenTcp } from '../gateway/listeners.ts';
import type { Listener, TcpOptions } from '../gateway/listeners.ts';
import type { OpenFiles } from '../gateway/open-files.ts';
import { SocketPlaces } from '../gateway/socket-places.ts';
import { ClientAddresses } from '../http/client-addresses.ts';
import { http } from '../http/node-http.ts';
import { Origins } from '../http/origins.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { GatewayPlace, Ports, WireProtocol } from '../protocols/wire-protocol.ts';
import type { Certificates } from './certificates.ts';
import type { ClusterPart } from './cluster-part.ts';
import { registryWith } from './features.ts';
import type { ServerParts } from './parts.ts';

/** Time limits for receiving a request, in ms; answers have none. */
const HTTP_BOUNDS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };

/** An HTTP server that does not listen yet. */
function createWebServer(
  certificates: Certificates | undefined,
  shouldUpgradeCallback: (request: IncomingMessage) => boolean,
): Server {
  const options = { ...HTTP_BOUNDS, shouldUpgradeCallback };
  if (certificates === undefined) return http.createServer(options);
  const { headersTimeout: handshakeTimeout } = HTTP_BOUNDS;
  const server = createHttpsServer({ ...options, ...certificates.files, handshakeTimeout });
  certificates.keepCurrent(server);
  return server;
}

export interface ListenersOptions {
  readonly parts: ServerParts;
  readonly cluster: Pick<ClusterPart, 'identity'>;
  readonly wires: readonly WireProtocol[];
  readonly gateway: Gateway;
  /** Undefined: no TLS. */
  readonly certificates: Certificates | undefined;
  readonly openFiles: OpenFiles;
}

export class Listeners {
  readonly #options: ListenersOptions;
  readonly #open: Listener[] = [];
  readonly #ports: Record<string, number> = {};
  readonly #webSockets = new Map<string, Protocol>();
  /** Answers HTTP, once the caller has added an application. */
  readonly server: Server;
  /** Answers health and metrics at --metrics-listen. Undefined: `server` answers them. */
  readonly metricsServer: Server | undefined;
  /** Finds the client's address behind proxies. */
  readonly addresses: ClientAddresses;
  readonly origins: Origins;
  readonly #http: Listener[] = [];
  readonly #places: SocketPlaces;
  httpPort = 0;
  metricsPort: number | undefined;

  constructor(options: ListenersOptions) {
    this.#options = options;
    this.server = createWebServer(
      options.certificates,
      (request) => this.#webSocketAt(request) !== undefined,
    );
    const { config, clock, logger } = options.parts;
    if (config.metricsListen !== undefined)
      this.metricsServer = createWebServer(options.certificates, () => false);
    this.addresses = new ClientAddresses(config.trustedProxies);
    this.#places = new SocketPlaces({ maxPerAddress: config.maxPerAddress, proxies: this.addresses });
    this.origins = new Origins({ listed: config.origins, publicUrl: config.publicUrl, clock, logger });
  }

  /** Open TCP ports of wire protocols. */
  get ports(): Ports {
    return this.#ports;
  }

  /** Opens what wire protocols listen on. Rejects with the error of listen(). */
  async openForClients(): Promise<void> {
    const { parts, cluster, wires, gateway } = this.#options;
    const { config, clock, random, logger } = parts;
    const place: GatewayPlace = {
      node: cluster.identity.id,
      contents: registryWith(parts.features).contents,
      config,
      clock,
      random,
      logger,
      listenTcp: (name, where, protocol, asked) => this.#listenTcp(name, where, { protocol, asked }),
      acceptWebSockets: (path, protocol) => void this.#webSockets.set(path, protocol),
    };
    for (const wire of wires) await wire.listen?.(place);
    const { maxFrame: maxFrameBytes } = config;
    const { server, origins, addresses } = this;
    const protocolAt = (request: IncomingMessage): Protocol | undefined => this.#webSocketAt(request);
    acceptWebSockets({ gateway, server, protocolAt, origins, maxFrameBytes, addresses });
  }

  /** Opens HTTP. Call it last: whoever gets an answer from /readyz can then reach everything else. */
  async openHttp(): Promise<void> {
    const { config } = this.#options.parts;
    const { metricsListen } = config;
    if (this.metricsServer !== undefined && metricsListen !== undefined) {
      const { host, port } = metricsListen;
      this.metricsPort = await this.#openServer(this.metricsServer, host, port);
    }
    this.httpPort = await this.#openServer(this.server, config.host, config.http);
  }

  /** Stops accepting on all ports but HTTP, which still tells clients that this node is going down. Idempotent. */
  async closeToClients(): Promise<void> {
    for (const listener of this.#open) await listener.close();
  }

  /** Stops accepting anywhere. Idempotent. */
  async close(): Promise<void> {
    await this.closeToClients();
    for (const listener of this.#http) await listener.close();
    this.#options.certificates?.close();
  }

  /** See RunningServer.reloadCertificates. */
  async reloadCertificates(): Promise<void> {
    await this.#options.certificates?.reload();
  }

  /** Ends what is still open on HTTP servers. */
  closeAllConnections(): void {
    this.server.closeAllConnections();
    this.metricsServer?.closeAllConnections();
  }

  /**
   * The protocol whose WebSocket the request asks for. Undefined: there is none at this path, or the request offers
   * another upgrade, such as `h2c`, which a server may ignore (RFC 9110 §7.8). Both are ordinary HTTP.
   */
  #webSocketAt({ method, url = '', headers }: IncomingMessage): Protocol | undefined {
    if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
    const { publicUrl } = this.#options.parts.config;
    const [path = ''] = (publicUrl?.withoutPath(url) ?? url).split('?', 1);
    return this.#webSockets.get(path);
  }

  async #openServer(server: Server, host: string, place: ListenPlace): Promise<number> {
    const { parts, openFiles } = this.#options;
    const at = { host, place, socketMode: parts.config.socketMode };
    const listener = await listen(server, { at, addresses: this.addresses, openFiles, places: this.#places });
    this.#http.push(listener);
    return listener.port;
  }

  async #listenTcp(
    name: string,
    place: ListenPlace,
    { protocol, asked }: Pick<TcpOptions, 'protocol' | 'asked'>,
  ): Promise<number> {
    if (name in this.#ports) throw new Error(`two wire protocols have a port "${name}"`);
    const { parts, ...others } = this.#options;
    const { host, proxyProtocol, socketMode } = parts.config;
    const { addresses } = this;
    const places = this.#places;
    const at = { host, place, socketMode };
    const listener = await listenTcp({
      ...others,
      protocol,
      asked,
      at,
      addresses,
      places,
      proxyProtocol,
    });
    this.#open.push(listener);
    if (typeof place === 'number') this.#ports[name] = listener.port;
    return listener.port;
  }
}
