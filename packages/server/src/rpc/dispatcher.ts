/**
 * Decides which router a call goes to, and what becomes of it when that router goes away.
 *
 * A connection stays with one router as long as that lives, so that its sends are committed in their order
 * (promise 4; docs/adr names the cases). It moves only when none of its calls is on its way: at once when its router
 * drains, because new calls then wait for those few milliseconds, and to a router that has come later when the hash
 * prefers that.
 *
 * When a router dies, what it has not answered is asked of another one in the same order, where asking twice is as
 * good as once; sends are, by their client ids. The dead one may have carried it out, or still do so, should it only
 * have been asleep: it has received a connection's sends in their order and without a gap, as the new one does, so
 * whichever commits a message first, the order stays.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Links } from '../cluster/links.ts';
import type { Nodes } from '../cluster/nodes.ts';
import { OrderLost } from '../cluster/order-lost.ts';
import { preferred } from '../cluster/rendezvous.ts';
import type { Bus, Subscription } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import type { RouterAnswerBody } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import { fromCallError } from './call-codec.ts';
import { Placements } from './placements.ts';
import type { Placement } from './placements.ts';
import { Peer } from './peer.ts';
import type { PendingCall } from './peer.ts';
import type { Caller } from '../router/router.ts';

export interface DispatcherOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nodes: Nodes;
  readonly links: Links;
}

/** How long a call waits for a router when there is none, and the bus may be away before calls are refused at once. */
const NO_ROUTER_MS = 5000;
/** When what is refused is worth another try; `NO_BUS`: while the bus is away. */
const RETRY_MS = 200;
const NO_BUS_RETRY_MS = 1000;
const MAX_WAITING = 20_000;
const CHECK_MS = 500;
const MAX_TRIES = 4;
/** A router that did not answer is left alone for this long. */
const SHUN_MS = 3000;
/** A router that has come gets its share of the connections that are there already when it has stayed this long. */
const SETTLED_MS = 10_000;

