/**
 * Builds the router side: everything that knows the rules, on a store and a bus.
 *
 * @module
 */
import type { Registry } from 'prom-client';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Random } from '../clock.ts';
import { createLogins } from '../features/accounts/logins.ts';
import { TRAIL } from '../features/audit/trail.ts';
import { assertReachable } from '../features/accounts/users.ts';
import { refusalsBetween } from '../features/people/privacy.ts';
import { optionsOf } from '../config/option.ts';
import { OUTGOING_OPTIONS } from '../config/outgoing-options.ts';
import type { Logger } from '../logger.ts';
import { Outgoing } from '../outgoing/outgoing.ts';
import { AppendQueue } from '../pipeline/append-queue.ts';
import { ConversationCache } from '../pipeline/conversation-cache.ts';
import { Publisher } from '../pipeline/publish.ts';
import { RecentMembershipChanges } from '../pipeline/recent-membership-changes.ts';
import { HeadSweep } from '../pipeline/sweep.ts';
import type { FeatureRegistry } from '../router/feature-registry.ts';
import { Gossip } from '../router/gossip.ts';
import type { LoginWay } from '../router/login-way.ts';
import { createRouter } from '../router/local.ts';
import { createRouterMetrics } from '../router/metrics.ts';
import type { RouterMetrics } from '../router/metrics.ts';
import type { ServableRouter } from '../router/router.ts';
import type { RouterCluster, RouterConfig, Services } from '../router/services.ts';
import { RouterStates } from '../router/states.ts';
import { Tickets } from '../router/tickets.ts';
import type { Openings } from '../router/states.ts';
import { queriesOf } from '../store/sql-store.ts';
import { Sealer } from '../sealing/sealer.ts';
import type { Store } from '../store/store.ts';
import { QUERIES, REGISTRY } from './features.ts';
import { runDuties } from './duties.ts';
import { runFollowers } from './followers.ts';

export interface RouterSideOptions {
  /** Opened with the storages of `features`. */
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly config: RouterConfig;
  readonly endpoints: Services['endpoints'];
  /** See Services. */
  readonly blobs?: BlobStore | undefined;
  /** The built-in ones without it. */
  readonly features?: FeatureRegistry;
  /** Nothing is sealed without it. */
  readonly sealer?: Sealer;
  /** Alone without it. */
  readonly cluster?: RouterCluster;
  /** There may be other routers on this store, though it cannot tell. */
  readonly isClustered?: boolean;
  /** How states are opened otherwise than by their features: for tests and simulations. */
  readonly openings?: Openings;
}

export interface RouterSide {
  readonly router: ServableRouter;
  readonly services: Services;
  /** Users whose groups it has changed lately, and would tell so again. */
  movedUsers(): readonly number[];
  /** Finishes what was accepted, and stops. Idempotent. */
  close(): Promise<void>;
}

const QUEUE_BOUNDS = {
  /** Sends that wait for the store; each holds its content, so this bounds memory too. */
  maxQueued: 20_000,
  maxQueuedBytes: 67_108_864,
  /** Others wait for as long as a batch takes to be written. */
  maxBatchBytes: 262_144,
  /** Longer waiting helps nobody: the sender is told at once, and comes back when it is shorter. */
  maxWaitMs: 200,
} as const;
/** Others wait for the rows of a shared store that a batch locks; nobody does in a store of one's own. */
const MAX_BATCH = { shared: 1000, own: 4000 } as const;

const ALONE: RouterCluster = { count: 1, all: () => [], isLeader: () => true };

export function createRouterSide(options: RouterSideOptions): RouterSide {
  const { store, bus, clock, logger, registry, config, cluster = ALONE, features = REGISTRY } = options;
  const metrics = createRouterMetrics(registry);
  const membershipChanges = new RecentMembershipChanges(clock);
  const states = new RouterStates(features.states, options.openings);
  const services = createServices(options, { metrics, membershipChanges, states });
  states.open(services);
  const { gossip, publish, append, conversations } = services;
  gossip.on('conversationChanged', ({ value }) => conversations.forget(value));
  const sweep = new HeadSweep({
    log: store.log,
    bus,
    publish,
    membershipChanges,
    clock,
    logger,
    intervalMs: config.sweepIntervalMs,
    isTurn: () => cluster.isLeader(),
    clocks: () => cluster.all().flatMap(({ isRouter, now }) => (isRouter && now > 0 ? [now] : [])),
  });
  const isShared = store.capabilities.shared || options.isClustered === true;
  const followers = runFollowers({
    followers: features.followers(services),
    isShared,
    services,
    registry,
  });
  const duties = runDuties({ duties: features.duties(services), isShared, services });
  return {
    router: createRouter({
      services,
      metrics,
      requests: features.requests,
      logins: createLogins(services),
    }),
    services,
    movedUsers: () => [...new Set(membershipChanges.all().flatMap(({ users }) => users))],
    async close() {
      gossip.close();
      services.tickets.close();
      await sweep.close();
      await append.drain();
      services.before?.close();
      services.outgoing.close();
      await duties?.close();
      await followers?.close();
      await states.close();
    },
  };
}

interface Shared {
  readonly metrics: RouterMetrics;
  readonly membershipChanges: RecentMembershipChanges;
  readonly states: RouterStates;
}

function createServices(
  options: RouterSideOptions,
  { metrics, membershipChanges, states }: Shared,
): Services {
  const { store, bus, clock, random, logger, config, endpoints } = options;
  const { features = REGISTRY, cluster = ALONE, sealer = Sealer.off } = options;
  const gossip = new Gossip(bus, config.node);
  const conversations = new ConversationCache({
    store,
    assertReachable: (user) => assertReachable(store, [user]),
    refusals: (users) => refusalsBetween({ store, config }, users),
    clock,
    onChanged: (id) => gossip.tell({ case: 'conversationChanged', value: id }),
  });
  const { effects } = features === REGISTRY ? QUERIES : queriesOf(features.storages);
  const publish = new Publisher({ bus, logger, membershipChanges, effects, clock });
  let ways: readonly LoginWay[] | undefined;
  const { contents } = features;
  const own = { store, clock, random, logger, config, registry: options.registry };
  const before = features.before({ ...own, conversations, contents });
  const services: Services = {
    ...own,
    bus,
    sealer,
    conversations,
    append: new AppendQueue({
      log: store.log,
      conversations,
      publish,
      counting: (content) => features.contents.counting(content),
      clock,
      metrics,
      before: before?.send,
      ...QUEUE_BOUNDS,
      maxBatch: store.capabilities.shared ? MAX_BATCH.shared : MAX_BATCH.own,
    }),
    before,
    publish,
    gossip,
    blobs: options.blobs,
    outgoing: new Outgoing({ allowed: optionsOf(config.options, OUTGOING_OPTIONS).outgoingAllow, clock }),
    contents,
    ownStates: features.ownStates,
    happenings: features.happenings,
    audit: { note: (note) => states.get(TRAIL).note(note) },
    personalData: () => features.personalData(services),
    loginWays: () => (ways ??= features.loginWays(services)),
    loginChecks: () => features.loginChecks(services),
    isTold: (type) => features.isTold(services, type),
    letsIn: (invite) => features.letsIn(services, invite),
    tickets: new Tickets({ bus, clock, random, node: config.node }),
    endpoints,
    cluster,
    state: (state) => states.get(state),
  };
  return services;
}
