/**
 * Chooses the router for each call, and decides what happens to calls whose router goes away.
 *
 * A connection stays with one router as long as that router lives, so that its sends are committed in order (promise 4;
 * ADR 6 names the cases). It moves only while none of its calls is in flight: away from a draining router at once (new
 * calls wait for those few milliseconds), and to a router that has started later if the hash prefers that one.
 *
 * A request that the connection's router does not know goes to one that does, if there is one.
 *
 * When a router dies, another one is asked what it has not answered, where the dead one has announced that asking twice
 * is as good as once (known-requests.ts); sends are, by their client ids. A connection's sends go there by rising order:
 * a send that the dead router had refused and that was tried again stands behind later ones, which only the dead router
 * would have refused. The dead one may have carried sends out, or may still do so if it was only asleep. It commits them
 * in this order too. So the order stays, whichever commits a message first.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Links } from '../cluster/links.ts';
import type { Nodes } from '../cluster/nodes.ts';
import { OrderLost } from '../cluster/order-lost.ts';
import type { Bus, Subscription } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import type { RouterAnswerBody } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import { fromCallError } from './call-codec.ts';
import type { KnownRequests } from './known-requests.ts';
import { inSendOrder, Placements } from './placements.ts';
import type { Placement } from './placements.ts';
import type { Peer, PendingCall } from './peer.ts';
import { Routers } from './routers.ts';
import type { Caller } from '../router/router.ts';

export interface DispatcherOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nodes: Nodes;
  readonly links: Links;
  /** Requests known to routers that announce none. */
  readonly usualRequests: KnownRequests;
}

/** How long a call waits while there is no router; also how long the bus may be away before calls are refused at once. */
const NO_ROUTER_MS = 5000;
/** Retry delays told to clients; `NO_BUS`: while the bus is away. */
const RETRY_MS = 200;
const NO_BUS_RETRY_MS = 1000;
const MAX_WAITING = 20_000;
const CHECK_MS = 500;
const MAX_TRIES = 4;
/** A new router gets its share of the existing connections after this time. */
const SETTLED_MS = 10_000;

