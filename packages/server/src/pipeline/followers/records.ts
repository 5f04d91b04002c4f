/**
 * What followers need of the store. A small interface of its own, so that tests can plant faults in it.
 *
 * @module
 */
import type { Store } from '../../store/store.ts';
import type { LogEntry } from './follower.ts';
import { list, register, release, renew, take } from './lease-queries.ts';
import type { FollowerRecord, Held } from './lease-queries.ts';
import { allHeads, backlog, changedHeads, entries, NUMBERS } from './log-queries.ts';
import type { BehindPage, ChangeCursor, EntryRange, PackedEntries } from './log-queries.ts';
import { positions, seed, writePositions } from './position-queries.ts';
import type { PositionWrite } from './position-queries.ts';
import { isUsed } from './use-queries.ts';

/** Everything rejects with a StoreError. What the methods do is said at the queries of the same names. */
export interface FollowerRecords {
  /** Changes when this is another history of the log: what is remembered of it is void. */
  readonly epoch: string;
  list(): Promise<readonly FollowerRecord[]>;
  register(name: string, start: 'now' | 'beginning', now: number): Promise<void>;
  take(seen: Omit<Held, 'epoch'> & { readonly beat: number }, holder: string): Promise<number | undefined>;
  renew(held: readonly Held[]): Promise<readonly number[]>;
  release(held: readonly Held[]): Promise<void>;
  seed(held: Held, limit: number): Promise<'more' | 'done' | 'lost'>;
  /** By conversation. */
  positions(follower: number, conversations: readonly number[]): Promise<ReadonlyMap<number, number>>;
  writePositions(writes: readonly PositionWrite[]): Promise<readonly boolean[]>;
  changedHeads(follower: number, after: ChangeCursor, limit: number): Promise<BehindPage<ChangeCursor>>;
  allHeads(follower: number, after: number, limit: number): Promise<BehindPage<number>>;
  backlog(follower: number, since: number, limit: number): Promise<number>;
  entries(ranges: readonly EntryRange[], maxBytes: number): Promise<readonly LogEntry[]>;
  isUsed(table: string): Promise<boolean>;
}

export function createFollowerRecords(store: Store): FollowerRecords {
  return {
    get epoch() {
      return store.epoch;
    },
    list: () => store.run(list),
    register: (name, start, now) => store.run(register, name, start, now),
    take: (seen, holder) => store.run(take, seen, holder),
    renew: (held) => store.run(renew, held),
    release: (held) => store.run(release, held),
    seed: (held, limit) => store.run(seed, held, limit),
    async positions(follower, conversations) {
      const found = await store.run(positions, follower, conversations);
      const seqs = new Map<number, number>();
      for (let at = 0; at < found.length; at += 2) seqs.set(found[at] ?? 0, found[at + 1] ?? 0);
      return seqs;
    },
    writePositions: (writes) => store.run(writePositions, writes),
    changedHeads: (follower, after, limit) => store.run(changedHeads, follower, after, limit),
    allHeads: (follower, after, limit) => store.run(allHeads, follower, after, limit),
    backlog: (follower, since, limit) => store.run(backlog, follower, since, limit),
    entries: async (ranges, maxBytes) => unpacked(await store.run(entries, ranges, maxBytes)),
    isUsed: (table) => store.run(isUsed, table),
  };
}

function unpacked({ numbers, contents }: PackedEntries): readonly LogEntry[] {
  const found: LogEntry[] = [];
  let end = 0;
  for (let at = 0; at < numbers.length; at += NUMBERS) {
    const [conversation = 0, seq = 0, sender = 0, time = 0, bytes = 0, imported = 0] = numbers.subarray(
      at,
      at + NUMBERS,
    );
    const entry = { conversation, seq, sender, time, content: contents.subarray(end, end + bytes) };
    found.push(imported === 0 ? entry : { ...entry, isImported: true });
    end += bytes;
  }
  return found;
}
