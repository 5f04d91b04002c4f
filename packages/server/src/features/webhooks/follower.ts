/**
 * Gives positions to what is said, and notes which webhooks want it. What is delivered is built later, from the log.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { pause } from '../../clock.ts';
import type { Follower, LogEntry } from '../../pipeline/followers/follower.ts';
import type { Services } from '../../router/services.ts';
import { Busyness, yieldToOthers } from '../../yielding.ts';
import { DELIVERIES } from './deliveries.ts';
import { kindsOf, recordEntries } from './event-queries.ts';
import type { Wish } from './event-queries.ts';
import { typeOf } from './event-types.ts';
import type { EntrySpan, WebhookRecord } from './records.ts';
import { covers, matches } from './selection.ts';
import { allWebhooks } from './webhook-queries.ts';

export const FOLLOWER = { name: 'webhooks', usedBy: 'webhooks' } as const;
/** Conversations whose kinds are remembered: they never change. */
const MAX_KINDS = 50_000;

/** While much is said, it is gathered: what a conversation says in one batch is one row. */
const MAX_ENTRIES = 10_000;
const MAX_BYTES = 4_194_304;
const MUCH = 200;
const GATHER_MS = 300;

export function followers(services: Services): readonly Follower[] {
  const kinds = new Map<number, string>();
  const parts = { clock: services.clock, busyness: new Busyness() };
  return [
    {
      ...FOLLOWER,
      start: 'now',
      maxEntries: MAX_ENTRIES,
      maxBytes: MAX_BYTES,
      async handle(entries, signal) {
        const started = performance.now();
        const hasWorked = await handle(services, kinds, entries);
        const tookMs = performance.now() - started;
        if (!hasWorked) return;
        if (entries.length >= MUCH) await pause(services.clock, GATHER_MS, signal);
        else await yieldToOthers(parts, { tookMs, ownMs: tookMs }, signal);
      },
    },
  ];
}

/** Whether there was anything to do. */
async function handle(
  services: Services,
  kinds: Map<number, string>,
  entries: readonly LogEntry[],
): Promise<boolean> {
  const { store, clock } = services;
  // Read each time: a webhook that is there before an entry is committed misses nothing of it.
  const webhooks = await store.run(allWebhooks);
  if (webhooks.length === 0) return false;
  await learnKinds(services, kinds, entries);
  const told = entries.filter(
    ({ conversation, isImported }) => isImported !== true && kinds.get(conversation) !== 'inbox',
  );
  if (told.length === 0) return false;
  const wishes = wishesOf(webhooks, told, (conversation) => kinds.get(conversation) ?? '');
  await store.run(recordEntries, spansOf(told), wishes, clock.now());
  if (wishes.length > 0) services.state(DELIVERIES).wake();
  return true;
}

async function learnKinds(
  { store }: Services,
  kinds: Map<number, string>,
  entries: readonly LogEntry[],
): Promise<void> {
  const conversations = new Set(entries.map(({ conversation }) => conversation));
  const unknown = [...conversations].filter((conversation) => !kinds.has(conversation));
  if (unknown.length === 0) return;
  if (kinds.size + unknown.length > MAX_KINDS) kinds.clear();
  const missing = [...conversations].filter((conversation) => !kinds.has(conversation));
  for (const { id, kind } of await store.run(kindsOf, missing)) kinds.set(id, kind);
}

/** Entries that follow on each other, together. */
function spansOf(entries: readonly LogEntry[]): readonly EntrySpan[] {
  const spans: { conversation: number; seq: number; count: number }[] = [];
  const open = new Map<number, { conversation: number; seq: number; count: number }>();
  for (const { conversation, seq } of entries) {
    const last = open.get(conversation);
    if (last !== undefined && last.seq + last.count === seq) {
      last.count++;
      continue;
    }
    const span = { conversation, seq, count: 1 };
    open.set(conversation, span);
    spans.push(span);
  }
  return spans;
}

/** The last entry of each conversation that each webhook wants. */
function wishesOf(
  webhooks: readonly WebhookRecord[],
  entries: readonly LogEntry[],
  kindOf: (conversation: number) => string,
): readonly Wish[] {
  const wishes = new Map<string, Wish>();
  for (const { conversation, seq, content } of entries) {
    const type = content.length === 0 ? undefined : typeOf(decodeContent(content));
    if (type === undefined) continue;
    for (const webhook of webhooks) {
      if (!covers(webhook, conversation, kindOf(conversation)) || !matches(webhook.events, type)) continue;
      const { id, since } = webhook;
      wishes.set(`${id} ${conversation}`, { webhook: id, conversation, seq, since });
    }
  }
  return [...wishes.values()];
}
