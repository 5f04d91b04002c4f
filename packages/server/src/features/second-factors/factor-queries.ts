/**
 * Queries on second factors.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import type { SealedPlace } from '../../store/sealing/place.ts';
import { change, insertAll, insertForId, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { FactorKindName, FactorRecord, NewFactor, OfferRecord } from './factor-records.ts';

/** The secrets of apps. */
export const FACTOR_SECRETS: SealedPlace = {
  table: 'second_factors',
  columns: ['secret'],
  type: 'bytes',
  key: 'id',
  boundTo: ['user', 'created_at'],
  where: "kind = 'totp'",
};

export const OFFERED_SECRETS: SealedPlace = {
  table: 'factor_offers',
  columns: ['secret'],
  type: 'bytes',
  key: 'challenge',
  boundTo: ['challenge'],
  where: "kind = 'totp'",
};

const COLUMNS = `id, "user", kind, name, secret, counter, credential, domain, transports, created_at AS "createdAt",
  last_used_at AS "lastUsedAt"`;
const OFFER_COLUMNS = 'challenge AS "key", "user", kind, secret, origin, ends_at AS "endsAt"';

const NEW_FACTOR: Insert = {
  table: 'second_factors',
  columns: {
    user: 'int',
    kind: 'text',
    name: 'text',
    secret: 'bytes',
    counter: 'int',
    credential: 'text',
    domain: 'text',
    transports: 'text',
    created_at: 'int',
  },
};

const NEW_CODE: Insert = { table: 'recovery_codes', columns: { user: 'int', hash: 'text' } };

const NEW_OFFER: Insert = {
  table: 'factor_offers',
  columns: { challenge: 'text', user: 'int', kind: 'text', secret: 'bytes', origin: 'text', ends_at: 'int' },
};

const GUESSES: Insert = {
  table: 'factor_guesses',
  columns: { user: 'int', device: 'text', count: 'int', at: 'int' },
  onConflict: { key: ['user', 'device'], set: { count: 'new', at: 'new' } },
};

/** Of one user at once. Beyond it the oldest ones go. */
const MAX_OFFERS = 10;

/** The second factors of a user, the oldest first. */
export function* factorsOf(user: number): Query<readonly FactorRecord[]> {
  const found = yield* rows<FactorRecord>(
    `SELECT ${COLUMNS} FROM second_factors WHERE "user" = ? ORDER BY id`,
    user,
  );
  return found.map((each) => ({ ...each }));
}

/** How many recovery codes of a user are not used. */
export function* recoveryCodesLeft(user: number): Query<number> {
  const found = yield* row<{ readonly left: number }>(
    'SELECT COUNT(*) AS "left" FROM recovery_codes WHERE "user" = ?',
    user,
  );
  return Number(found?.left ?? 0);
}

/** What a user was offered and asked. */
export function* offersTo(user: number): Query<readonly OfferRecord[]> {
  const found = yield* rows<OfferRecord>(
    `SELECT ${OFFER_COLUMNS} FROM factor_offers WHERE "user" = ? ORDER BY ends_at DESC, challenge LIMIT ${MAX_OFFERS}`,
    user,
  );
  return found.map((each) => ({ ...each }));
}

/** Keeps an offer or a question. One of an app takes the place of the one before. */
export function* makeOffer(offer: OfferRecord, now: number): Query<void> {
  const { key, user, kind, secret, origin, endsAt } = offer;
  yield* change('DELETE FROM factor_offers WHERE ends_at <= ?', now);
  if (kind === 'totp') yield* change('DELETE FROM factor_offers WHERE "user" = ? AND kind = \'totp\'', user);
  const others = yield* offersTo(user);
  for (const { key: old } of others.slice(MAX_OFFERS - 1))
    yield* change('DELETE FROM factor_offers WHERE challenge = ?', old);
  yield* insertAll(NEW_OFFER, [[key, user, kind, secret, origin, endsAt]]);
}

/** Whether the offer or question was there: nobody else can answer it any more. */
export function* takeOffer(key: string): Query<boolean> {
  return (yield* change('DELETE FROM factor_offers WHERE challenge = ?', key)) > 0;
}

export type AddOutcome =
  | { readonly status: 'added'; readonly isFirst: boolean }
  /** The offer was taken, or the account is gone. */
  | { readonly status: 'gone' }
  | { readonly status: 'full' };

export interface Adding {
  /** Of the offer. */
  readonly key: string;
  readonly most: number;
  /** Hashes of recovery codes, which are kept if it is the first one. */
  readonly recovery: readonly string[];
}

/** Adds what was offered. */
export function* addFactor(
  factor: NewFactor,
  { key, most, recovery }: Adding,
  origin: Origin,
): Query<AddOutcome> {
  const { user, kind, name, secret, counter, credential, domain, transports, createdAt } = factor;
  // One at a time, for the count.
  const [account] = yield* lockedRows<{ readonly erased: number }>(
    'SELECT erased FROM users WHERE id = ?',
    user,
  );
  if (account?.erased !== 0) return { status: 'gone' };
  const others = yield* factorsOf(user);
  if (others.length >= most) return { status: 'full' };
  if (!(yield* takeOffer(key))) return { status: 'gone' };
  const id = yield* insertForId(
    NEW_FACTOR,
    user,
    kind,
    name,
    secret,
    counter,
    credential,
    domain,
    transports,
    createdAt,
  );
  const isFirst = others.length === 0;
  if (isFirst) yield* replaceCodes(user, recovery);
  yield* trace(origin, user, { factor: id, kind });
  return { status: 'added', isFirst };
}

