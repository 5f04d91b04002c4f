/**
 * Builds the router side: everything that knows the rules, on a store and a bus.
 *
 * @module
 */
import type { Registry } from 'prom-client';
import type { Bus } from '../bus/bus.ts';
import type { Clock, Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Store } from '../store/store.ts';
import { AppendQueue } from './append-queue.ts';
import { createCimRules } from './cim.ts';
import type { CimRules } from './cim.ts';
import { ConversationCache } from './conversation-cache.ts';
import { CursorQueue } from './cursors.ts';
import { createRouterMetrics } from './metrics.ts';
import { Passwords } from './passwords.ts';
import type { Derive } from './passwords.ts';
import { Publisher } from './publish.ts';
import { createRouter } from './router-local.ts';
import type { Router } from './router.ts';
import type { RouterConfig, Services } from './services.ts';
import { HeadSweep } from './sweep.ts';
import { Throttle } from './throttle.ts';
import { TokenCache } from './tokens.ts';

export interface RouterSideOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly config: RouterConfig;
  readonly endpoints: Services['endpoints'];
  /** See PasswordsOptions. */
  readonly derive?: Derive;
}

export interface RouterSide {
  readonly router: Router;
  readonly cim: CimRules;
  /** Finishes what was accepted, and stops. Idempotent. */
  close(): Promise<void>;
}

/** Sends that wait for the store; each holds its content, so this bounds memory too. */
const MAX_QUEUED = 20_000;
const MAX_BATCH = 1000;
/** Password hashes computed at once, and waiting. libuv's pool has four threads; half stay free. */
const MAX_HASHING = 2;
const MAX_HASHES_WAITING = 200;

export function createRouterSide(options: RouterSideOptions): RouterSide {
  const { store, bus, clock, random, logger, registry, config, endpoints, derive } = options;
  const metrics = createRouterMetrics(registry);
  const conversations = new ConversationCache(store);
  const publish = new Publisher(bus, logger);
  const { log } = store;
  const { maxReceiptMembers, sweepIntervalMs, minPasswordChars } = config;
  const append = new AppendQueue({
    log,
    conversations,
    publish,
    clock,
    metrics,
    maxQueued: MAX_QUEUED,
    maxBatch: MAX_BATCH,
  });
  const cursors = new CursorQueue({ log, conversations, publish, logger, maxReceiptMembers });
  const passwords = new Passwords({
    random,
    minChars: minPasswordChars,
    maxRunning: MAX_HASHING,
    maxWaiting: MAX_HASHES_WAITING,
    derive,
  });
  const services: Services = {
    store,
    bus,
    clock,
    random,
    logger,
    config,
    conversations,
    append,
    cursors,
    publish,
    passwords,
    throttle: new Throttle(clock),
    tokens: new TokenCache(clock),
    endpoints,
  };
  const sweep = new HeadSweep({ log, bus, publish, clock, logger, intervalMs: sweepIntervalMs });
  return {
    router: createRouter(services, metrics),
    cim: createCimRules(services),
    async close() {
      await sweep.close();
      await append.drain();
      await cursors.drain();
    },
  };
}
