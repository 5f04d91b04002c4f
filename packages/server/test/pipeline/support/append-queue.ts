/** An append queue for tests, and a stage on which its store commits when the test says so. */
import { QUERIES } from '../../../src/compose/features.ts';
import * as logQueries from '../../../src/store/log/conversations.ts';
import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { Registry } from 'prom-client';
import type { Clock } from '../../../src/clock.ts';
import type { Store } from '../../../src/store/store.ts';
import { createMemoryBus } from '../../../src/bus/memory.ts';
import {
  createMemoryStore,
  silentLogger,
  StoreError,
  systemClock,
  systemRandom,
} from '../../../src/index.ts';
import { AppendQueue } from '../../../src/pipeline/append-queue.ts';
import { ConversationCache } from '../../../src/pipeline/conversation-cache.ts';
import { createRouterMetrics } from '../../../src/router/metrics.ts';
import { Publisher } from '../../../src/pipeline/publish.ts';
import { RecentMembershipChanges } from '../../../src/pipeline/recent-membership-changes.ts';
import { maySend } from '../../../src/features/messages/send.ts';
import type { EffectKinds } from '../../../src/store/log/effects.ts';

export const NOBODY_REFUSES = { refusals: async () => ({ by: [], isLasting: true }), clock: systemClock };

export const MAX_BATCH = 10;
export const SENDER = 7;

export type Fate = 'commit' | 'fail';

export interface QueueParts {
  readonly store: Store;
  /** Instead of the store's. */
  readonly append?: Store['log']['append'];
  readonly forbid?: Store['log']['forbid'];
  readonly clock?: Clock;
  readonly conversations?: ConversationCache;
  readonly effects?: EffectKinds;
  readonly maxBatch?: number;
  readonly maxQueued?: number;
  readonly maxQueuedBytes?: number;
  readonly maxBatchBytes?: number;
  readonly maxWaitMs?: number;
}

export function queueOn({
  store,
  clock = systemClock,
  effects = QUERIES.effects,
  ...parts
}: QueueParts): AppendQueue {
  const { append = (batch) => store.log.append(batch), forbid = (batch) => store.log.forbid(batch) } = parts;
  const bus = createMemoryBus({ clock, onError: (error) => assert.fail(String(error)) });
  return new AppendQueue({
    log: { ...store.log, append, forbid },
    conversations: new ConversationCache({ store, assertReachable: async () => {}, ...NOBODY_REFUSES }),
    publish: new Publisher({
      bus,
      logger: silentLogger,
      membershipChanges: new RecentMembershipChanges(clock),
      effects,
    }),
    counting: () => ({ counts: true, mentions: undefined }),
    clock,
    metrics: createRouterMetrics(new Registry()),
    maxBatch: MAX_BATCH,
    maxQueued: 1000,
    maxQueuedBytes: 1_000_000,
    maxBatchBytes: 1_000_000,
    maxWaitMs: 500,
    ...parts,
  });
}

/** A queue whose store commits when the test says so, and whose time the test makes. */
export async function stage(
  bounds: Pick<QueueParts, 'maxQueued' | 'maxQueuedBytes' | 'maxBatchBytes' | 'maxWaitMs'> = {},
) {
  const time = { ms: 0 };
  const clock: Clock = { ...systemClock, monotonic: () => time.ms };
  const store = createMemoryStore({ random: systemRandom });
  const { id } = await store.run(logQueries.ensureRoom, 'Lobby');
  const fates: ((fate: Fate) => void)[] = [];
  const committed: string[] = [];
  const queue = queueOn({
    store,
    clock,
    async append(batch) {
      const fate = await new Promise<Fate>((resolve) => fates.push(resolve));
      if (fate === 'fail') throw new StoreError('unavailable', 'away');
      committed.push(...batch.map(({ clientId }) => clientId));
      return store.log.append(batch);
    },
    ...bounds,
  });
  return {
    queue,
    committed,
    /** What became of it: `ok`, or the code of the refusal. */
    send: (order: number, { connection = 1, sender = SENDER } = {}): Promise<string> => {
      const submission = {
        sender,
        connection,
        sequence: connection,
        conversation: id,
        peer: 0,
        clientId: `${connection}-${order}`,
        order,
        content: { text: 'hi' },
        rule: maySend,
      };
      return queue.submit(submission).then(
        () => 'ok',
        (error: { readonly code: string }) => error.code,
      );
    },
    /** Ends the commit that is going on, or the next one. */
    settle: async (fate: Fate, tookMs = 1): Promise<void> => {
      while (fates.length === 0) await turn();
      time.ms += tookMs;
      fates.shift()?.(fate);
      await turn();
    },
  };
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
