/**
 * Puts together what a follower is given next.
 *
 * @module
 */
import type { LogEntry } from './follower.ts';
import type { EntryRange } from './log-queries.ts';
import type { Pending, PendingConversation } from './pending.ts';
import type { Positions } from './positions.ts';
import type { FollowerRecords } from './records.ts';

export interface BatchBounds {
  readonly maxEntries: number;
  /** The entry with which it is reached is the last one. */
  readonly maxBytes: number;
}

export interface Batch {
  /** Each conversation's are together, by rising seq, from the one after its position on. */
  readonly entries: readonly LogEntry[];
  /** A conversation in which the log lacks what it was said to have: look into the store again. */
  readonly broken: number | undefined;
}

interface Plan {
  readonly atHand: LogEntry[];
  readonly ranges: EntryRange[];
  /** Those at hand and those in the ranges. */
  count: number;
  bytes: number;
}

/** Empty: nothing waits. Rejects with a StoreError. */
export async function nextBatch(
  parts: { readonly pending: Pending; readonly positions: Positions; readonly records: FollowerRecords },
  bounds: BatchBounds,
): Promise<Batch> {
  const { pending, positions, records } = parts;
  const conversations = pending.first(bounds.maxEntries);
  await positions.load(conversations);
  const plan: Plan = { atHand: [], ranges: [], count: 0, bytes: 0 };
  for (const conversation of conversations) {
    if (plan.count >= bounds.maxEntries || plan.bytes >= bounds.maxBytes) break;
    const item = pending.get(conversation);
    const position = positions.get(conversation) ?? 0;
    if (item === undefined) continue;
    if (position >= item.head) pending.handled(conversation, position);
    else add(plan, { conversation, from: position + 1, item, bounds });
  }
  if (plan.ranges.length === 0) return { entries: plan.atHand, broken: undefined };
  const ranges = plan.ranges.toSorted(([a], [b]) => a - b);
  const read = await records.entries(ranges, Math.max(1, bounds.maxBytes - plan.bytes));
  const broken = firstHole(ranges, read);
  return { entries: broken === undefined ? [...plan.atHand, ...read] : plan.atHand, broken };
}

interface Turn {
  readonly conversation: number;
  readonly from: number;
  readonly item: PendingConversation;
  readonly bounds: BatchBounds;
}

function add(plan: Plan, { conversation, from, item, bounds }: Turn): void {
  const most = bounds.maxEntries - plan.count;
  const at = item.entries.findIndex(({ seq }) => seq >= from);
  const first = item.entries[at]?.seq;
  if (first !== from) {
    const to = Math.min(item.head, from + most - 1, (first ?? Infinity) - 1);
    plan.ranges.push([conversation, from, to]);
    plan.count += to - from + 1;
    return;
  }
  for (const entry of item.entries.slice(at, at + most)) {
    if (plan.bytes >= bounds.maxBytes) return;
    plan.atHand.push(entry);
    plan.count += 1;
    plan.bytes += entry.content.length;
  }
}

/** The conversation of the first entry that is not the expected one; fewer than expected are no hole, none are. */
function firstHole(ranges: readonly EntryRange[], read: readonly LogEntry[]): number | undefined {
  let at = 0;
  for (const [conversation, from, to] of ranges) {
    for (let seq = from; seq <= to; seq++) {
      const entry = read[at];
      if (entry === undefined) return at === 0 ? conversation : undefined;
      if (entry.conversation !== conversation || entry.seq !== seq) return conversation;
      at += 1;
    }
  }
  return undefined;
}
