/**
 * The gateway: holds connections, hands requests to the router, delivers pushes. It knows no business rule
 * and never touches the store.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Registry } from 'prom-client';
import type { Bus, Subscription } from '../bus/bus.ts';
import { GATEWAYS_SUBJECT } from '../bus/subjects.ts';
import type { Clock, Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { Router } from '../router/router.ts';
import { reviewGroups } from './attach.ts';
import { Connection, PARTING_MS } from './connection.ts';
import { LastWords } from './last-words.ts';
import type { ConnectionHost } from './connection.ts';
import { ConnectionIds } from './connection-ids.ts';
import { Delivery } from './deliver.ts';
import { Drain, GOING_DOWN } from './drain.ts';
import type { DrainBounds, Successors } from './drain.ts';
import { onGatewaysSubject } from './gateways-subject.ts';
import { LocalGroups } from './groups.ts';
import type { GatewayLimits } from './limits.ts';
import { EndLog } from './log-end.ts';
import { countConnections, createGatewayMetrics } from './metrics.ts';
import type { GatewayMetrics } from './metrics.ts';
import { Places } from './places.ts';
import { Presence } from './presence.ts';
import { headOf, RESYNC, pushToUser } from './pushes.ts';
import { Relocation } from './relocation.ts';
import { Requests } from './requests.ts';
import type { RequestsOptions } from './requests.ts';
import { Review } from './review.ts';
import { Rooms } from './rooms.ts';
import { SessionCheck } from './session-check.ts';
import type { Transport } from './transport.ts';
import { onUserSubject } from './user-subject.ts';
import { LocalUsers } from './users.ts';
import { Watchman } from './watchman.ts';

export interface GatewayOptions extends Pick<RequestsOptions, 'needsLogin' | 'costOf' | 'epoch' | 'server'> {
  readonly bus: Bus;
  readonly router: Router;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly limits: GatewayLimits;
}

const FULL = new PosthornError('OVERLOADED', 'this node holds all the connections it takes', {
  retryAfterMs: 5000,
});

const FULL_FOR_YOU = new PosthornError(
  'RATE_LIMITED',
  'this node holds all the connections it takes from your address',
  { retryAfterMs: 5000 },
);
/** Strangers that are being answered are passed over when room is needed, but not more than so many. */
const MAX_SPARED = 100;

export class Gateway implements ConnectionHost {
  readonly limits: GatewayLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly delivery: Delivery;
  readonly watchman: Watchman;
  readonly requests: Requests;
  readonly lastWords: LastWords;
  /** Sends clients elsewhere while this node is cut off. */
  readonly relocation: Relocation;
  readonly #options: GatewayOptions;
  readonly #ids: ConnectionIds;
  readonly #connections = new Set<Connection>();
  readonly #metrics: GatewayMetrics;
  readonly #presence: Presence;
  readonly #rooms: Rooms;
  readonly #groups: LocalGroups;
  readonly #review: Review;
  readonly #users: LocalUsers;
  readonly #sessions: SessionCheck;
  readonly #subscriptions: readonly Subscription[];
  /** Connections not attached yet, the oldest one first. */
  readonly #strangers = new Set<Connection>();
  readonly #places = new Places();
  readonly #endLog: EndLog;
  #isDraining = false;

