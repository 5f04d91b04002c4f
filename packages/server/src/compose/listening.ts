/**
 * The listeners of a node.
 *
 * @module
 */
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { ClientAddresses } from '../http/client-addresses.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { acceptWebSockets, listenHttp, listenTcp } from '../gateway/listeners.ts';
import type { Listener, TlsFiles } from '../gateway/listeners.ts';
import { createCimProtocol } from '../protocols/cim/cim.ts';
import { createNativeProtocol } from '../protocols/native/native.ts';
import { http } from '../http/node-http.ts';
import type { ServerParts } from './parts.ts';

/** How long a request may take to arrive, in ms; answers may take as long as they want. */
const HTTP_BOUNDS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5000 };

/** What CIM's server allows by default. */
const CIM_HEARTBEAT_MS = 30_000;
const CIM_WARNING =
  'CIM’s clients are let in: whoever reaches the HTTP port can act as any account made by CIM’s registration (see --cim-secret).';

const NO_ADMIN_WARNING =
  'An account that CIM’s registration makes is never the administrator: register one with a password before they come, or name one by --admin.';

/** An HTTP server that does not listen yet. */
export function createWebServer(tls: TlsFiles | undefined): Server {
  return tls === undefined
    ? http.createServer(HTTP_BOUNDS)
    : createHttpsServer({ ...HTTP_BOUNDS, ...tls, handshakeTimeout: HTTP_BOUNDS.headersTimeout });
}

export interface ListenersOptions {
  readonly parts: ServerParts;
  readonly gateway: Gateway;
  readonly server: Server;
  readonly tls: TlsFiles | undefined;
}

export class Listeners {
  readonly #options: ListenersOptions;
  readonly #open: Listener[] = [];
  /** From where clients come. */
  readonly addresses: ClientAddresses;
  #http: Listener | undefined;
  httpPort = 0;
  tcpPort: number | undefined;
  cimPort: number | undefined;

  constructor(options: ListenersOptions) {
    this.#options = options;
    this.addresses = new ClientAddresses(options.parts.config.trustedProxies);
  }

  get #proxies(): ClientAddresses | undefined {
    return this.#options.parts.config.proxyProtocol ? this.addresses : undefined;
  }

  /** For clients that stay connected: WebSocket on the HTTP server, TCP, CIM. Rejects with the error of listen(). */
  async openForClients(): Promise<void> {
    const { parts, gateway, server, tls } = this.#options;
    const { host, maxFrame: maxFrameBytes, origins, tcp, cim } = parts.config;
    const protocol = createNativeProtocol({ maxFrameBytes });
    const { addresses } = this;
    acceptWebSockets({ gateway, protocol, server, path: '/ws', origins, maxFrameBytes, addresses });
    if (tcp !== 'off') {
      const proxies = this.#proxies;
      this.tcpPort = this.#add(await listenTcp({ gateway, protocol, host, port: tcp, tls, proxies }));
    }
    if (cim) await this.#openForCim();
  }

  /** HTTP, last of all: who asks whether we are ready can reach everything else. */
  async openHttp(): Promise<void> {
    const { parts, server } = this.#options;
    this.#http = await listenHttp(server, { host: parts.config.host, port: parts.config.http });
    this.httpPort = this.#http.port;
  }

  /** Takes no new client but by HTTP, where who asks can be told that we are going down. Idempotent. */
  async closeToClients(): Promise<void> {
    for (const listener of this.#open) await listener.close();
  }

  /** Takes nobody new. Idempotent. */
  async close(): Promise<void> {
    await this.closeToClients();
    await this.#http?.close();
  }

  async #openForCim(): Promise<void> {
    const { parts, gateway, tls } = this.#options;
    const { host, cimPort: port } = parts.config;
    const protocol = createCimProtocol({ heartbeatMs: CIM_HEARTBEAT_MS, secret: parts.config.cimSecret });
    const proxies = this.#proxies;
    this.cimPort = this.#add(await listenTcp({ gateway, protocol, host, port, tls, proxies }));
    parts.logger.warn({ port: this.cimPort }, CIM_WARNING);
    if (parts.config.admin === undefined) parts.logger.warn({}, NO_ADMIN_WARNING);
  }

  #add(listener: Listener): number {
    this.#open.push(listener);
    return listener.port;
  }
}
