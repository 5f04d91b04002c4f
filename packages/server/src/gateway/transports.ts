/**
 * TCP sockets and WebSockets as transports. The listeners are shared functions that find their connection on
 * the socket: a closure per connection and event would cost more than the connection itself.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { ClientCertificate } from '../router/router.ts';
import type { Connection } from './connection.ts';
import type { Transport } from './transport.ts';

/** Where a socket keeps its connection. */
const CONNECTION = Symbol('connection');
const CLOSED = Symbol('closed');

interface Owned {
  [CONNECTION]?: Connection;
  [CLOSED]?: (connection: Connection) => void;
}

/** Types in which `ws` delivers a message. */
type WebSocketData = Buffer | ArrayBuffer | Buffer[];

class TcpTransport implements Transport {
  readonly #socket: Socket;
  readonly remoteAddress: string;

  constructor(socket: Socket, remoteAddress: string) {
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** With a certificate of its client; most have none, and need no room for it. */
class CertifiedTransport extends TcpTransport {
  readonly certificate: ClientCertificate | PosthornError;

  constructor(socket: Socket, remoteAddress: string, certificate: ClientCertificate | PosthornError) {
    super(socket, remoteAddress);
    this.certificate = certificate;
  }
}

/** Whose a socket is. */
export interface Peer {
  readonly address: string;
  /** See {@link Transport.certificate}. */
  readonly certificate?: ClientCertificate | PosthornError | undefined;
}

/** Makes a TCP or TLS socket a transport; `start` returns its connection. */
export function wrapTcp(
  socket: Socket,
  { address, certificate }: Peer,
  start: (transport: Transport) => Connection,
  closed: (connection: Connection) => void,
): void {
  const owned = socket as Socket & Owned;
  const connection = start(
    certificate === undefined
      ? new TcpTransport(socket, address)
      : new CertifiedTransport(socket, address, certificate),
  );
  owned[CONNECTION] = connection;
  owned[CLOSED] = closed;
  if (connection.notesLeaving) socket.on('end', onTcpEnd);
  socket.on('data', onTcpData);
  socket.on('error', onTcpError);
  socket.on('close', onClose);
}

function onTcpData(this: Socket & Owned, bytes: Buffer): void {
  this[CONNECTION]?.receive(bytes);
}

function onTcpEnd(this: Socket & Owned): void {
  this[CONNECTION]?.left();
}

function onTcpError(this: Socket): void {
  // A reset or a broken pipe; 'close' follows and is what counts.
  this.destroy();
}

function onClose(this: object): void {
  // The two wrap functions below own these properties.
  const { [CONNECTION]: connection, [CLOSED]: closed } = this as Owned;
  if (connection !== undefined) closed?.(connection);
}

/** Close code. `ws` bounds how long a client may take to answer the closing handshake. */
const CLOSE_NORMAL = 1000;

/** A message may hold several frames; one frame still has its own bound. */
const FRAMES_PER_MESSAGE = 4;

/**
 * Bounds what `ws` gathers of one message. Its option `maxPayload` holds for all connections of a server and for ever; a
 * stranger gets less than a user, so this sets what that option has set. A test holds it.
 */
function boundMessages(socket: WebSocket, maxBytes: number): void {
  (socket as unknown as { readonly _receiver: { _maxPayload: number } })._receiver._maxPayload = maxBytes;
}

class WebSocketTransport implements Transport {
  readonly #socket: WebSocket;
  readonly remoteAddress: string;
  /** After login. */
  readonly #maxMessageBytes: number;

  constructor(socket: WebSocket, remoteAddress: string, maxFrameBytes: number) {
    this.#socket = socket;
    this.remoteAddress = remoteAddress;
    this.#maxMessageBytes = maxFrameBytes * FRAMES_PER_MESSAGE;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  write(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  trust(): void {
    boundMessages(this.#socket, this.#maxMessageBytes);
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    // A paused socket would never see the client's closing frame.
    this.#socket.resume();
    this.#socket.close(CLOSE_NORMAL);
  }

  destroy(): void {
    this.#socket.terminate();
  }
}

/** Largest message before login. */
export const STRANGERS_MESSAGE_BYTES = LIMITS.preLoginFrameBytes * FRAMES_PER_MESSAGE;

/** Makes a WebSocket a transport; `start` returns its connection. `maxFrameBytes`: after login. */
export function wrapWebSocket(
  socket: WebSocket,
  remoteAddress: string,
  maxFrameBytes: number,
  start: (transport: Transport) => Connection,
  closed: (connection: Connection) => void,
): void {
  const owned = socket as WebSocket & Owned;
  owned[CONNECTION] = start(new WebSocketTransport(socket, remoteAddress, maxFrameBytes));
  owned[CLOSED] = closed;
  socket.on('message', onWebSocketMessage);
  socket.on('error', onWebSocketError);
  socket.on('close', onClose);
}

function onWebSocketMessage(this: WebSocket & Owned, data: WebSocketData, isBinary: boolean): void {
  if (!isBinary) {
    // 1003: "received a type of data it cannot accept", RFC 6455 §7.4.1.
    this.close(1003, 'binary messages only');
    return;
  }
  // The default binaryType 'nodebuffer' gives one Buffer.
  this[CONNECTION]?.receive(data as Buffer);
}

function onWebSocketError(this: WebSocket): void {
  this.terminate();
}