  /** Each part is built from the parts before it. */
  constructor(options: GatewayOptions) {
    const { bus, clock, logger, limits, random, registry } = options;
    this.#options = options;
    this.limits = limits;
    this.clock = clock;
    this.logger = logger;
    this.#endLog = new EndLog(logger, clock);
    this.#ids = new ConnectionIds(random);
    const connections = this.#connections;
    this.#metrics = createGatewayMetrics(registry);
    const { written, lagging } = this.#metrics;
    this.delivery = new Delivery(clock, written);
    this.watchman = new Watchman({
      clock,
      limits,
      connections,
      resync(connection) {
        lagging.inc();
        connection.push(RESYNC);
      },
    });
    this.relocation = new Relocation({ clock, random, connections });
    this.#presence = new Presence({ ...options, offlineGraceMs: limits.offlineGraceMs });
    this.#rooms = new Rooms(bus);
    const groups = new LocalGroups({
      ...options,
      deliver: (user, { push, origin }) => pushToUser(user, push, origin),
      advertise: (user, conversation, seq) => pushToUser(user, headOf(conversation, seq)),
      resync: (user) => pushToUser(user, RESYNC),
    });
    this.#groups = groups;
    this.#review = new Review({ ...options, compare: (user) => reviewGroups({ ...options, groups }, user) });
    const users = new LocalUsers(
      bus,
      onUserSubject({ bus, clock, groups, presence: this.#presence, review: this.#review }),
    );
    this.#users = users;
    this.#sessions = new SessionCheck({ ...options, users });
    this.requests = new Requests({
      ...options,
      users,
      groups,
      rooms: this.#rooms,
      presence: this.#presence,
      onAttached: (connection) => this.#attached(connection),
    });
    this.lastWords = new LastWords({
      clock,
      ask: (connection, request) => this.requests.ask(connection, request),
      onTold: ({ id }) => options.router.detached(id, undefined),
    });
    this.#subscriptions = this.#listen();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Connections not attached yet: the work in arrears. */
  get attachingCount(): number {
    return this.#strangers.size;
  }

  /** A client has connected. The caller passes on its bytes and reports its end to {@link Gateway.closed}. */
  open(transport: Transport, protocol: Protocol): Connection {
    const connection = new Connection(this, this.#ids.take(), transport, protocol);
    this.#connections.add(connection);
    this.#strangers.add(connection);
    const fromThere = this.#places.take(transport.remoteAddress);
    const refusal = this.#isDraining ? GOING_DOWN : this.relocation.refusal;
    if (refusal !== undefined) connection.end(refusal);
    else if (fromThere > this.limits.maxPerAddress) connection.end(FULL_FOR_YOU);
    else if (this.#connections.size > this.limits.maxConnections) this.#makeRoom();
    return connection;
  }

  /** Ends the connection that has waited longest without logging in: perhaps the one that has just come. */
  #makeRoom(): void {
    let looked = 0;
    for (const stranger of this.#strangers) {
      // One that is being answered may be about to log in, but nobody may hold its place by that for ever.
      if ((stranger.state !== 'stranger' || stranger.inFlight > 0) && ++looked < MAX_SPARED) continue;
      stranger.end(FULL);
      return;
    }
  }

  /** The transport of a connection has closed. Idempotent. */
  closed(connection: Connection): void {
    if (connection.state === 'closed') return;
    const rest = connection.rest();
    if (rest === undefined) {
      this.#lost(connection);
      return;
    }
    const lose = (): void => this.#lost(connection);
    rest.then(lose, lose);
    this.#options.clock.after(PARTING_MS, lose);
  }

  #lost(connection: Connection): void {
    if (connection.state === 'closed') return;
    this.#endLog.note(connection, undefined);
    this.#forget(connection);
  }

  ended(connection: Connection, error: PosthornError): void {
    this.#metrics.partings.inc({ code: error.code });
    this.#endLog.note(connection, error);
    this.#forget(connection);
  }

  #forget(connection: Connection): void {
    connection.noteEnd();
    const { state, caller } = connection;
    connection.state = 'closed';
    this.#connections.delete(connection);
    this.#strangers.delete(connection);
    this.#places.give(connection.transport.remoteAddress);
    this.watchman.forget(connection);
    this.#presence.forget(connection);
    this.#rooms.remove(connection);
    if (caller.session !== undefined) {
      const gone = this.#users.remove(caller.session.user, connection);
      for (const group of gone?.groups ?? []) if (gone !== undefined) this.#groups.leave(group, gone);
      if (gone !== undefined && state !== 'stranger') this.#presence.went(gone, connection.id);
      else gone?.subscription.unsubscribe();
    }
    if (!this.lastWords.has(connection)) this.#options.router.detached(connection.id, undefined);
  }

  /** Refuses new clients and sends all others away. Resolves when they are gone, or at the bounds. */
  async drain(bounds: DrainBounds, successors: Successors): Promise<void> {
    this.#isDraining = true;
    const { clock, random } = this.#options;
    await Drain.run({ ...bounds, clock, random, successors, connections: this.#connections });
  }

  /** Another gateway has died. */
  gatewayLost(): void {
    this.#presence.gatewayLost();
  }

  /** Ends all connections; their clients reconnect at random moments within `windowMs`. */
  partAll(error: PosthornError, windowMs: number): void {
    for (const connection of this.#connections) connection.end(error, { windowMs });
  }

  /** Compares the groups of those users that are here, and makes their clients sync. For when changes may have been lost. */
  review(users: readonly number[]): void {
    for (const id of users) {
      const user = this.#users.get(id);
      if (user !== undefined) void this.#review.one(user);
    }
  }

  /**
   * Makes all clients sync and compares their groups. For when pushes may have been lost: the bus was away, or a router
   * died between a commit and its push.
   */
  resyncAll(): void {
    this.#review.all(this.#users.all());
  }

  /** Ends everything at once. Idempotent. */
  async close(): Promise<void> {
    this.#isDraining = true;
    for (const connection of this.#connections) connection.end(GOING_DOWN);
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    this.lastWords.close();
    this.watchman.close();
    this.relocation.end();
    this.#presence.close();
  }

  #attached(connection: Connection): void {
    this.#strangers.delete(connection);
    connection.becomeAttached();
  }

  /** Subscribes to the bus, and registers gauges. */
  #listen(): readonly Subscription[] {
    const { bus, registry } = this.#options;
    const connectionCount = (): number => this.connectionCount;
    countConnections(registry, { connections: connectionCount, lagging: () => this.watchman.laggingCount });
    return [
      bus.subscribe(
        GATEWAYS_SUBJECT,
        onGatewaysSubject({ users: this.#users, presence: this.#presence, connectionCount }),
      ),
      bus.onStatus((status) => {
        if (status !== 'up') return;
        // The bus was away and is back.
        this.#sessions.run();
        this.resyncAll();
      }),
    ];
  }
}