interface Waiting {
  readonly call: PendingCall;
  readonly until: number;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #routers: Routers;
  readonly #placements = new Placements();
  /** Calls waiting for a router, in order. */
  #waiting: Waiting[] = [];
  readonly #subscriptions: readonly Subscription[];
  /** Monotonic ms; undefined while the bus is up. */
  #busAwaySince: number | undefined;
  #checker: Timer;
  #isClosed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#routers = new Routers({
      ...options,
      usual: options.usualRequests,
      onAnswer: (...args) => this.#answered(...args),
      onEnd: (...args) => this.#ended(...args),
    });
    this.#subscriptions = [
      options.nodes.listen({
        seen: ({ id, isRouter, isDraining }) => {
          if (isRouter) this.#seen(id, isDraining);
        },
        gone: ({ id }) => this.#routers.forget(id),
      }),
      options.bus.onStatus((status) => {
        this.#busAwaySince = status === 'up' ? undefined : options.clock.monotonic();
      }),
    ];
    this.#checker = this.#checkLater();
  }

  /** Whether there is a router to ask. */
  get hasRouter(): boolean {
    return this.#routers.hasAny();
  }

  /** Takes a new call. It ends by its `resolve` or `reject`. */
  dispatch(call: PendingCall): void {
    // Nothing may overtake the waiting calls.
    this.#drainWaiting();
    const { session, connection } = call.caller;
    // Needed even if the call is refused at once: later calls must not overtake it.
    const placement = session && this.#placements.of(connection);
    if (this.#isClosed) this.#fail(call, 'this node is going down');
    else if (this.#isCutOff())
      this.#giveUp(call, 'the routers cannot be reached: the bus is away', NO_BUS_RETRY_MS);
    else if (session === undefined || placement === undefined) this.#toAny(call);
    else this.#ofConnection(placement, call, session.user);
  }

  /** A connection is gone. */
  detached(connection: number, offlineUser: number | undefined): void {
    const placement = this.#placements.remove(connection);
    for (const call of placement?.parked ?? []) this.#fail(call, 'the connection is gone');
    const peer =
      placement?.peer ?? (offlineUser === undefined ? undefined : this.#routers.choose(offlineUser));
    if (peer !== undefined && !peer.isOver) peer.detached(connection, offlineUser ?? 0);
  }

  /** Rejects everything that waits. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#checker.cancel();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.#routers.close();
    for (const { call } of this.#waiting) this.#fail(call, 'this node is going down');
    this.#waiting = [];
  }

  /** Whether the bus has been away for so long that new calls are refused instead of queued. */
  #isCutOff(): boolean {
    const since = this.#busAwaySince;
    return since !== undefined && this.#options.clock.monotonic() - since > NO_ROUTER_MS;
  }

  /**
   * Dispatches a call once more, unless its connection is gone. In that case the client asks again after it has reconnected;
   * the sends given up before this one are forgotten, so it could overtake them.
   */
  #dispatchAgain(call: PendingCall): void {
    const isGone = call.caller.session !== undefined && this.#placementOf(call) === undefined;
    if (isGone) this.#fail(call, 'the connection is gone');
    else if (!call.isSettled) this.dispatch(call);
  }

  #toAny(call: PendingCall): void {
    const peer = this.#routers.choose(call.key);
    if (peer === undefined) this.#wait(call);
    else this.#transmit(this.#whoKnows(call, peer), call);
  }

  #ofConnection(placement: Placement, call: PendingCall, user: number): void {
    const { peer } = placement;
    const isSettled = peer !== undefined && !peer.isOver;
    if (isSettled && peer.isDraining && placement.inFlight > 0 && this.#routers.choose(user) !== peer) {
      placement.parked.push(call);
      return;
    }
    if (!isSettled || peer.isDraining || this.#placements.isOutdated(placement)) {
      this.#place(placement, call.caller, user);
    }
    if (placement.peer === undefined) {
      this.#wait(call);
    } else if (placement.mayPass(call)) {
      this.#toPlace(placement, placement.peer, call);
    } else {
      // The connection ends by this, but calls that waited beside this one are dispatched before that.
      placement.refused(call, undefined);
      call.reject(new OrderLost());
    }
  }

  #toPlace(placement: Placement, peer: Peer, call: PendingCall): void {
    const other = this.#whoKnows(call, peer);
    if (other !== peer) {
      this.#visit(other, call);
      return;
    }
    call.isPlaced = this.#transmit(peer, call);
    if (call.isPlaced) placement.inFlight++;
    else placement.refused(call, undefined);
  }

  /** Returns `peer`, or another router if only that one knows the request. */
  #whoKnows({ request, key, caller }: PendingCall, peer: Peer): Peer {
    if (request === undefined || peer.requests.has(request.number)) return peer;
    return this.#routers.chooseFor(request.number, caller.session?.user ?? key) ?? peer;
  }

  /** Asks another router once; the connection stays placed where it is. */
  #visit(peer: Peer, call: PendingCall): void {
    peer.introduce(call.caller);
    this.#transmit(peer, call);
    peer.detached(call.caller.connection, 0);
  }

  #place(placement: Placement, caller: Caller, user: number): void {
    const before = placement.peer;
    const peer = this.#routers.choose(user);
    this.#placements.looked(placement);
    if (peer === before && before?.isOver !== true) return;
    if (before !== undefined && !before.isOver) before.detached(caller.connection, 0);
    placement.peer = peer;
    peer?.introduce(caller);
  }

  #transmit(peer: Peer, call: PendingCall): boolean {
    call.tries++;
    if (peer.call(call)) return true;
    call.reject(new PosthornError('OVERLOADED', 'too much waits for the router', { retryAfterMs: 500 }));
    return false;
  }

  #answered(peer: Peer, call: PendingCall, body: RouterAnswerBody | undefined): void {
    const placement = this.#placementOf(call);
    const error = body?.case === 'error' ? fromCallError(body.value) : undefined;
    if (placement !== undefined && placement.peer === peer && call.isPlaced) {
      placement.inFlight--;
      if (error?.canRetry === true) placement.refused(call, peer);
      else placement.settled(call);
    }
    if (body === undefined) call.reject(new PosthornError('INTERNAL', 'the router gave no answer'));
    else call.resolve(body);
    if (placement !== undefined && placement.inFlight === 0) this.#unpark(placement);
    if (peer.isDraining && peer.inFlight === 0) this.#leave(peer);
  }

  #unpark(placement: Placement): void {
    const { parked } = placement;
    if (parked.length === 0) return;
    placement.parked = [];
    for (const call of parked) this.#dispatchAgain(call);
  }

  /** Ends the link to a draining router that has answered everything, if there is another router. */
  #leave(peer: Peer): void {
    if (this.#routers.hasAny(peer)) peer.close();
  }

  #ended(peer: Peer, reason: string, calls: readonly PendingCall[]): void {
    this.#routers.left(peer, reason === 'silent');
    if (!this.#isClosed) {
      const fields = { router: peer.id, reason, calls: calls.length };
      this.#options.logger.info(fields, 'the link to a router has ended');
    }
    const left = this.#placements.left(peer);
    for (const call of inSendOrder(calls)) this.#again(call, peer);
    for (const placement of left) this.#unpark(placement);
  }

  #again(call: PendingCall, peer: Peer): void {
    if (call.isSettled) return;
    if (!this.#isClosed && peer.mayAskAnother(call) && call.tries < MAX_TRIES) {
      this.#dispatchAgain(call);
      return;
    }
    this.#placementOf(call)?.refused(call, peer);
    this.#fail(call, 'the router went away; the outcome is unknown');
  }

  #placementOf({ caller: { session, connection } }: PendingCall): Placement | undefined {
    return session === undefined ? undefined : this.#placements.peek(connection);
  }

  #fail(call: PendingCall, message: string, retryAfterMs = RETRY_MS): void {
    call.reject(new PosthornError('UNAVAILABLE', message, { retryAfterMs }));
  }

  #wait(call: PendingCall): void {
    if (this.#waiting.length < MAX_WAITING) {
      this.#waiting.push({ call, until: this.#options.clock.monotonic() + NO_ROUTER_MS });
    } else {
      this.#giveUp(call);
    }
  }

  /** Refuses a call that no router has received. */
  #giveUp(call: PendingCall, message = 'there is no router now', retryAfterMs = RETRY_MS): void {
    this.#placementOf(call)?.refused(call, undefined);
    this.#fail(call, message, retryAfterMs);
  }

  #seen(id: string, isDraining: boolean): void {
    const peer = this.#routers.peek(id);
    if (peer !== undefined && isDraining !== peer.isDraining) {
      peer.isDraining = isDraining;
      if (isDraining && peer.inFlight === 0) this.#leave(peer);
    }
    if (peer === undefined && this.#placements.isNew(id))
      this.#options.clock.after(SETTLED_MS, () => this.#placements.lookAgain());
    for (const other of this.#routers.peers) if (other.isDraining && other.inFlight === 0) this.#leave(other);
    this.#drainWaiting();
  }

  #drainWaiting(): void {
    if (this.#waiting.length === 0 || !this.hasRouter) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { call } of waiting) this.#dispatchAgain(call);
  }

  #checkLater(): Timer {
    const { clock } = this.#options;
    return clock.after(CHECK_MS, () => {
      const now = clock.monotonic();
      for (const peer of this.#routers.peers) peer.expire(now, (call) => this.#late(call, peer));
      const late = this.#waiting.filter(({ until }) => until <= now);
      this.#waiting = this.#waiting.filter(({ until }) => until > now);
      for (const { call } of late) this.#giveUp(call);
      this.#drainWaiting();
      if (!this.#isClosed) this.#checker = this.#checkLater();
    });
  }

  #late(call: PendingCall, peer: Peer): void {
    this.#placementOf(call)?.refused(call, peer);
    call.reject(new PosthornError('TIMEOUT', 'the router gave no answer in time; the outcome is unknown'));
  }
}