interface Waiting {
  readonly call: PendingCall;
  readonly until: number;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #peers = new Map<string, Peer>();
  /** Routers by id, until when (monotonic ms) they get nothing. */
  readonly #shunned = new Map<string, number>();
  readonly #placements = new Placements();
  /** Calls for which there is no router now, in their order. */
  #waiting: Waiting[] = [];
  readonly #subscriptions: readonly Subscription[];
  /** Monotonic ms; undefined while the bus is up. */
  #busAwaySince: number | undefined;
  #checker: Timer;
  #isClosed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#subscriptions = [
      options.nodes.listen({
        seen: ({ id, isRouter, isDraining }) => {
          if (isRouter) this.#seen(id, isDraining);
        },
        gone: ({ id }) => this.#peers.get(id)?.close(),
      }),
      options.bus.onStatus((status) => {
        this.#busAwaySince = status === 'up' ? undefined : options.clock.monotonic();
      }),
    ];
    this.#checker = this.#checkLater();
  }

  /** Whether there is a router to ask. */
  get hasRouter(): boolean {
    return this.#candidates().length > 0;
  }

  /** A new call. It ends by one of its two functions. */
  dispatch(call: PendingCall): void {
    // Nothing may overtake what waits.
    this.#drainWaiting();
    const { session, connection } = call.caller;
    // Also of a call that is refused at once: what comes behind it must not overtake it.
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
    const peer = placement?.peer ?? (offlineUser === undefined ? undefined : this.#choose(offlineUser));
    if (peer !== undefined && !peer.isOver) peer.detached(connection, offlineUser ?? 0);
  }

  /** Rejects everything that waits. Idempotent. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#checker.cancel();
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    for (const peer of this.#peers.values()) peer.close();
    for (const { call } of this.#waiting) this.#fail(call, 'this node is going down');
    this.#waiting = [];
  }

  /** What is sent now would wait for longer than anybody wants to, and then be of no more use. */
  #isCutOff(): boolean {
    const since = this.#busAwaySince;
    return since !== undefined && this.#options.clock.monotonic() - since > NO_ROUTER_MS;
  }

  /**
   * The same call another time. Its connection may be gone: then whoever comes back asks anew. What was given up before it
   * is not remembered any more, so it could overtake that.
   */
  #dispatchAgain(call: PendingCall): void {
    const isGone = call.caller.session !== undefined && this.#placementOf(call) === undefined;
    if (isGone) this.#fail(call, 'the connection is gone');
    else if (!call.isSettled) this.dispatch(call);
  }

  #toAny(call: PendingCall): void {
    const peer = this.#choose(call.key);
    if (peer === undefined) this.#wait(call);
    else this.#transmit(peer, call);
  }

  #ofConnection(placement: Placement, call: PendingCall, user: number): void {
    const { peer } = placement;
    const isSettled = peer !== undefined && !peer.isOver;
    if (isSettled && peer.isDraining && placement.inFlight > 0 && this.#choose(user) !== peer) {
      placement.parked.push(call);
      return;
    }
    if (!isSettled || peer.isDraining || this.#placements.isOutdated(placement)) {
      this.#place(placement, call.caller, user);
    }
    if (placement.peer === undefined) {
      this.#wait(call);
    } else if (!placement.mayPass(call)) {
      call.reject(new OrderLost());
    } else if (this.#transmit(placement.peer, call)) {
      placement.inFlight++;
    } else {
      placement.refused(call, undefined);
    }
  }

  #place(placement: Placement, caller: Caller, user: number): void {
    const before = placement.peer;
    const peer = this.#choose(user);
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
    if (placement !== undefined && placement.peer === peer) {
      placement.inFlight--;
      if (error?.canRetry === true) placement.refused(call, peer);
      else placement.settled(call);
    }
    if (error !== undefined) call.reject(error);
    else if (body === undefined) call.reject(new PosthornError('INTERNAL', 'the router gave no answer'));
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

  /** A draining router has answered everything: the link ends as soon as there is another router. */
  #leave(peer: Peer): void {
    if (this.#candidates().some((id) => id !== peer.id)) peer.close();
  }

  #ended(peer: Peer, reason: string, calls: readonly PendingCall[]): void {
    const { logger, clock } = this.#options;
    this.#peers.delete(peer.id);
    if (reason === 'silent') this.#shunned.set(peer.id, clock.monotonic() + SHUN_MS);
    if (!this.#isClosed)
      logger.info({ router: peer.id, reason, calls: calls.length }, 'the link to a router has ended');
    const left = this.#placements.left(peer);
    for (const call of calls) this.#again(call, peer);
    for (const placement of left) this.#unpark(placement);
  }

  #again(call: PendingCall, peer: Peer): void {
    if (call.isSettled) return;
    if (!this.#isClosed && call.isRepeatable && call.tries < MAX_TRIES) {
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

  /** No router has it, so it is not carried out. */
  #giveUp(call: PendingCall, message = 'there is no router now', retryAfterMs = RETRY_MS): void {
    this.#placementOf(call)?.refused(call, undefined);
    this.#fail(call, message, retryAfterMs);
  }

  #seen(id: string, isDraining: boolean): void {
    const peer = this.#peers.get(id);
    if (peer !== undefined && isDraining !== peer.isDraining) {
      peer.isDraining = isDraining;
      if (isDraining && peer.inFlight === 0) this.#leave(peer);
    }
    if (peer === undefined && this.#placements.isNew(id))
      this.#options.clock.after(SETTLED_MS, () => this.#placements.lookAgain());
    for (const other of this.#peers.values())
      if (other.isDraining && other.inFlight === 0) this.#leave(other);
    this.#drainWaiting();
  }

  #drainWaiting(): void {
    if (this.#waiting.length === 0 || !this.hasRouter) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { call } of waiting) this.#dispatchAgain(call);
  }

  #choose(key: number): Peer | undefined {
    const id = preferred(key, this.#candidates(), (each) => each);
    if (id === undefined) return undefined;
    let peer = this.#peers.get(id);
    if (peer === undefined) {
      peer = new Peer({
        id,
        links: this.#options.links,
        onAnswer: (...args) => this.#answered(...args),
        onEnd: (...args) => this.#ended(...args),
      });
      this.#peers.set(id, peer);
    }
    return peer;
  }

  /** Routers that may be asked: those that drain or were silent only when there are no others. */
  #candidates(): readonly string[] {
    const now = this.#options.clock.monotonic();
    const routers = this.#options.nodes.others().filter(({ isRouter }) => isRouter);
    const answering = routers.filter(({ id }) => (this.#shunned.get(id) ?? 0) <= now);
    const staying = answering.filter(({ isDraining }) => !isDraining);
    return (staying.length > 0 ? staying : answering).map(({ id }) => id);
  }

  #checkLater(): Timer {
    const { clock } = this.#options;
    return clock.after(CHECK_MS, () => {
      const now = clock.monotonic();
      for (const peer of this.#peers.values()) peer.expire(now, (call) => this.#late(call, peer));
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
