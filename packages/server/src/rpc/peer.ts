/**
 * A router as seen by a gateway: the link to it, and the calls waiting for its answers.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { Link } from '../cluster/link.ts';
import type { Links } from '../cluster/links.ts';
import { decodeRouterAnswer, encodeRouterCall } from '../generated/bus.ts';
import type { RouterAnswerBody, RouterCallBodyInit } from '../generated/bus.ts';
import { toArrivalProof, toSessionInfo } from './call-codec.ts';
import type { KnownRequests } from './known-requests.ts';
import type { LanePosition } from './lanes.ts';
import type { Caller, RequestFrame } from '../router/router.ts';

/** A call that has not been answered. */
export interface PendingCall extends LanePosition {
  readonly caller: Caller;
  readonly body: RouterCallBodyInit;
  /** The client's request in `body`. Undefined for the gateway's own questions, which may always be repeated. */
  readonly request: RequestFrame | undefined;
  /** For callers without a login: calls with the same key go to the same router. */
  readonly key: number;
  /** Monotonic ms. */
  readonly deadline: number;
  /** Number of routers asked so far. */
  tries: number;
  /** Whether {@link Placement.inFlight} of its connection counts it. */
  isPlaced: boolean;
  /** It has ended, perhaps by its deadline; a later answer is ignored. */
  isSettled: boolean;
  /** Called with the router's answer, which may be an error. */
  readonly resolve: (body: RouterAnswerBody) => void;
  readonly reject: (error: PosthornError) => void;
}

export interface PeerOptions {
  readonly id: string;
  /** The requests that this router knows. */
  readonly requests: KnownRequests;
  readonly links: Links;
  readonly onAnswer: (peer: Peer, call: PendingCall, body: RouterAnswerBody | undefined) => void;
  /** The link has ended. `calls` were not answered; they are in the order in which they were made. */
  readonly onEnd: (peer: Peer, reason: string, calls: readonly PendingCall[]) => void;
}

/** Bound on unanswered calls of one router. */
const MAX_IN_FLIGHT = 50_000;

export class Peer {
  readonly id: string;
  readonly requests: KnownRequests;
  readonly #link: Link;
  readonly #calls = new Map<number, PendingCall>();
  #lastId = 0;
  isDraining = false;

  constructor({ id, requests, links, onAnswer, onEnd }: PeerOptions) {
    this.id = id;
    this.requests = requests;
    this.#link = links.open(id, {
      onItem: (item) => {
        const answer = decodeRouterAnswer(item);
        const call = this.#calls.get(answer.id);
        if (call === undefined) return;
        this.#calls.delete(answer.id);
        onAnswer(this, call, answer.body);
      },
      onEnd: (reason) => {
        const calls = [...this.#calls.values()];
        this.#calls.clear();
        onEnd(this, reason, calls);
      },
    });
  }

  get isOver(): boolean {
    return this.#link.isOver;
  }

  get inFlight(): number {
    return this.#calls.size;
  }

  /** Returns false, and does not take the call, when too many are waiting already. */
  call(call: PendingCall): boolean {
    if (this.#calls.size >= MAX_IN_FLIGHT) return false;
    const id = (this.#lastId += 1);
    const { connection, address, certificate, session } = call.caller;
    const head = session === undefined ? { id, connection, address, certificate } : { id, connection };
    if (!this.#link.send(encodeRouterCall({ ...head, body: call.body }))) return false;
    this.#calls.set(id, call);
    return true;
  }

  /** Tells the router whose calls of this connection are from now on. */
  introduce({ connection, address, session, proof }: Caller): void {
    if (session === undefined) return;
    const value = {
      address,
      session: toSessionInfo(session),
      proof: proof === undefined ? undefined : toArrivalProof(proof),
    };
    this.#link.send(encodeRouterCall({ id: 0, connection, body: { case: 'arrival', value } }));
  }

  /** Tells the router that a connection has ended or has moved to another router. */
  detached(connection: number, offlineUser: number): void {
    this.#link.send(
      encodeRouterCall({ id: 0, connection, body: { case: 'detached', value: { offlineUser } } }),
    );
  }

  /** Whether an unanswered call, which this router may have carried out, may be repeated at another one. */
  mayAskAnother({ request }: PendingCall): boolean {
    return request === undefined || this.requests.mayRepeat(request);
  }

  /** Passes calls past their deadline to `give`. They stay counted until the router answers. */
  expire(now: number, give: (call: PendingCall) => void): void {
    // Not sorted by deadline: a repeated call stands behind later ones.
    for (const call of this.#calls.values()) if (!call.isSettled && call.deadline <= now) give(call);
  }

  /** Ends the link; {@link PeerOptions.onEnd} follows. Idempotent. */
  close(): void {
    this.#link.close();
  }
}
