/**
 * What a wire protocol is to the gateway. The native one is a peer among others: each turns bytes into
 * requests and pushes into bytes; sockets, limits, heartbeats, rules and delivery are shared.
 *
 * @module
 */
import type { PosthornError, Reply, Request, ServerFrame } from '@posthorn/protocol';
import type { Answer, ForeignIdentity, RequestFrame } from '../router/router.ts';

/** What a protocol can express; the shared suite skips by these, with the reason. */
export interface ProtocolCapabilities {
  /** Clients send messages over it. */
  readonly sends: boolean;
  /** A sent message is acknowledged with its seq. */
  readonly acks: boolean;
  /** Typing, presence and receipts reach the client. */
  readonly notes: boolean;
  /** The client can ask for what it missed. */
  readonly pulls: boolean;
  /** The client has to be heard from, or it is cut. */
  readonly heartbeats: boolean;
}

/**
 * A push on its way to local connections. Decoded at most once, encoded at most once per protocol, however
 * many receive it.
 */
export interface OutgoingPush {
  /** The length-prefixed ServerFrame of the native protocol. Shared: not to be changed. */
  readonly frame: Uint8Array;
  /** The same, decoded. */
  decode(): ServerFrame;
}

export interface Protocol {
  readonly name: string;
  readonly capabilities: ProtocolCapabilities;
  /** A client that is silent for longer is cut; 2.5 heartbeats of the server without it. */
  readonly silenceMs?: number;
  /** State for one connection. */
  open(host: ProtocolHost): ProtocolSession;
  /** The bytes for every receiver of this protocol; undefined when it cannot show this push. */
  encode(push: OutgoingPush): Uint8Array | undefined;
}

/** One connection's protocol state. Does no I/O: it calls its {@link ProtocolHost}. */
export interface ProtocolSession {
  /**
   * Bytes came. They are the gateway's again after the return. Throws a PosthornError when the stream cannot
   * be read on: the connection then ends with {@link ProtocolSession.goodbye}.
   */
  receive(bytes: Uint8Array): void;
  /**
   * For protocols whose pushes depend on what this very connection has had: the bytes for it alone, instead of
   * {@link Protocol.encode}. Undefined for none.
   */
  push?(push: OutgoingPush): Uint8Array | undefined;
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
   * Carries out a request; rejects with a PosthornError. Calls are taken in order. `attach` makes this the
   * session's live connection; everything but `hello`, `ping`, `register`, `login` and `attach` needs it.
   */
  request(request: Request): Promise<Reply>;
  /**
   * The same for a request that came as bytes; nobody here need know it. What is refused at once is returned instead of a
   * promise. Throws MALFORMED_FRAME for bytes that are no such request.
   */
  forward(request: RequestFrame): Promise<Answer> | PosthornError;
  /**
   * Attaches somebody whom the protocol itself has identified, instead of a token. Rejects with a PosthornError
   * when the router does not accept that.
   */
  attachAs(identity: ForeignIdentity): Promise<Reply>;
  /** Resolves when the client has taken most of what was written, or is gone. */
  drained(): Promise<void>;
  /** Writes an answer. Never dropped. Several within a turn of the event loop leave in one write. */
  write(bytes: Uint8Array): void;
  /** Ends the connection, with a goodbye that carries the code. */
  end(error: PosthornError): void;
}
