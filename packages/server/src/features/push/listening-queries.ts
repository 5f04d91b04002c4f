/**
 * Who is to be told of messages, and that something was read.
 *
 * @module
 */
import { insertAll, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { IDLE } from './notice-queries.ts';
import type { Listener, WantedNotice } from './records.ts';

interface Place {
  readonly session: number;
  readonly user: number;
  readonly conversation: number;
  readonly kind: string;
}

/** Browsers of current members of conversations, of those that are not silenced at `now` (Unix ms). */
export function* listeners(conversations: readonly number[], now: number): Query<readonly Listener[]> {
  const found = yield* rows<Place>(
    `SELECT p.session, p."user", c.id AS conversation, c.kind FROM conversations c
     JOIN members m ON m.conversation = c.id AND m.left_seq IS NULL
     JOIN push_subscriptions p ON p."user" = m."user"
     LEFT JOIN readers r ON r.conversation = c.id AND r."user" = m."user"
     WHERE c.id IN (?) AND c.kind IN ('direct', 'group')
       AND (r.muted IS NULL OR r.muted = 0 OR (r.muted_until > 0 AND r.muted_until <= ?))`,
    conversations,
    now,
  );
  if (found.length === 0) return [];
  const levels = yield* levelsOf(found);
  return found.map(({ session, user, conversation, kind }) => ({
    session,
    user,
    conversation,
    isDirect: kind === 'direct',
    level: levels.get(`${user} ${conversation}`) ?? '',
  }));
}

/** Values per statement. */
const SLICE = 500;

function* levelsOf(places: readonly Place[]): Query<ReadonlyMap<string, string>> {
  const levels = new Map<string, string>();
  const users = new Map<number, Set<string>>();
  for (const { user, conversation } of places) {
    const names = users.get(user) ?? new Set();
    names.add(levelKey(conversation));
    users.set(user, names);
  }
  const pairs = [...users].flatMap(([user, names]) => [...names].map((name) => [user, name] as const));
  for (let at = 0; at < pairs.length; at += SLICE) {
    const found = yield* rows<{ readonly user: number; readonly name: string; readonly value: string }>(
      'SELECT "user", name, value FROM mine WHERE ("user", name) IN (?)',
      pairs.slice(at, at + SLICE),
    );
    for (const { user, name, value } of found) levels.set(`${user} ${name.slice('level/'.length)}`, value);
  }
  return levels;
}

export function levelKey(conversation: number): string {
  return `level/${conversation}`;
}

const NOTICE: Insert = {
  table: 'push_notices',
  columns: { session: 'int', conversation: 'int', user: 'int', wanted: 'int', due: 'int' },
  onConflict: { key: ['session', 'conversation'], set: { wanted: 'higher', due: 'new' } },
};

/** Has these looked at from `due` on (Unix ms). */
export function* wantNotices(wanted: readonly WantedNotice[], due: number): Query<void> {
  // Sorted by key, so that two processes cannot deadlock.
  const sorted = [...wanted].sort((a, b) => a.session - b.session || a.conversation - b.conversation);
  yield* insertAll(
    NOTICE,
    sorted.map(({ session, conversation, user, seq }) => [session, conversation, user, seq, due]),
  );
}

export interface ReadPlace {
  readonly user: number;
  readonly conversation: number;
  readonly read: number;
}

/** Whether browsers show something of these, or are about to. Takes no locks: most of what is read was shown nowhere. */
export function* areShown(places: readonly ReadPlace[]): Query<boolean> {
  const pairs = places.map(({ user, conversation }) => [user, conversation] as const);
  for (let at = 0; at < pairs.length; at += SLICE) {
    // What is being told just now is due, and not idle.
    const found = yield* rows<{ readonly session: number }>(
      `SELECT session FROM push_notices WHERE ("user", conversation) IN (?) AND (shown > 0 OR due <> ?) LIMIT 1`,
      pairs.slice(at, at + SLICE),
      IDLE,
    );
    if (found.length > 0) return true;
  }
  return false;
}

/** Has what browsers show of these looked at from `due` on (Unix ms), where it was read. */
export function* readElsewhere(places: readonly ReadPlace[], due: number): Query<void> {
  const reads = new Map(places.map(({ user, conversation, read }) => [`${user} ${conversation}`, read]));
  const pairs = places.map(({ user, conversation }) => [user, conversation] as const);
  const wanted: WantedNotice[] = [];
  for (let at = 0; at < pairs.length; at += SLICE) {
    // Locked, so that what is being told just now is seen.
    const found = yield* lockedRows<WantedNotice & { readonly shown: number }>(
      `SELECT session, conversation, "user", wanted AS seq, shown FROM push_notices
       WHERE ("user", conversation) IN (?) ORDER BY session, conversation`,
      pairs.slice(at, at + SLICE),
    );
    wanted.push(...found.filter((each) => isRead(each, reads)));
  }
  if (wanted.length > 0) yield* wantNotices(wanted, due);
}

function isRead(
  { user, conversation, shown }: WantedNotice & { readonly shown: number },
  reads: ReadonlyMap<string, number>,
): boolean {
  return shown > 0 && shown <= (reads.get(`${user} ${conversation}`) ?? 0);
}

export interface RecalledPlace {
  readonly conversation: number;
  readonly seq: number;
}

/** Has browsers looked at that show a message which was taken back, from `due` on (Unix ms). */
export function* recalledElsewhere(places: readonly RecalledPlace[], due: number): Query<void> {
  const pairs = places.map(({ conversation, seq }) => [conversation, seq] as const);
  const wanted: WantedNotice[] = [];
  for (let at = 0; at < pairs.length; at += SLICE) {
    const found = yield* rows<WantedNotice>(
      `SELECT session, conversation, "user", wanted AS seq FROM push_notices WHERE (conversation, shown) IN (?)`,
      pairs.slice(at, at + SLICE),
    );
    wanted.push(...found);
  }
  if (wanted.length > 0) yield* wantNotices(wanted, due);
}
