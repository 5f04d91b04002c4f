/**
 * The log as followers read it: which conversations are ahead of a follower, and what was said there.
 *
 * @module
 */
import { IMPORTED_PREFIX } from '../../store/log/imported.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** A conversation whose head is beyond the follower's position. `changed`: Unix ms, coarse: when it last changed. */
export interface Behind {
  readonly conversation: number;
  readonly head: number;
  readonly changed: number;
}

/** A place in the order of last changes. */
export interface ChangeCursor {
  readonly changed: number;
  readonly id: number;
}

/** Some conversations that are behind. `next`: where the following page begins; undefined: this was the last one. */
export interface BehindPage<Cursor> {
  /**
   * {@link BEHIND_NUMBERS} for each: conversation, position, head, changed. Most of them are not behind any more as their
   * reader knows it, so they travel between threads as bare numbers.
   */
  readonly behind: Float64Array<ArrayBuffer>;
  readonly next: Cursor | undefined;
}

export const BEHIND_NUMBERS = 4;

interface HeadRow {
  readonly id: number;
  readonly changed: number;
  readonly head: number;
  readonly seq: number | null;
}

/** Looks at `limit` conversations after a place in the order of last changes. */
export function* changedHeads(
  follower: number,
  { changed, id }: ChangeCursor,
  limit: number,
): Query<BehindPage<ChangeCursor>> {
  // Many may have changed in the same step of the coarse clock, so those are looked for by id.
  const found = yield* rows<HeadRow>(
    `SELECT c.id, c.changed, c.head, p.seq FROM
       (SELECT * FROM (SELECT id, changed, head FROM conversations WHERE changed = ? AND id > ?
          ORDER BY id LIMIT ?) AS same
        UNION ALL SELECT * FROM (SELECT id, changed, head FROM conversations WHERE changed > ?
          ORDER BY changed, id LIMIT ?) AS later) AS c
     LEFT JOIN follower_positions p ON p.follower = ? AND p.conversation = c.id
     ORDER BY c.changed, c.id LIMIT ?`,
    changed,
    id,
    limit,
    changed,
    limit,
    follower,
    limit,
  );
  const last = found.length < limit ? undefined : found.at(-1);
  return { behind: behindOf(found), next: last && { changed: last.changed, id: last.id } };
}

/** The same by id, whenever they changed: what the clocks of routers have hidden from the order of changes. */
export function* allHeads(follower: number, after: number, limit: number): Query<BehindPage<number>> {
  const found = yield* rows<HeadRow>(
    `SELECT c.id, c.changed, c.head, p.seq FROM
       (SELECT id, changed, head FROM conversations WHERE id > ? ORDER BY id LIMIT ?) AS c
     LEFT JOIN follower_positions p ON p.follower = ? AND p.conversation = c.id ORDER BY c.id`,
    after,
    limit,
    follower,
  );
  return { behind: behindOf(found), next: found.length < limit ? undefined : found.at(-1)?.id };
}

/** How many entries are ahead of a follower, in at most `limit` conversations that changed at or after `since`. */
export function* backlog(follower: number, since: number, limit: number): Query<number> {
  const found = yield* row<{ readonly entries: number }>(
    `SELECT COALESCE(SUM(c.head - COALESCE(p.seq, 0)), 0) AS entries FROM
       (SELECT id, head FROM conversations WHERE changed >= ? ORDER BY changed, id LIMIT ?) AS c
     LEFT JOIN follower_positions p ON p.follower = ? AND p.conversation = c.id
     WHERE c.head > COALESCE(p.seq, 0)`,
    since,
    limit,
    follower,
  );
  return found?.entries ?? 0;
}

function behindOf(found: readonly HeadRow[]): Float64Array<ArrayBuffer> {
  const behind = found.filter(({ head, seq }) => head > (seq ?? 0));
  return Float64Array.from(behind.flatMap(({ id, changed, head, seq }) => [id, seq ?? 0, head, changed]));
}

/** Entries of a conversation from `from` to `to`, both included. */
export type EntryRange = readonly [conversation: number, from: number, to: number];

interface EntryRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
  readonly imported: number;
}

/** Entries on their way between threads: six numbers for each (see {@link NUMBERS}), and all contents in a row. */
export interface PackedEntries {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly contents: Uint8Array<ArrayBuffer>;
}

/** conversation, seq, sender, time, bytes of content, whether an import has written it. */
export const NUMBERS = 6;

const IMPORTED = `${IMPORTED_PREFIX}%`;

/** Rows of one statement: what may lie beyond the bound on bytes is read in vain. */
const SLICE = 100;

/**
 * Entries of some ranges, by conversation and seq, whoever may read them. Stops after the one with which their content
 * reaches `maxBytes`.
 */
export function* entries(ranges: readonly EntryRange[], maxBytes: number): Query<PackedEntries> {
  const places = placesOf(ranges);
  const found: EntryRow[] = [];
  let bytes = 0;
  for (let at = 0; at < places.length && bytes < maxBytes; at += SLICE) {
    const slice = yield* rows<EntryRow>(
      `SELECT conversation, seq, sender, time, content, CASE WHEN client_id LIKE ? THEN 1 ELSE 0 END AS imported
       FROM messages WHERE (conversation, seq) IN (?) ORDER BY conversation, seq`,
      IMPORTED,
      places.slice(at, at + SLICE),
    );
    for (const each of slice) {
      if (bytes >= maxBytes) break;
      bytes += each.content.length;
      found.push(each);
    }
  }
  return packed(found, bytes);
}

function placesOf(ranges: readonly EntryRange[]): readonly (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  for (const [conversation, from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    for (let seq = from; seq <= to; seq++) places.push([conversation, seq]);
  }
  return places;
}

function packed(found: readonly EntryRow[], bytes: number): PackedEntries {
  const numbers = new Float64Array(found.length * NUMBERS);
  const contents = new Uint8Array(bytes);
  let end = 0;
  found.forEach(({ conversation, seq, sender, time, content, imported }, index) => {
    numbers.set([conversation, seq, sender, time, content.length, imported], index * NUMBERS);
    contents.set(content, end);
    end += content.length;
  });
  return { numbers, contents };
}
