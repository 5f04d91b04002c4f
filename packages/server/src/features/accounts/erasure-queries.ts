/**
 * Which accounts are being erased.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { note } from '../../store/happenings.ts';
import { change, insertNew, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { revokeSessions } from './session-queries.ts';
import { closeAccount } from './user-queries.ts';

export interface ErasureRecord {
  readonly user: number;
  readonly requestedBy: number;
  /** Unix ms. */
  readonly requestedAt: number;
  /** Whether the words of direct messages go too. */
  readonly words: boolean;
}

export type ErasureOutcome =
  /** With the sessions that have ended. */
  | { readonly status: 'begun'; readonly sessions: readonly number[] }
  | { readonly status: 'missing' }
  /** Nothing was changed: a server key erases no administrator. */
  | { readonly status: 'administrator' }
  /** Nothing was changed: no other administrator is left. */
  | { readonly status: 'last-administrator' };

const NEW_ERASURE: Insert = {
  table: 'erasures',
  columns: { user: 'int', requested_by: 'int', requested_at: 'int', words: 'int' },
  onConflict: { key: ['user'] },
};

/** From here on the account is gone for everybody; the rest is carried out in steps. Idempotent. */
export function* beginErasure(erasure: ErasureRecord, origin?: Origin): Query<ErasureOutcome> {
  const { user, requestedBy, requestedAt, words } = erasure;
  const status = yield* closeAccount(user, origin);
  if (status !== 'closed') return { status };
  const isNew = yield* insertNew(NEW_ERASURE, user, requestedBy, requestedAt, words ? 1 : 0);
  if (isNew) yield* note({ type: 'user.erased', user, time: requestedAt });
  const sessions = yield* revokeSessions(user, { except: undefined });
  yield* trace(origin, user, { words, ended: sessions.join(' ') });
  return { status: 'begun', sessions };
}

/** Erasures that are not finished, the oldest accounts first. */
export function* unfinishedErasures(limit: number): Query<readonly ErasureRecord[]> {
  const found = yield* rows<Omit<ErasureRecord, 'words'> & { readonly words: number }>(
    `SELECT "user", requested_by AS "requestedBy", requested_at AS "requestedAt", words
     FROM erasures WHERE done_at = 0 ORDER BY "user" LIMIT ?`,
    limit,
  );
  return found.map((each) => ({ ...each, words: each.words === 1 }));
}

/** Nothing of the account is left to erase. `now`: Unix ms. */
export function* endErasure(user: number, now: number): Query<void> {
  yield* change('UPDATE erasures SET done_at = ? WHERE "user" = ?', now, user);
}
