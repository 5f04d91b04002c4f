/**
 * Accepts clients: over TCP, and by WebSocket upgrades on an HTTP server.
 *
 * @module
 */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { Server as TlsServer, TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import { ofSocket } from '../http/client-addresses.ts';
import type { ClientAddresses } from '../http/client-addresses.ts';
import type { Origins } from '../http/origins.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { certificateOf } from './client-certificates.ts';
import type { AskedCertificates, TrustedFiles, TrustPaths } from './client-certificates.ts';
import type { Gateway } from './gateway.ts';
import { listenAt } from './listen-at.ts';
import type { ListenAt } from './listen-at.ts';
import type { OpenFiles } from './open-files.ts';
import { readProxyHeader } from './proxy-protocol.ts';
import type { SocketPlaces } from './socket-places.ts';
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
  /** What a server needs besides, to check its clients' certificates. Rejects with a ConfigError. */
  trustedBy(asked: TrustPaths): Promise<TrustedFiles>;
  /** Gives the server each later certificate. `asked`: of its clients. */
  keepCurrent(server: TlsServer, asked?: TrustPaths): void;
}

export interface Listener {
  /** The port in use, also when 0 was asked for; 0 for a Unix socket. */
  readonly port: number;
  /** Stops accepting. Existing connections stay. Idempotent. */
  close(): Promise<void>;
}

export interface TcpOptions {
  readonly gateway: Gateway;
  readonly protocol: Protocol;
  readonly at: ListenAt;
  /** Undefined: no TLS. */
  readonly certificates: ListenerCertificates | undefined;
  /** What clients are asked for; not without `certificates`. Undefined: no certificate. */
  readonly asked?: AskedCertificates | undefined;
  readonly addresses: ClientAddresses;
  /** Whether proxies begin each connection with the PROXY protocol. Not together with `certificates`. */
  readonly proxyProtocol: boolean;
  readonly openFiles: OpenFiles;
  readonly places: SocketPlaces;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Rejects with the error of listen(), such as EADDRINUSE. */
export async function listenTcp(options: TcpOptions): Promise<Listener> {
  const { gateway, protocol, certificates, asked, addresses, proxyProtocol } = options;
  const open = (socket: Socket, address: string): void => {
    wrapTcp(
      socket,
      asked === undefined ? { address } : { address, certificate: certificateOf(socket as TLSSocket, asked) },
      (transport) => gateway.open(transport, protocol),
      (connection) => gateway.closed(connection),
    );
  };
  const accept = (socket: Socket): void => {
    socket.setNoDelay(true);
    const address = ofSocket(socket);
    if (!proxyProtocol || !addresses.isProxy(socket)) open(socket, address);
    else readProxyHeader(socket, HANDSHAKE_TIMEOUT_MS, (told) => open(socket, told ?? address));
  };
  const server =
    certificates === undefined
      ? createTcpServer({ noDelay: true }, accept)
      : await secured(certificates, asked, accept);
  // Ignores failed TLS handshakes of clients.
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  return listen(server, options);
}

async function secured(
  certificates: ListenerCertificates,
  asked: AskedCertificates | undefined,
  accept: (socket: Socket) => void,
): Promise<TlsServer> {
  const bounds = { handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
  const trusted = asked && (await certificates.trustedBy(asked));
  // Whoever has none, or one that does not count, is told so by the protocol: a broken handshake says nothing.
  const asking = trusted && { ...trusted, requestCert: true, rejectUnauthorized: false };
  const server = createTlsServer({ ...certificates.files, ...bounds, ...asking }, accept);
  certificates.keepCurrent(server, asked);
  return server;
}

/** Makes a server listen. Rejects as listenAt() does. */
export async function listen(
  server: Server,
  { at, addresses, openFiles, places }: Pick<TcpOptions, 'at' | 'addresses' | 'openFiles' | 'places'>,
): Promise<Listener> {
  openFiles.guard(server);
  if (typeof at.place === 'string') addresses.comeOverSocket(server);
  else places.guard(server);
  return { port: await listenAt(server, at), close: () => closed(server) };
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

/** The subprotocol of a WebSocket: the one that is spoken, or the first that is offered. */
function chosenOf(offered: ReadonlySet<string>, protocol: Protocol | undefined): string | false {
  const { subprotocol } = protocol ?? {};
  if (subprotocol !== undefined && offered.has(subprotocol)) return subprotocol;
  const [first = false] = offered;
  return first;
}

/** Accepts WebSockets on a server that upgrades what `protocolAt` finds. Returns a function that stops doing so. */
export function acceptWebSockets(options: WebSocketOptions): () => void {
  const { gateway, server, protocolAt, origins, maxFrameBytes, addresses } = options;
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression before login would be a lever for strangers (design section 5).
    perMessageDeflate: false,
    handleProtocols: (offered, request) => chosenOf(offered, protocolAt(request)),
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