function* replaceCodes(user: number, hashes: readonly string[]): Query<void> {
  yield* change('DELETE FROM recovery_codes WHERE "user" = ?', user);
  yield* insertAll(
    NEW_CODE,
    hashes.map((hash) => [user, hash]),
  );
}

/** Whether the user had such a factor. */
export function* renameFactor(user: number, id: number, name: string): Query<boolean> {
  return (
    (yield* change('UPDATE second_factors SET name = ? WHERE id = ? AND "user" = ?', name, id, user)) > 0
  );
}

/** `needed`: it stays, because it is the last one. With the last one go the recovery codes. */
export function* removeFactor(
  user: number,
  { id, isNeeded }: { readonly id: number; readonly isNeeded: boolean },
  origin: Origin,
): Query<'removed' | 'missing' | 'needed'> {
  yield* lockedRows('SELECT erased FROM users WHERE id = ?', user);
  const all = yield* factorsOf(user);
  const factor = all.find((each) => each.id === id);
  if (factor === undefined) return 'missing';
  if (isNeeded && all.length === 1) return 'needed';
  yield* change('DELETE FROM second_factors WHERE id = ?', id);
  if (all.length === 1) yield* replaceCodes(user, []);
  yield* trace(origin, user, { factor: id, kind: factor.kind });
  return 'removed';
}

/** False: the user has no second factor. */
export function* renewCodes(user: number, hashes: readonly string[], origin: Origin): Query<boolean> {
  yield* lockedRows('SELECT erased FROM users WHERE id = ?', user);
  if ((yield* factorsOf(user)).length === 0) return false;
  yield* replaceCodes(user, hashes);
  yield* trace(origin, user);
  return true;
}

/** Removes everything. False: there was nothing. Without an origin the audit does not hear of it. */
export function* forgetFactors(user: number, origin?: Origin): Query<boolean> {
  const kinds = yield* rows<{ readonly kind: FactorKindName }>(
    'SELECT kind FROM second_factors WHERE "user" = ?',
    user,
  );
  for (const table of ['second_factors', 'recovery_codes', 'factor_offers', 'factor_guesses'])
    yield* change(`DELETE FROM ${table} WHERE "user" = ?`, user);
  if (kinds.length > 0) yield* trace(origin, user, { factors: kinds.length });
  return kinds.length > 0;
}

/**
 * Keeps that the code of a step was used. False: it was used before, or a later one was (RFC 6238 §5.2). Otherwise the guesses
 * of the user are forgotten.
 */
export function* useStep({ id, user }: FactorRecord, step: number, now: number): Query<boolean> {
  const changed = yield* change(
    'UPDATE second_factors SET counter = ?, last_used_at = ? WHERE id = ? AND counter < ?',
    step,
    now,
    id,
    step,
  );
  if (changed === 0) return false;
  yield* change('DELETE FROM factor_guesses WHERE "user" = ?', user);
  return true;
}

/** Keeps the signature counter of a passkey. False: it does not rise, though it has one (WebAuthn L3 §6.1.1). */
export function* usePasskey(id: number, counter: number, now: number): Query<boolean> {
  const changed = yield* change(
    'UPDATE second_factors SET counter = ?, last_used_at = ? WHERE id = ? AND (counter < ? OR (counter = 0 AND ? = 0))',
    counter,
    now,
    id,
    counter,
    counter,
  );
  return changed > 0;
}

/** False: there is no such code, or not any more. */
export function* useRecoveryCode(user: number, hash: string, origin: Origin): Query<boolean> {
  const gone = yield* change('DELETE FROM recovery_codes WHERE "user" = ? AND hash = ?', user, hash);
  if (gone === 0) return false;
  yield* trace(origin, user, { left: yield* recoveryCodesLeft(user) });
  return true;
}

/** Whose guesses count together. */
export interface Guesser {
  readonly user: number;
  /** A device that has logged in to the account before; empty: all others. */
  readonly device: string;
}

/** How many guesses nobody has to wait for, and how long they wait then, each time twice as long. */
export interface GuessBounds {
  readonly free: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
}

/** Counts a guess before it is looked at. Returns 0, or after how many ms one may be made: then it does not count. */
export function* countGuess(
  { user, device }: Guesser,
  { free, firstWaitMs, longestWaitMs }: GuessBounds,
  now: number,
): Query<number> {
  yield* lockedRows('SELECT erased FROM users WHERE id = ?', user);
  const known = yield* row<{ readonly count: number; readonly at: number }>(
    'SELECT count, at FROM factor_guesses WHERE "user" = ? AND device = ?',
    user,
    device,
  );
  const { count, at } = known ?? { count: 0, at: 0 };
  const waitMs = count < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (count - free));
  if (at + waitMs > now) return at + waitMs - now;
  yield* insertAll(GUESSES, [[user, device, count + 1, now]]);
  return 0;
}
