/**
 * The interface of a router: all rules of the system, for gateways and HTTP. The implementation is in the same process,
 * or reached over the bus in a cluster.
 *
 * @module
 */
import type { DeviceClass, PosthornError, Reply, Request } from '@posthorn/protocol';
import type { CallerKey } from './scopes.ts';

/** The login behind a connection or an HTTP request. */
export interface CallerSession {
  readonly id: number;
  readonly user: number;
  readonly name: string;
  /** The name folded for comparing and sorting. */
  readonly nameKey: string;
  readonly admin: boolean;
  /** A program, not a person. */
  readonly bot: boolean;
  readonly deviceId: string;
  readonly deviceClass: DeviceClass;
  readonly inbox: number;
  /**
   * A program with a server key. `user` is then whom it acts as, or 0; `admin` is true for 0, though a key may only do what its
   * scopes say (scopes.ts).
   */
  readonly key?: CallerKey;
}

/** A client's TLS certificate, whose chain the listener of its gateway has checked (docs/adr/0052). */
export interface ClientCertificate {
  /** Whom it names. */
  readonly name: string;
  /** Unix ms. */
  readonly validUntil: number;
}

/** Who asks, and from where. */
export interface Caller {
  /** Unique in the cluster. 0 for a plain HTTP request. */
  readonly connection: number;
  /**
   * The sequence within which a router keeps the order of sends. Default: the connection. A router in another process
   * makes a new one each time that the connection arrives there: it may have sent elsewhere meanwhile.
   */
  readonly sequence?: number;
  /** Remote address without port, for throttling. */
  readonly address: string;
  /** Only for a caller without a session. Gateways vouch for it, as for the address: nothing that a client sends says it. */
  readonly certificate?: ClientCertificate;
  readonly session: CallerSession | undefined;
  /** How a connection has got its session; a router in another process asks for it. */
  readonly proof?: Proof;
}

/** A user identified by a protocol that has no tokens. */
export interface ForeignIdentity {
  /** The protocol's name. Empty: from a gateway of the previous version, which knew only one such protocol. */
  readonly protocol: string;
  readonly user: number;
  readonly name: string;
}

/** What a session rests on: its token, or an identity. */
export type Proof = string | ForeignIdentity;

/** What a gateway needs to know about an attached connection. */
export interface Attachment {
  readonly session: CallerSession;
  /** The login slot that the connection takes under the login policy, and its fencing number. Empty: no slot. */
  readonly slot: string;
  readonly fence: number;
  /** Rooms whose messages every connection receives. */
  readonly rooms: readonly number[];
  /** The answer for the client. */
  readonly reply: Reply;
  /** What the session rests on from now on, if not on what the client has sent, which is good for one use. */
  readonly proof?: string;
}

/** A request as a client has sent it. */
export interface RequestFrame {
  /** Field number in ClientFrame: says which request it is. */
  readonly number: number;
  /** The encoded ClientFrame. The bytes belong to the caller again after the call returns. */
  readonly frame: Uint8Array;
}

/** An answer to be encoded, or an encoded ServerFrame without `re`. */
export type Answer = Reply | Uint8Array;

/** The members among the users asked for, at `version` of the group. Its head was at least `head` then. */
export interface MembershipSnapshot {
  readonly version: number;
  readonly head: number;
  readonly members: readonly number[];
}

export interface Router {
  /**
   * Carries out one request. Rejects with a PosthornError, never with anything else. Calls of one connection may
   * overlap; sends of one connection are committed in the order of the calls (promise 4). The gateway itself handles
   * `hello`, `ping` and `attach`; all other requests come here.
   */
  call(caller: Caller, request: Request): Promise<Reply>;

  /**
   * The same for an encoded request, which the caller need not know. Refuses with UNKNOWN_REQUEST if no router knows it,
   * and with MALFORMED_FRAME if the bytes are not such a request; the connection has to end then. An immediate refusal is
   * returned instead of a promise, which makes refusals cheap under overload.
   */
  forward(caller: Caller, request: RequestFrame): Promise<Answer> | PosthornError;

  /** Returns the session of a bearer token. Rejects with UNAUTHENTICATED, SESSION_EXPIRED, ACCOUNT_DISABLED. */
  authenticate(token: string): Promise<CallerSession>;

  /**
   * Authenticates and takes the login slot. The gateway then, in this order: subscribes `user.<id>`, waits
   * for bus.ready(), publishes the Fence, asks groups(), subscribes those, answers the client.
   */
  attach(caller: Caller, token: string): Promise<Attachment>;

  /**
   * Like attach(), for a protocol without tokens. Rejects with BAD_CREDENTIALS unless the account was created through
   * such a protocol and has logged in through it.
   */
  attachAs(caller: Caller, identity: ForeignIdentity): Promise<Attachment>;

  /** A page of a user's groups, by id. */
  groups(
    user: number,
    after: number,
    limit: number,
  ): Promise<readonly { readonly id: number; readonly version: number }[]>;

  /** Which of `users` are members of a group now. */
  membership(conversation: number, users: readonly number[]): Promise<MembershipSnapshot>;

  /** The ids of all current sessions of these users. */
  sessionsOf(users: readonly number[]): Promise<readonly number[]>;

  /** Forgets a connection that has ended, by its sequence (see Caller). `offlineUser`: set if it was the user's last one. */
  detached(sequence: number, offlineUser: number | undefined): void;
}

/** The router in this process, which also serves gateways in others. */
export interface ServableRouter extends Router {
  /** Returns the session that a proof stands for now. Rejects as authenticate() and attachAs() do. */
  identify(proof: Proof): Promise<CallerSession>;
}
