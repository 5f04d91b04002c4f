/**
 * Puts together what a follower is given next.
 *
 * @module
 */
import type { Gathering, LogEntry } from './follower.ts';
import type { EntryRange } from './log-queries.ts';
import type { Pending, PendingConversation } from './pending.ts';
import type { Move, Positions } from './positions.ts';
import type { RecentCommits } from './recent.ts';
import type { FollowerRecords } from './records.ts';

export interface BatchBounds {
  readonly maxEntries: number;
  /** The entry with which it is reached is the last one. */
  readonly maxBytes: number;
}

/** What has been found to be given. */
export interface Found {
  /** Those of a conversation by rising seq, from the one after what was given of it on. None of those that were gathered. */
  readonly entries: readonly LogEntry[];
  /** How many of them were read from the store. */
  readonly read: number;
  /** Unix ms: for how long the first one has been waiting, about. */
  readonly oldest: number;
}

export interface Batch extends Found {
  /** What is handled with it, conversation by conversation. At least one. */
  readonly moves: readonly Move[];
}

/** Entries of a batch, those included that were gathered as they were committed. */
export function sizeOf({ moves }: Pick<Batch, 'moves'>): number {
  return moves.reduce((sum, { place, seq }) => sum + seq - place.seq, 0);
}

/** A conversation in which the log lacks what it was said to have. */
export interface Broken {
  readonly broken: number;
}

export interface Walk {
  readonly recent: RecentCommits;
  /** The number of the first commit to look at. */
  readonly from: number;
  readonly positions: Positions;
  /** Gets what does not follow on directly. */
  readonly pending: Pending;
  /** Conversations, and bytes of content. */
  readonly maxPending: { readonly conversations: number; readonly bytes: number };
  /** Gets each entry in the moment in which it is given: the next one may be committed right after it. */
  readonly gathering: Gathering | undefined;
}

/**
 * Walks along recent commits: the usual way, on which nothing is read. `next`: the number of the commit after the last
 * one that was looked at.
 */
export function atHand(
  { recent, from, positions, pending, maxPending, gathering }: Walk,
  { maxEntries, maxBytes }: BatchBounds,
): { readonly found: Found | undefined; readonly next: number } {
  const entries: LogEntry[] = [];
  const oldest = recent.at(from)?.time ?? 0;
  let bytes = 0;
  let next = from;
  for (; next < from + maxEntries && bytes < maxBytes; next++) {
    if (pending.size >= maxPending.conversations || pending.bytes > maxPending.bytes) break;
    const commit = recent.at(next);
    if (commit === undefined) break;
    const { conversation, seq } = commit;
    const place = positions.get(conversation);
    if (place !== undefined && seq <= place.given) continue;
    const isNext = place !== undefined && seq === place.given + 1 && !pending.has(conversation);
    if (!isNext || commit.content === undefined) {
      pending.add(commit);
      continue;
    }
    positions.give(place, seq);
    gathering?.add(commit);
    entries.push(commit);
    bytes += commit.content.length;
  }
  return { found: entries.length > 0 ? { entries, read: 0, oldest } : undefined, next };
}

interface Plan {
  readonly atHand: LogEntry[];
  readonly ranges: EntryRange[];
  /** Those at hand and those in the ranges. */
  count: number;
  bytes: number;
}

export interface PendingParts extends Pick<Walk, 'pending' | 'positions' | 'gathering'> {
  readonly records: FollowerRecords;
}

/** Undefined: nothing waits. Rejects with a StoreError. */
export async function fromPending(
  parts: PendingParts,
  bounds: BatchBounds,
): Promise<Found | Broken | undefined> {
  const { pending, positions, records } = parts;
  const conversations = pending.first(bounds.maxEntries);
  await positions.load(conversations);
  const oldest = pending.oldest() ?? 0;
  const plan = planOf(conversations, { pending, positions }, bounds);
  if (plan.ranges.length === 0) return given(parts, { entries: plan.atHand, read: 0, oldest });
  const ranges = plan.ranges.toSorted(([a], [b]) => a - b);
  const read = await records.entries(ranges, Math.max(1, bounds.maxBytes - plan.bytes));
  const broken = firstHole(ranges, read);
  if (broken !== undefined) return { broken };
  return given(parts, { entries: [...plan.atHand, ...read], read: read.length, oldest });
}

function given({ positions, pending, gathering }: PendingParts, found: Found): Found | undefined {
  const through = new Map<number, number>();
  for (const entry of found.entries) {
    const { conversation, seq } = entry;
    // They were known when this was planned.
    positions.give(positions.learn(conversation, seq - 1), seq);
    gathering?.add(entry);
    through.set(conversation, seq);
  }
  // What is committed from now on follows on.
  for (const [conversation, seq] of through) pending.given(conversation, seq);
  return found.entries.length > 0 ? found : undefined;
}

function planOf(
  conversations: readonly number[],
  { pending, positions }: Pick<PendingParts, 'pending' | 'positions'>,
  bounds: BatchBounds,
): Plan {
  const plan: Plan = { atHand: [], ranges: [], count: 0, bytes: 0 };
  for (const conversation of conversations) {
    if (plan.count >= bounds.maxEntries || plan.bytes >= bounds.maxBytes) break;
    const item = pending.get(conversation);
    const position = positions.get(conversation)?.given ?? 0;
    if (item === undefined) continue;
    if (position >= item.head) pending.given(conversation, position);
    else add(plan, { conversation, from: position + 1, item, bounds });
  }
  return plan;
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
