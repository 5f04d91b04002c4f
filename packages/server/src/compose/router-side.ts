/**
 * Builds the router side: everything that knows the rules, on a store and a bus.
 *
 * @module
 */
import { assertReachable } from '../features/people/users.ts';
import type { EffectKinds } from '../store/log/effects.ts';
import type { Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Random } from '../clock.ts';
import type { RouterNoteBody } from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import { AppendQueue } from '../pipeline/append-queue.ts';
import { ConversationCache } from '../pipeline/conversation-cache.ts';
import { optionsOf } from '../config/option.ts';
import { ACCOUNT_OPTIONS } from '../features/accounts/options.ts';
import { CursorQueue } from '../features/cursors/cursors.ts';
import { Gossip } from '../router/gossip.ts';
import { createRouterMetrics } from '../router/metrics.ts';
import type { RouterMetrics } from '../router/metrics.ts';
import { Passwords } from '../features/accounts/passwords.ts';
import type { Derive } from '../features/accounts/passwords.ts';
import { Publisher } from '../pipeline/publish.ts';
import { RecentStandings } from '../pipeline/recent-standings.ts';
import { createRouter } from '../router/local.ts';
import { REQUESTS } from '../router/requests.ts';
import type { RoutedRequests } from '../router/requests.ts';
import type { Router } from '../router/router.ts';
import type { RouterCluster, RouterConfig, Services } from '../router/services.ts';
import { HeadSweep } from '../pipeline/sweep.ts';
import { Throttle } from '../features/accounts/throttle.ts';
import { TokenCache } from '../features/accounts/tokens.ts';

export interface RouterSideOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly config: RouterConfig;
  /** Of the storages that the store was opened with. */
  readonly effects: EffectKinds;
  readonly endpoints: Services['endpoints'];
  /** Alone without it. */
  readonly cluster?: RouterCluster;
  /** Those of posthorn.proto without it. */
  readonly requests?: RoutedRequests;
  /** See PasswordsOptions. */
  readonly derive?: Derive;
}

export interface RouterSide {
  readonly router: Router;
  readonly services: Services;
  /** Finishes what was accepted, and stops. Idempotent. */
  close(): Promise<void>;
}

/** Sends that wait for the store; each holds its content, so this bounds memory too. */
const MAX_QUEUED = 20_000;
/** Others wait for the rows of a shared store that a batch locks; nobody does in a store of one's own. */
const MAX_BATCH = { shared: 1000, own: 4000 } as const;
/** Longer waiting helps nobody: the sender is told at once, and comes back when it is shorter. */
const MAX_WAIT_MS = 200;
/** Password hashes computed at once, and waiting. libuv's pool has four threads; half stay free. */
const MAX_HASHING = 2;
const MAX_HASHES_WAITING = 200;

const ALONE: RouterCluster = { count: 1, all: () => [], isLeader: () => true };

export function createRouterSide(options: RouterSideOptions): RouterSide {
  const { store, bus, clock, logger, registry, config, cluster = ALONE, requests = REQUESTS } = options;
  const { log } = store;
  const metrics = createRouterMetrics(registry);
  const gossip = new Gossip(bus, config.node);
  const standings = new RecentStandings(clock);
  const services = createServices(options, { metrics, gossip, standings });
  const { publish, append, cursors } = services;
  gossip.listen((note) => hear(services, note));
  const sweep = new HeadSweep({
    log,
    bus,
    publish,
    standings,
    clock,
    logger,
    intervalMs: config.sweepIntervalMs,
    isTurn: () => cluster.isLeader(),
  });
  return {
    router: createRouter(services, metrics, requests),
    services,
    async close() {
      gossip.close();
      await sweep.close();
      await append.drain();
      await cursors.drain();
    },
  };
}

interface Shared {
  readonly metrics: RouterMetrics;
  readonly gossip: Gossip;
  readonly standings: RecentStandings;
}

function createServices(options: RouterSideOptions, { metrics, gossip, standings }: Shared): Services {
  const { store, bus, clock, random, logger, config, effects, endpoints, derive, cluster = ALONE } = options;
  const { log } = store;
  const conversations = new ConversationCache({
    store,
    assertReachable: (user) => assertReachable(store, user),
    onChanged: (id) => gossip.tell({ case: 'conversationChanged', value: id }),
  });
  const publish = new Publisher({ bus, logger, standings, effects, clock });
  const { maxReceiptMembers } = config;
  return {
    store,
    bus,
    clock,
    random,
    logger,
    config,
    conversations,
    append: new AppendQueue({
      log,
      conversations,
      publish,
      clock,
      metrics,
      maxQueued: MAX_QUEUED,
      maxWaitMs: MAX_WAIT_MS,
      maxBatch: store.capabilities.shared ? MAX_BATCH.shared : MAX_BATCH.own,
    }),
    cursors: new CursorQueue({ store, conversations, publish, logger, maxReceiptMembers }),
    publish,
    passwords: new Passwords({
      random,
      minChars: optionsOf(config.options, ACCOUNT_OPTIONS).passwordMinLength,
      maxRunning: MAX_HASHING,
      maxWaiting: MAX_HASHES_WAITING,
      derive,
    }),
    throttle: new Throttle(clock, (event) => gossip.tell(event)),
    tokens: new TokenCache(clock, (user) => gossip.tell({ case: 'sessionsChanged', value: user })),
    endpoints,
    cluster,
  };
}

/** What another router has seen. */
function hear({ conversations, tokens, throttle }: Services, note: RouterNoteBody): void {
  switch (note.case) {
    case 'conversationChanged':
      conversations.forget(note.value);
      return;
    case 'sessionsChanged':
      tokens.forgetHere(note.value);
      return;
    case 'loginFailed':
    case 'loginSucceeded':
    case 'registered':
      throttle.heard(note);
  }
}
