/**
 * The gateway: holds connections, hands requests to the router, delivers pushes. It knows no business rule
 * and never touches the store.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Registry } from 'prom-client';
import type { Bus, Subscription } from '../bus/bus.ts';
import { GATEWAYS_SUBJECT } from '../bus/subjects.ts';
import type { Clock, Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Parting, Protocol } from '../protocols/protocol.ts';
import type { Router } from '../router/router.ts';
import { reviewGroups } from './attach.ts';
import type { AttachParts } from './attach.ts';
import { Connection } from './connection.ts';
import { ConnectionIds } from './connection-ids.ts';
import { Delivery } from './deliver.ts';
import { Drain } from './drain.ts';
import type { DrainBounds, Successors } from './drain.ts';
import { HeldGroups } from './groups.ts';
import type { HeldGroupsOptions } from './groups.ts';
import type { ConnectionHost, GatewayLimits } from './host.ts';
import { encoded, headOf, inboundHandlers, toUser } from './inbound.ts';
import type { InboundHandlers, InboundParts } from './inbound.ts';
import { createGatewayMetrics } from './metrics.ts';
import type { GatewayMetrics } from './metrics.ts';
import { Presence } from './presence.ts';
import { Relocation } from './relocation.ts';
import { Requests } from './requests.ts';
import { Review } from './review.ts';
import { Rooms } from './rooms.ts';
import { SessionCheck } from './session-check.ts';
import type { Transport } from './transport.ts';
import { HeldUsers } from './users.ts';
import { Watchman } from './watchman.ts';

export interface GatewayOptions {
  readonly bus: Bus;
  readonly router: Router;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly limits: GatewayLimits;
  /** Whether a request that is known here is refused to connections without a login; what is not known, a router refuses. */
  readonly needsLogin: (number: number) => boolean;
  /** Told to clients in Welcome; undefined while it is not known. */
  readonly epoch: () => string | undefined;
  /** Name and version of this server. */
  readonly server: string;
}

const RESYNC = encoded({ body: { case: 'resync', value: {} } });
/** What users are told of their groups. */
const TELL: Pick<HeldGroupsOptions, 'deliver' | 'advertise' | 'resync'> = {
  deliver: (user, { push, origin }) => toUser(user, push, origin),
  advertise: (user, conversation, seq) => toUser(user, headOf({ conversation, seq }), 0),
  resync: (user) => toUser(user, RESYNC, 0),
};

export class Gateway implements ConnectionHost {
  readonly limits: GatewayLimits;
  readonly requests: Requests;
  readonly #options: GatewayOptions;
  readonly #connections = new Set<Connection>();
  readonly #users: HeldUsers;
  readonly #groups: HeldGroups;
  readonly #rooms: Rooms;
  readonly #presence: Presence;
  readonly #parts: InboundParts & AttachParts;
  readonly #review: Review;
  readonly #delivery: Delivery;
  readonly #sessions: SessionCheck;
  readonly #metrics: GatewayMetrics;
  readonly #watchman: Watchman;
  /** Of its clients, while it is of no use to them. */
  readonly relocation: Relocation;
  readonly #subscriptions: Subscription[];
  readonly #ids: ConnectionIds;
  /** Connections that are not attached yet. */
  #attaching = 0;
  #isDraining = false;

