/**
 * A wire protocol as the gateway sees it: it turns bytes into requests and pushes into bytes. Sockets, limits,
 * heartbeats, rules and delivery are shared by all protocols. The native one has no privileges.
 *
 * @module
 */
import type { PosthornError, Reply, Request, ServerFrame } from '@posthorn/protocol';
import type { Answer, ClientCertificate, ForeignIdentity, RequestFrame } from '../router/router.ts';

/** What a protocol can express. The conformance suite skips cases that need more. */
export interface ProtocolCapabilities {
  /** Clients send messages over it. */
  readonly sends: boolean;
  /** A sent message is acknowledged with its seq. */
  readonly acks: boolean;
  /** Typing, presence and receipts reach the client. */
  readonly notes: boolean;
  /** The client can ask for what it missed. */
  readonly pulls: boolean;
  /** Silent clients are disconnected. */
  readonly heartbeats: boolean;
}

/**
 * A push to local connections. It is decoded at most once, and encoded at most once per protocol, however many receive
 * it.
 */
export interface OutgoingPush {
  /** The length-prefixed ServerFrame of the native protocol. Shared: do not change it. */
  readonly frame: Uint8Array;
  /** The same, decoded. */
  decode(): ServerFrame;
}

export interface Protocol {
  readonly name: string;
  readonly capabilities: ProtocolCapabilities;
  /** A client that is silent for longer is disconnected. Default: 2.5 heartbeats of the server. */
  readonly silenceMs?: number;
  /** Its clients never log in, and may stay all the same. */
  readonly takesStrangers?: true;
  /** Of WebSockets. What a client offers besides it is not chosen. */
  readonly subprotocol?: string;
  /** URL schemes of where its clients go when they are sent away. Default: the addresses of logins. */
  readonly schemes?: readonly string[];
  /** State for one connection. */
  open(host: ProtocolHost): ProtocolSession;
  /** The bytes for every receiver of this protocol; undefined when it cannot show this push. */
  encode(push: OutgoingPush): Uint8Array | undefined;
}

/** One connection's protocol state. Does no I/O: it calls its {@link ProtocolHost}. */
export interface ProtocolSession {
  /**
   * Receives bytes, which belong to the gateway again after the return. Throws a PosthornError when the stream cannot be
   * read any further; the connection then ends with {@link ProtocolSession.goodbye}.
   */
  receive(bytes: Uint8Array): void;
  /** Reads on in what was received, after {@link ProtocolHost.mayRead} was false. */
  resume?(): void;
  /** It has received as much as it wants to keep: the client is not read until {@link ProtocolHost.readOn}. */
  readonly isBusy?: boolean;
  /** Instead of {@link Protocol.silenceMs}, where each client says for itself how long it may be silent. */
  readonly silenceMs?: number | undefined;
  /**
   * Encodes a push for this connection alone, instead of {@link Protocol.encode}; for protocols whose pushes depend on
   * what the connection has received before. Undefined: write nothing. `isOwn`: a request of this connection has caused it.
   */
  push?(push: OutgoingPush, isOwn: boolean): Uint8Array | undefined;
  /** What its own requests cause is pushed to it too. Default: it is answered, and that is all. */
  readonly takesOwn?: true;
  /**
   * The client closes the connection itself, in order. Requests can still be made. Not called when the connection breaks,
   * nor when the server ends it.
   */
  left?(): void;
  /**
   * The connection ends, in whichever way. Requests can still be made, and are carried out; what they are answered does not
   * matter any more. Called once.
   */
  ended?(): void;
  /**
   * A client of this user and wire has taken its session (`takeWireSession`) by a connection at a node, which may be this one. A hint
   * that can be lost, or come late.
   */
  taken?(client: string, node: string): void;
  /**
   * What the client has sent before its connection broke, and is still being carried out. The connection lives until that
   * resolves, for some seconds at most. Undefined: nothing.
   */
  rest?(): Promise<void> | undefined;
  /** The last bytes for a client before its connection closes; undefined for none. */
  goodbye(parting: Parting): Uint8Array | undefined;
}

/** Why the server ends a connection. */
export interface Parting {
  readonly error: PosthornError;
  /** Clients come back after a random moment within this window. */
  readonly windowMs: number;
  /** Where to, best first; empty: where they know. */
  readonly endpoints: readonly string[];
}

/** What the gateway offers to a protocol session: the connection as the session sees it. */
export interface ProtocolHost {
  /**
   * Look at it after each frame: while it is false, the client is ahead of its limits, or gone. A protocol then keeps the
   * bytes that it has received, and what little still comes, until {@link ProtocolSession.resume}.
   */
  readonly mayRead: boolean;
  /**
   * The client's TLS certificate, or why it does not count. With one, a `login` that names nobody is that of whom the
   * certificate names. Absent: the listener asks for none, or the client has none.
   */
  readonly certificate?: ClientCertificate | PosthornError | undefined;
  /**
   * Carries out a request; rejects with a PosthornError. Calls are taken in order. `attach` makes this the
   * session's live connection; everything but `hello`, `ping`, `register`, `login` and `attach` needs it. `bytes`: of what
   * the client has sent for it, which count for its bounds as those of {@link ProtocolHost.forward} do.
   */
  request(request: Request, bytes?: number): Promise<Reply>;
  /**
   * Carries out a request of {@link ProtocolSession.ended} that must not be lost: one whose repeat is harmless. It is repeated
   * for some minutes while no router can be asked. What is told later of the same connection waits for it.
   */
  tell(request: Request): void;
  /**
   * Like `request` for an encoded one, which the gateway need not know. An immediate refusal is returned instead of a
   * promise. Throws MALFORMED_FRAME for malformed bytes.
   */
  forward(request: RequestFrame): Promise<Answer> | PosthornError;
  /**
   * Attaches a user whom the protocol itself has identified, without a token. Rejects with a PosthornError when the router
   * refuses.
   */
  attachAs(identity: ForeignIdentity): Promise<Reply>;
  /** The session is not busy any more. Its {@link ProtocolSession.resume} is called if the connection was not read. */
  readOn(): void;
  /** Resolves when the client has taken most of what was written, or is gone. Several may wait at once. */
  drained(): Promise<void>;
  /** Writes an answer. Never dropped. Several within a turn of the event loop leave in one write. */
  write(bytes: Uint8Array): void;
  /** Ends the connection, with a goodbye that carries the code. */
  end(error: PosthornError): void;
}
