/**
 * One router as a gateway reaches it: its link, and the calls that wait for its answers.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { Link } from '../cluster/link.ts';
import type { Links } from '../cluster/links.ts';
import { decodeRouterAnswer, encodeRouterCall } from '../generated/bus.ts';
import type { RouterAnswerBody, RouterCallBodyInit } from '../generated/bus.ts';
import { toSessionInfo } from './call-codec.ts';
import type { KnownRequests } from './known-requests.ts';
import type { LanePosition } from './lanes.ts';
import type { Caller, RequestFrame } from '../router/router.ts';

/** A call that has not ended. */
export interface PendingCall extends LanePosition {
  readonly caller: Caller;
  readonly body: RouterCallBodyInit;
  /** The client's request in `body`; undefined for the gateway's own questions, which may be asked again at will. */
  readonly request: RequestFrame | undefined;
  /** Of a caller without a login: calls of one key go to one router. */
  readonly key: number;
  /** Monotonic ms. */
  readonly deadline: number;
  /** How many routers were asked. */
  tries: number;
  /** It is in the {@link Placement.inFlight} of its connection. */
  isPlaced: boolean;
  /** It was answered by its deadline; what the router still says is heard by nobody. */
  isSettled: boolean;
  /** The router has answered, perhaps with an error. */
  readonly resolve: (body: RouterAnswerBody) => void;
  readonly reject: (error: PosthornError) => void;
}

export interface PeerOptions {
  readonly id: string;
  /** What this router knows. */
  readonly requests: KnownRequests;
  readonly links: Links;
  readonly onAnswer: (peer: Peer, call: PendingCall, body: RouterAnswerBody | undefined) => void;
  /** It cannot be reached any more; `calls` were not answered, in the order in which they were made. */
  readonly onEnd: (peer: Peer, reason: string, calls: readonly PendingCall[]) => void;
}

/** Calls that one router owes an answer at once. */
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

  /** False: more waits already than should, and it was not taken. */
  call(call: PendingCall): boolean {
    if (this.#calls.size >= MAX_IN_FLIGHT) return false;
    const id = (this.#lastId += 1);
    const { connection, address, session } = call.caller;
    const head = session === undefined ? { id, connection, address } : { id, connection };
    if (!this.#link.send(encodeRouterCall({ ...head, body: call.body }))) return false;
    this.#calls.set(id, call);
    return true;
  }

  /** From here on calls of this connection are this session's. */
  introduce({ connection, address, session }: Caller): void {
    if (session === undefined) return;
    const value = { address, session: toSessionInfo(session) };
    this.#link.send(encodeRouterCall({ id: 0, connection, body: { case: 'arrival', value } }));
  }

  /** A connection is gone, or somewhere else from now on. */
  detached(connection: number, offlineUser: number): void {
    this.#link.send(
      encodeRouterCall({ id: 0, connection, body: { case: 'detached', value: { offlineUser } } }),
    );
  }

  /** Whether another router may be asked what this one has not answered, though it may have carried it out. */
  mayAskAnother({ request }: PendingCall): boolean {
    return request === undefined || this.requests.mayRepeat(request);
  }

  /** Rejects what is past its deadline. Its answer may still come, and then only counts. */
  expire(now: number, give: (call: PendingCall) => void): void {
    // One that another router had before stands behind later ones.
    for (const call of this.#calls.values()) if (!call.isSettled && call.deadline <= now) give(call);
  }

  /** Ends the link; {@link PeerOptions.onEnd} follows. Idempotent. */
  close(): void {
    this.#link.close();
  }
}