  constructor(options: GatewayOptions) {
    const { bus, router, clock, logger, limits, random } = options;
    this.#options = options;
    this.limits = limits;
    this.#ids = new ConnectionIds(random);
    this.#metrics = createGatewayMetrics(options.registry, {
      connections: () => this.connectionCount,
      lagging: () => this.#watchman.laggingCount,
    });
    this.#delivery = new Delivery(clock, this.#metrics.written);
    const kept = { clock, random, connections: this.#connections, part: this.part.bind(this) };
    this.#watchman = new Watchman({
      ...kept,
      limits,
      resync: (connection) => this.#resync(connection),
    });
    this.relocation = new Relocation(kept);
    const handlers = inboundHandlers(() => this.#parts);
    this.#users = new HeldUsers(bus, handlers.user);
    this.#rooms = new Rooms(bus, handlers.group);
    const { offlineGraceMs } = limits;
    this.#presence = new Presence({
      ...options,
      offlineGraceMs,
      handler: handlers.presence,
      encode: encoded,
    });
    this.#sessions = new SessionCheck({ clock, router, users: this.#users, logger });
    this.#groups = new HeldGroups({ ...options, ...TELL, users: this.#users, handler: handlers.group });
    this.#parts = {
      bus,
      clock,
      router,
      logger,
      users: this.#users,
      groups: this.#groups,
      rooms: this.#rooms,
      presence: this.#presence,
      connectionCount: () => this.connectionCount,
      review: (user) => this.#review.one(user),
    };
    this.#review = new Review({
      ...options,
      users: this.#users,
      compare: (user) => reviewGroups(this.#parts, user),
      resync: (user) => toUser(user, RESYNC, 0),
    });
    this.requests = new Requests({
      ...options,
      ...this.#parts,
      onAttached: (connection) => this.#attached(connection),
    });
    this.#subscriptions = this.#subscribe(handlers);
  }

  get tick(): number {
    return this.#watchman.tick;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Those that are not attached yet: what this gateway is behind with. */
  get attachingCount(): number {
    return this.#attaching;
  }

  /** A client has connected. The caller passes on its bytes and reports its end to {@link Gateway.closed}. */
  open(transport: Transport, protocol: Protocol): Connection {
    const connection = new Connection(this, this.#ids.take(), transport, protocol);
    this.#connections.add(connection);
    this.#attaching++;
    const refusal = this.#isDraining ? GOING_DOWN : this.relocation.refusal;
    if (refusal !== undefined) this.part(connection, refusal);
    else if (this.#connections.size > this.limits.maxConnections) this.part(connection, FULL);
    return connection;
  }

  /** A connection is gone. Idempotent. */
  closed(connection: Connection): void {
    const { state, caller } = connection;
    connection.state = 'closed';
    if (!this.#connections.delete(connection)) return;
    if (state !== 'attached') this.#attaching--;
    this.#watchman.forget(connection);
    this.#presence.forget(connection);
    this.#rooms.remove(connection);
    if (caller.session !== undefined) {
      const gone = this.#users.remove(caller.session.user, connection);
      for (const group of gone?.groups ?? []) if (gone !== undefined) this.#groups.leave(group, gone);
      if (gone !== undefined && state !== 'stranger') this.#presence.went(gone.id, connection.id);
    }
    this.#options.router.detached(connection.id, undefined);
  }

  markDirty(connection: Connection): void {
    this.#delivery.mark(connection);
  }

  watch(connection: Connection): void {
    this.#watchman.watch(connection);
  }

  unreadable(connection: Connection, error: unknown): void {
    const coded = toPosthornError(error);
    if (coded.code === 'INTERNAL') this.#options.logger.error({ err: error }, 'reading a connection failed');
    this.part(connection, coded);
  }

  part(
    connection: Connection,
    error: PosthornError,
    { windowMs = 0, endpoints = [] }: Partial<Omit<Parting, 'error'>> = {},
  ): void {
    if (connection.state === 'closed') return;
    this.#metrics.partings.inc({ code: error.code });
    const goodbye = connection.goodbye({ error, windowMs, endpoints });
    if (goodbye !== undefined) connection.write(goodbye);
    this.#delivery.flushOne(connection);
    const { transport } = connection;
    this.closed(connection);
    transport.end();
    // A client that does not read would keep the socket for ever.
    this.#options.clock.after(PARTING_MS, () => transport.destroy());
  }

  /** Takes nobody new, and sends everybody away. Resolves when all are gone, or at the bounds. */
  async drain(bounds: DrainBounds, successors: Successors): Promise<void> {
    this.#isDraining = true;
    const { clock, random } = this.#options;
    await Drain.run({
      ...bounds,
      clock,
      random,
      successors,
      connections: this.#connections,
      part: (connection, windowMs, endpoints) => this.part(connection, GOING_DOWN, { windowMs, endpoints }),
    });
  }

  /** Another gateway has died. */
  gatewayLost(): void {
    this.#presence.gatewayLost();
  }

  /** Everybody has to come back, and does so within `windowMs`. */
  partAll(error: PosthornError, windowMs: number): void {
    for (const connection of this.#connections) this.part(connection, error, { windowMs });
  }

  /** Ends everything at once. Idempotent. */
  async close(): Promise<void> {
    this.#isDraining = true;
    for (const connection of this.#connections) this.part(connection, GOING_DOWN);
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.#watchman.close();
    this.relocation.end();
    this.#presence.close();
  }

  #attached(connection: Connection): void {
    if (connection.state === 'attaching') this.#attaching--;
    connection.becomeAttached();
  }

  #resync(connection: Connection): void {
    this.#metrics.lagging.inc();
    connection.push(RESYNC);
  }

  #subscribe({ gateways }: InboundHandlers): Subscription[] {
    const { bus } = this.#options;
    return [
      bus.subscribe(GATEWAYS_SUBJECT, gateways),
      bus.onStatus((status) => {
        if (status === 'up') this.#returned();
      }),
    ];
  }

  /** The bus was away. */
  #returned(): void {
    this.#sessions.run();
    this.resyncAll();
  }

  /** Anything may have been missed, as when the bus was away, or a router died between a commit and its push. */
  resyncAll(): void {
    this.#review.all();
  }
}

const GOING_DOWN = new PosthornError('DRAINING', 'this node is going down');
const FULL = new PosthornError('OVERLOADED', 'this node holds all the connections it takes', {
  retryAfterMs: 5000,
});

/** A goodbye has this long to reach its client. */
const PARTING_MS = 5000;
