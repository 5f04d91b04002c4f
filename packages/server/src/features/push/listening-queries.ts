/**
 * Who is to be told of messages, and that something was read.
 *
 * @module
 */
import { insertAll, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { byKey, IDLE } from './notice-queries.ts';
import type { Listener, WantedNotice } from './records.ts';

interface Place {
  readonly session: number;
  readonly user: number;
  readonly conversation: number;
  readonly kind: string;
}

/** Whom what happens in conversations may concern. */
export interface Audience {
  readonly listeners: readonly Listener[];
  /** Conversations of which browsers show something, or are just being told, whoever is silenced by now. */
  readonly shown: readonly number[];
}

/** `now`: Unix ms. */
export function* audience(conversations: readonly number[], now: number): Query<Audience> {
  const shown = yield* rows<{ readonly id: number }>(
    `SELECT c.id FROM conversations c WHERE c.id IN (?) AND EXISTS
       (SELECT 1 FROM push_notices n WHERE n.conversation = c.id AND (n.shown > 0 OR n.due <> ?))`,
    conversations,
    IDLE,
  );
  return { listeners: yield* listeners(conversations, now), shown: shown.map(({ id }) => id) };
}

/** Browsers of current members of conversations, of those that are not silenced at `now` (Unix ms). */
function* listeners(conversations: readonly number[], now: number): Query<readonly Listener[]> {
  const found = yield* rows<Place>(
    `SELECT p.session, p."user", c.id AS conversation, c.kind FROM conversations c
     JOIN members m ON m.conversation = c.id AND m.left_seq IS NULL
     JOIN push_subscriptions p ON p."user" = m."user"
     LEFT JOIN readers r ON r.conversation = c.id AND r."user" = m."user"
     WHERE c.id IN (?) AND c.kind IN ('direct', 'group', 'inbox')
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
    isInbox: kind === 'inbox',
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
  const sorted = [...wanted].sort(byKey);
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

/** Has looked at, from `due` on (Unix ms), what browsers show of conversations, or are just being told: some of it may not hold any more. */
export function* lookAgain(conversations: readonly number[], due: number): Query<void> {
  // Not locked: what is being told is not idle, and due once more when that has ended.
  const found = yield* rows<WantedNotice>(
    `SELECT session, conversation, "user", wanted AS seq FROM push_notices
     WHERE conversation IN (?) AND (shown > 0 OR due <> ?)`,
    conversations,
    IDLE,
  );
  if (found.length > 0) yield* wantNotices(found, due);
}
