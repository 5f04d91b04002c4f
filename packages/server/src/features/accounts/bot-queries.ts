/**
 * Queries on bots.
 *
 * @module
 */
import type { Origin } from '../../store/audit.ts';
import { change, insertAll, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { createSession } from './session-queries.ts';
import type { NewSession } from './session-records.ts';
import { createUser } from './user-queries.ts';
import type { UserRecord } from './user-records.ts';
import type { BotRecord, NewBot } from './bot-records.ts';

const NOTHING = new Uint8Array(0);

const BOT: Insert = {
  table: 'bots',
  columns: { user: 'int', owner: 'int', token_at: 'int', commands: 'bytes' },
};

interface BotRow {
  readonly user: number;
  readonly owner: number;
  readonly token_at: number;
  readonly commands: Uint8Array;
}

const COLUMNS = '"user", owner, token_at, commands';

export type MakeOutcome =
  | { readonly status: 'made'; readonly user: UserRecord; readonly bot: BotRecord }
  | { readonly status: 'taken' }
  /** The owner has all that they may have. */
  | { readonly status: 'full' };

/** Makes the account of a bot, and the session of its token. */
export function* createBot({ account, owner, most, session }: NewBot, origin: Origin): Query<MakeOutcome> {
  if (most !== undefined) {
    // Two at once would both find room.
    yield* lockedRows('SELECT id FROM users WHERE id = ?', owner);
    const found = yield* row<{ readonly n: number }>('SELECT COUNT(*) AS n FROM bots WHERE owner = ?', owner);
    if ((found?.n ?? 0) >= most) return { status: 'full' };
  }
  const outcome = yield* createUser(account, origin);
  if (outcome.status !== 'created') return { status: 'taken' };
  const { user } = outcome;
  const bot = { user: user.id, owner, tokenAt: session.createdAt, commands: NOTHING };
  yield* insertAll(BOT, [[bot.user, bot.owner, bot.tokenAt, bot.commands]]);
  yield* createSession({ ...session, user: user.id });
  return { status: 'made', user, bot };
}

/** Gives a bot another token. Returns the session of the old one. */
export function* renewToken(session: NewSession, origin: Origin): Query<number | undefined> {
  yield* change('UPDATE bots SET token_at = ? WHERE "user" = ?', session.createdAt, session.user);
  const { replaced } = yield* createSession(session, origin);
  return replaced;
}

/** The bot with this account. Undefined: it is none. */
export function* botOf(user: number): Query<BotRecord | undefined> {
  const found = yield* row<BotRow>(`SELECT ${COLUMNS} FROM bots WHERE "user" = ?`, user);
  return found && toRecord(found);
}

/** Bots by id. `owner`: undefined for all. */
export function* botsBy(
  owner: number | undefined,
  after: number,
  limit: number,
): Query<readonly BotRecord[]> {
  const found =
    owner === undefined
      ? yield* rows<BotRow>(
          `SELECT ${COLUMNS} FROM bots WHERE "user" > ? ORDER BY "user" LIMIT ?`,
          after,
          limit,
        )
      : yield* rows<BotRow>(
          `SELECT ${COLUMNS} FROM bots WHERE owner = ? AND "user" > ? ORDER BY "user" LIMIT ?`,
          owner,
          after,
          limit,
        );
  return found.map(toRecord);
}

export function* setCommands(user: number, commands: Uint8Array): Query<void> {
  yield* change('UPDATE bots SET commands = ? WHERE "user" = ?', commands, user);
}

/** Where commands are asked for. `users`: of a direct conversation. */
export type CommandsPlace =
  | { readonly kind: 'group'; readonly conversation: number }
  | { readonly kind: 'direct'; readonly users: readonly number[] }
  | { readonly kind: 'room' };

const ENABLED = 'JOIN users u ON u.id = b."user" AND u.disabled = 0';
const FOUND = 'b."user", b.owner, b.token_at, b.commands';

/** The bots whose commands can be used somewhere, by id. */
export function* botsIn(place: CommandsPlace, limit: number): Query<readonly BotRecord[]> {
  switch (place.kind) {
    case 'group':
      return (yield* rows<BotRow>(
        `SELECT ${FOUND} FROM bots b ${ENABLED}
         JOIN members m ON m.conversation = ? AND m."user" = b."user" AND m.left_seq IS NULL ORDER BY b."user" LIMIT ?`,
        place.conversation,
        limit,
      )).map(toRecord);
    case 'direct':
      return (yield* rows<BotRow>(
        `SELECT ${FOUND} FROM bots b ${ENABLED} WHERE b."user" IN (?) ORDER BY b."user" LIMIT ?`,
        place.users,
        limit,
      )).map(toRecord);
    case 'room':
      return (yield* rows<BotRow>(
        `SELECT ${FOUND} FROM bots b ${ENABLED} WHERE b.owner = 0 ORDER BY b."user" LIMIT ?`,
        limit,
      )).map(toRecord);
  }
}

/** Forgets that an account is a bot's: it is being erased. */
export function* forgetBot(user: number): Query<void> {
  yield* change('DELETE FROM bots WHERE "user" = ?', user);
}

function toRecord({ user, owner, token_at: tokenAt, commands }: BotRow): BotRecord {
  return { user, owner, tokenAt, commands };
}
