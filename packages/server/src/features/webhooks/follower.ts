/**
 * Gives positions to what is said, and notes which webhooks want it. What is delivered is built later, from the log.
 *
 * @module
 */
import type { Follower, Gathering, LogEntry } from '../../pipeline/followers/follower.ts';
import type { Services } from '../../router/services.ts';
import { Busyness, restMs } from '../../yielding.ts';
import { DELIVERIES } from './deliveries.ts';
import { kindsOf, recordEntries } from './event-queries.ts';
import type { Wish } from './event-queries.ts';
import type { WebhookRecord } from './records.ts';
import { covers, matches } from './selection.ts';
import { Spans } from './spans.ts';
import { allWebhooks } from './webhook-queries.ts';

export const FOLLOWER = { name: 'webhooks', usedBy: 'webhooks' } as const;
/** Conversations whose kinds are remembered: they never change. */
const MAX_KINDS = 50_000;

/** Of what is read from the store because more was said than could be remembered. */
const MAX_ENTRIES = 10_000;
const MAX_BYTES = 4_194_304;
/** While so much is said between two writes, the next one waits: what a conversation says meanwhile is one row. */
const MUCH = 200;
const GATHER_MS = 1000;

export function followers(services: Services): readonly Follower[] {
  const kinds = new Kinds(services);
  return [
    {
      ...FOLLOWER,
      start: 'now',
      maxEntries: MAX_ENTRIES,
      maxBytes: MAX_BYTES,
      gather: () => new Gathered(services, kinds),
    },
  ];
}

class Gathered implements Gathering {
  readonly #services: Services;
  readonly #kinds: Kinds;
  readonly #busyness = new Busyness();
  #spans = new Spans();
  /** What is being written. */
  #writing: Spans | undefined;

  constructor(services: Services, kinds: Kinds) {
    this.#services = services;
    this.#kinds = kinds;
  }

  add(entry: LogEntry): void {
    this.#spans.add(entry);
  }

  async settle(): Promise<number> {
    const spans = (this.#writing ??= this.#taken());
    const started = performance.now();
    const hasWorked = await this.#write(spans);
    this.#writing = undefined;
    const tookMs = performance.now() - started;
    if (!hasWorked) return 0;
    return spans.entries >= MUCH ? GATHER_MS : restMs(this.#busyness, { tookMs, ownMs: tookMs });
  }

  #taken(): Spans {
    const spans = this.#spans;
    this.#spans = new Spans();
    return spans;
  }

  /** Whether there was anything to do. */
  async #write(spans: Spans): Promise<boolean> {
    const { store, clock } = this.#services;
    // Read each time: a webhook that is there before an entry is committed misses nothing of it.
    const webhooks = await store.run(allWebhooks);
    if (webhooks.length === 0) return false;
    const kinds = await this.#kinds.of(spans.conversations);
    const told = spans.conversations.filter((conversation) => kinds.get(conversation) !== 'inbox');
    if (told.length === 0) return false;
    const wishes = wishesOf(webhooks, spans, told, kinds);
    const all = told.flatMap((conversation) => spans.of(conversation));
    await store.run(recordEntries, all, wishes, clock.now());
    if (wishes.length > 0) this.#services.state(DELIVERIES).wake();
    return true;
  }
}

class Kinds {
  readonly #store: Services['store'];
  readonly #kinds = new Map<number, string>();

  constructor({ store }: Pick<Services, 'store'>) {
    this.#store = store;
  }

  /** Those of more conversations, too. Rejects with a StoreError. */
  async of(conversations: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const isUnknown = (conversation: number): boolean => !this.#kinds.has(conversation);
    const unknown = conversations.filter(isUnknown);
    if (unknown.length === 0) return this.#kinds;
    if (this.#kinds.size + unknown.length > MAX_KINDS) this.#kinds.clear();
    const missing = conversations.filter(isUnknown);
    for (const { id, kind } of await this.#store.run(kindsOf, missing)) this.#kinds.set(id, kind);
    return this.#kinds;
  }
}

/** The last entry of each conversation that each webhook wants. */
function wishesOf(
  webhooks: readonly WebhookRecord[],
  spans: Spans,
  conversations: readonly number[],
  kinds: ReadonlyMap<number, string>,
): readonly Wish[] {
  return webhooks.flatMap((webhook) => {
    const { id, since, events } = webhook;
    return conversations.flatMap((conversation) => {
      if (!covers(webhook, conversation, kinds.get(conversation) ?? '')) return [];
      const seq = spans.last(conversation, (type) => matches(events, type));
      return seq === undefined ? [] : [{ webhook: id, conversation, seq, since }];
    });
  });
}
