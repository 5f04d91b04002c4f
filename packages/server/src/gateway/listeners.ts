/**
 * Accepts clients: over TCP, and by WebSocket upgrades on an HTTP server.
 *
 * @module
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { Server as TlsServer } from 'node:tls';
import { WebSocketServer } from 'ws';
import { ofSocket } from '../http/client-addresses.ts';
import type { ClientAddresses } from '../http/client-addresses.ts';
import type { Origins } from '../http/origins.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { Gateway } from './gateway.ts';
import type { OpenFiles } from './open-files.ts';
import { readProxyHeader } from './proxy-protocol.ts';
import { STRANGERS_MESSAGE_BYTES, wrapTcp, wrapWebSocket } from './transports.ts';

/** PEM texts. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** The certificate of a node, which may be replaced while it runs. */
export interface ListenerCertificates {
  /** The current ones, for the options of a new server. */
  readonly files: TlsFiles;
  /** Gives the server each later certificate. */
  keepCurrent(server: TlsServer): void;
}

export interface Listener {
  /** The port in use, also when 0 was asked for. */
  readonly port: number;
  /** Stops accepting. Existing connections stay. Idempotent. */
  close(): Promise<void>;
}

export interface TcpOptions {
  readonly gateway: Gateway;
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  /** Undefined: no TLS. */
  readonly certificates: ListenerCertificates | undefined;
  /** Proxies that begin each connection with the PROXY protocol; undefined for none. Not together with `certificates`. */
  readonly proxies: ClientAddresses | undefined;
  readonly openFiles: OpenFiles;
}

const BACKLOG = 16_384;
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Rejects with the error of listen(), such as EADDRINUSE. */
export async function listenTcp(options: TcpOptions): Promise<Listener> {
  const { gateway, protocol, host, port, certificates, proxies, openFiles } = options;
  const open = (socket: Socket, address: string): void => {
    wrapTcp(
      socket,
      address,
      (transport) => gateway.open(transport, protocol),
      (connection) => gateway.closed(connection),
    );
  };
  const accept = (socket: Socket): void => {
    socket.setNoDelay(true);
    const address = ofSocket(socket);
    if (proxies?.isProxy(socket) !== true) open(socket, address);
    else readProxyHeader(socket, HANDSHAKE_TIMEOUT_MS, (told) => open(socket, told ?? address));
  };
  const server =
    certificates === undefined ? createTcpServer({ noDelay: true }, accept) : secured(certificates, accept);
  // Ignores failed TLS handshakes of clients.
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  openFiles.guard(server);
  await listening(server, { host, port, backlog: BACKLOG });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function secured(certificates: ListenerCertificates, accept: (socket: Socket) => void): TlsServer {
  const bounds = { handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
  const server = createTlsServer({ ...certificates.files, ...bounds }, accept);
  certificates.keepCurrent(server);
  return server;
}

/** Like listenTcp(), for an HTTP server that the caller has created. */
export async function listenHttp(
  server: HttpServer,
  { host, port, openFiles }: { readonly host: string; readonly port: number; readonly openFiles: OpenFiles },
): Promise<Listener> {
  openFiles.guard(server);
  await listening(server, { host, port, backlog: BACKLOG });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

function listening(server: Server, where: { host: string; port: number; backlog: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Its callback waits for the connections, which end in their own time.
    server.close();
    resolve();
  });
}

export interface WebSocketOptions {
  readonly gateway: Gateway;
  readonly server: HttpServer;
  /** The protocol whose WebSocket a request asks for; undefined: none. */
  readonly protocolAt: (request: IncomingMessage) => Protocol | undefined;
  readonly origins: Origins;
  readonly maxFrameBytes: number;
  readonly addresses: ClientAddresses;
}

/** Accepts WebSockets on a server that upgrades what `protocolAt` finds. Returns a function that stops doing so. */
export function acceptWebSockets(options: WebSocketOptions): () => void {
  const { gateway, server, protocolAt, origins, maxFrameBytes, addresses } = options;
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression before login would be a lever for strangers (design section 5).
    perMessageDeflate: false,
    // Until the client has logged in.
    maxPayload: STRANGERS_MESSAGE_BYTES,
  });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const protocol = protocolAt(request);
    if (protocol === undefined) return void socket.destroy();
    const isRefused = ['foreign', 'rebound'].includes(origins.standingOf(request));
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      wrapWebSocket(
        webSocket,
        addresses.ofRequest(request),
        maxFrameBytes,
        (transport) => {
          const connection = gateway.open(transport, protocol);
          // After the handshake, because a browser does not show its page how a handshake was refused.
          if (isRefused) connection.end(origins.refuse(request));
          return connection;
        },
        (connection) => gateway.closed(connection),
      );
    });
  };
  server.on('upgrade', onUpgrade);
  return () => server.off('upgrade', onUpgrade);
}
