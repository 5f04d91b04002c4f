/**
 * Queries on users.
 *
 * @module
 */
import { forgetBootstrap, isBootstrapNow } from './bootstrap-queries.ts';
import type { NewUser, UserPatch, UserRecord } from './user-records.ts';
import { isByKey, trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { setPicture } from '../../store/files/pictures.ts';
import { avatarOf, release } from '../../store/files/uses.ts';
import { note } from '../../store/happenings.ts';
import { insertConversation } from '../../store/log/conversations.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertAll, insertNew, LAST_CODE_POINT, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query, Value } from '../../store/sql/sql.ts';

export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly display_name: string;
  readonly avatar_url: string;
  readonly status_text: string;
  readonly status_emoji: string;
  readonly status_until: number;
  readonly busy_until: number;
  readonly admin: number;
  readonly disabled: number;
  readonly erased: number;
  readonly bot: number;
  readonly created_at: number;
  readonly last_seen: number;
  readonly inbox: number;
}

export const USER_COLUMNS = `id, name, display_name, avatar_url, status_text, status_emoji, status_until,
  busy_until, admin, disabled, erased, bot, created_at, last_seen, inbox`;

const NEW_USER: Insert = {
  table: 'users',
  columns: {
    name: 'text',
    name_key: 'text',
    display_name: 'text',
    admin: 'int',
    created_at: 'int',
    password_hash: 'text',
    look: 'text',
    bot: 'int',
  },
  onConflict: { key: ['name_key'] },
};

/** Whoever finds people by name has to look at them again. */
const RENAMED: Insert = { table: 'renamed', columns: { user: 'int' } };

type CreateOutcome =
  | { readonly status: 'created'; readonly user: UserRecord }
  | { readonly status: 'taken' }
  | { readonly status: 'wrong-secret' };

/** Creates a user and their inbox. */
export function* createUser(user: NewUser, origin?: Origin): Query<CreateOutcome> {
  const { name, nameKey, displayName, passwordHash, createdAt, look = '', bot = false } = user;
  if (look !== '' && (yield* isTakenLook(look, nameKey))) return { status: 'taken' };
  const admin = yield* isAdministrator(user.admin);
  if (admin === undefined) return { status: 'wrong-secret' };
  const hash = passwordHash ?? null;
  const isNew = yield* insertNew(
    NEW_USER,
    name,
    nameKey,
    displayName,
    admin ? 1 : 0,
    createdAt,
    hash,
    look,
    bot ? 1 : 0,
  );
  if (!isNew) return { status: 'taken' };
  if (admin) yield* forgetBootstrap();
  const [made] = yield* usersByNameKeys([nameKey]);
  if (made === undefined) throw new Error('the new user did not come back');
  const inbox = yield* insertConversation('inbox', '', [made.id]);
  yield* change('UPDATE users SET inbox = ? WHERE id = ?', inbox, made.id);
  yield* insertAll(RENAMED, [[made.id]]);
  yield* trace(origin, made.id, { administrator: made.admin });
  yield* note({ type: 'user.created', user: made.id, time: createdAt });
  return { status: 'created', user: { ...made, inbox } };
}

/** Undefined: the secret is not the right one. */
function* isAdministrator(admin: NewUser['admin']): Query<boolean | undefined> {
  if (typeof admin === 'boolean') return admin;
  if (admin === 'if-first') return yield* isFirst();
  return (yield* isBootstrapNow(admin.secretHash)) ? true : undefined;
}

/** Whether another account looks like this one. Nobody gets one that does before this transaction ends. */
function* isTakenLook(look: string, nameKey: string): Query<boolean> {
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  return (
    (yield* row('SELECT 1 AS found FROM users WHERE look = ? AND name_key <> ? LIMIT 1', look, nameKey)) !==
    undefined
  );
}

/** Accounts whose look is not known, because an earlier version has made them. */
export function* usersWithoutLook(
  limit: number,
): Query<readonly { readonly id: number; readonly name: string }[]> {
  const found = yield* rows<{ readonly id: number; readonly name: string }>(
    "SELECT id, name FROM users WHERE look = '' ORDER BY id LIMIT ?",
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Sets what these accounts look like. Idempotent. */
export function* setLooks(looks: readonly { readonly id: number; readonly look: string }[]): Query<void> {
  for (const { id, look } of looks) yield* change('UPDATE users SET look = ? WHERE id = ?', look, id);
}

/** Whether no account exists yet. If true, no other one can be created before this transaction ends. */
function* isFirst(): Query<boolean> {
  if ((yield* row('SELECT 1 AS found FROM users LIMIT 1')) !== undefined) return false;
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  return (yield* row('SELECT 1 AS found FROM users LIMIT 1')) === undefined;
}

/** The users with these ids, by id. */
export function* usersByIds(ids: readonly number[]): Query<readonly UserRecord[]> {
  if (ids.length === 0) return [];
  const found = yield* rows<UserRow>(`SELECT ${USER_COLUMNS} FROM users WHERE id IN (?) ORDER BY id`, ids);
  return found.map(toUserRecord);
}

/** The users with these folded names, by id. */
export function* usersByNameKeys(nameKeys: readonly string[]): Query<readonly UserRecord[]> {
  if (nameKeys.length === 0) return [];
  const found = yield* rows<UserRow>(
    `SELECT ${USER_COLUMNS} FROM users WHERE name_key IN (?) ORDER BY id`,
    nameKeys,
  );
  return found.map(toUserRecord);
}

/** What a login needs: the user and the password hash. */
export function* credentials(
  nameKey: string,
): Query<{ readonly user: UserRecord; readonly passwordHash: string | undefined } | undefined> {
  const found = yield* row<UserRow & { readonly password_hash: string | null }>(
    `SELECT ${USER_COLUMNS}, password_hash FROM users WHERE name_key = ?`,
    nameKey,
  );
  if (found === undefined) return undefined;
  return { user: toUserRecord(found), passwordHash: found.password_hash ?? undefined };
}

/** Users whose nameKey starts with `prefix`, by nameKey, without erased ones. `after`: last nameKey of the previous page. */
export function* findUsers(prefix: string, after: string, limit: number): Query<readonly UserRecord[]> {
  const found = yield* rows<UserRow>(
    `SELECT ${USER_COLUMNS} FROM users WHERE name_key >= ? AND name_key < ? AND name_key > ? AND erased = 0 ORDER BY name_key LIMIT ?`,
    prefix,
    prefix + LAST_CODE_POINT,
    after,
    limit,
  );
  return found.map(toUserRecord);
}

const PATCH_COLUMNS: Readonly<Record<keyof UserPatch, string>> = {
  displayName: 'display_name',
  avatarUrl: 'avatar_url',
  statusText: 'status_text',
  statusEmoji: 'status_emoji',
  statusUntil: 'status_until',
  busyUntil: 'busy_until',
  disabled: 'disabled',
  admin: 'admin',
  passwordHash: 'password_hash',
  lastSeen: 'last_seen',
};

/**
 * Updates the fields in the patch; those of an erased account stay empty. Undefined if there is no such user. The audit
 * hears of a new password.
 */
export function* updateUser(id: number, patch: UserPatch, origin?: Origin): Query<UserRecord | undefined> {
  const sets: string[] = [];
  const values: Value[] = [];
  for (const [field, column] of Object.entries(PATCH_COLUMNS)) {
    const value = patch[field as keyof UserPatch];
    if (value === undefined) continue;
    sets.push(`${column} = ?`);
    values.push(typeof value === 'boolean' ? Number(value) : value);
  }
  if (sets.length > 0) {
    yield* change(`UPDATE users SET ${sets.join(', ')} WHERE id = ? AND erased = 0`, ...values, id);
  }
  if (patch.displayName !== undefined) yield* insertAll(RENAMED, [[id]]);
  if (patch.passwordHash !== undefined) yield* trace(origin, id);
  return (yield* usersByIds([id]))[0];
}

/**
 * The same for what a user says of themself. A picture may be a file of theirs, which is there as long as it is their picture.
 * Returns why it cannot be, if so; then nothing was changed.
 */
export function* updateProfile(id: number, patch: UserPatch): Query<UserRecord | Refusal | undefined> {
  const { avatarUrl } = patch;
  if (avatarUrl === undefined) return yield* updateUser(id, patch);
  const [user] = yield* lockedRows<{ readonly erased: number }>('SELECT erased FROM users WHERE id = ?', id);
  if (user?.erased !== 0) return yield* updateUser(id, patch);
  const refusal = yield* setPicture(id, avatarUrl, avatarOf(id));
  return refusal ?? (yield* updateUser(id, patch));
}

/** Keeps that these users were here at `time`. Never moves it back. */
export function* noteSeen(users: readonly number[], time: number): Query<void> {
  if (users.length === 0) return;
  yield* change(
    'UPDATE users SET last_seen = ? WHERE id IN (?) AND last_seen < ? AND erased = 0',
    time,
    users,
    time,
  );
}

/** Whether an account is an administrator, and whether it is disabled. Absent fields stay as they are. */
export type Standing = Pick<UserPatch, 'admin' | 'disabled'>;

export type StandingOutcome =
  /** With how it was before. */
  | { readonly status: 'changed'; readonly before: UserRecord }
  | { readonly status: 'missing' }
  /** Nothing was changed: it stays as it is for good. */
  | { readonly status: 'erased' }
  /** Nothing was changed: anybody can act as an account without a password. */
  | { readonly status: 'without-password' }
  /** Nothing was changed: a server key changes no administrator. */
  | { readonly status: 'administrator' }
  /** Nothing was changed: a program has no such rights. */
  | { readonly status: 'bot' }
  /** Nothing was changed: no other administrator is left. */
  | { readonly status: 'last-administrator' };

/** Changes the standing of an account, unless the server would have no administrator then. */
export function* changeStanding(id: number, standing: Standing, origin?: Origin): Query<StandingOutcome> {
  // One at a time: two administrators could take each other out.
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  const [before] = yield* usersByIds([id]);
  if (before === undefined) return { status: 'missing' };
  if (before.erased) return { status: 'erased' };
  if (before.admin && isByKey(origin)) return { status: 'administrator' };
  const { admin, disabled } = { ...before, ...standing };
  if (admin && before.bot) return { status: 'bot' };
  if (admin && !before.admin) {
    const open = yield* row('SELECT 1 AS found FROM users WHERE id = ? AND password_hash IS NULL', id);
    if (open !== undefined) return { status: 'without-password' };
  }
  if ((!admin || disabled) && (yield* isLastAdministrator(before))) return { status: 'last-administrator' };
  yield* updateUser(id, standing);
  if (admin) yield* forgetBootstrap();
  yield* trace(origin, id, { ...standing });
  if (disabled !== before.disabled) {
    const type = disabled ? 'user.disabled' : 'user.enabled';
    yield* note({ type, user: id, time: origin?.time ?? 0 });
  }
  return { status: 'changed', before };
}

function* isLastAdministrator({ id, admin, disabled }: UserRecord): Query<boolean> {
  if (!admin || disabled) return false;
  const other = yield* row(
    'SELECT 1 AS found FROM users WHERE admin = 1 AND disabled = 0 AND id <> ? LIMIT 1',
    id,
  );
  return other === undefined;
}

/**
 * In place of the hash where an account has no password, and logs in elsewhere. No password fits. It is not the absence of a
 * hash, with which protocols without passwords let in.
 */
export const UNUSABLE_PASSWORD = '!';

/** Not the hash of any password, and not the absence of one, with which other protocols let in. */
const NO_PASSWORD = 'erased';

/**
 * Deletes what an account says of its user, and closes it for good; the name stays taken. It cannot be
 * undone. Idempotent. `administrator`, `last-administrator`: nothing was changed.
 */
export function* closeAccount(
  id: number,
  origin?: Origin,
): Query<'closed' | 'missing' | 'administrator' | 'last-administrator'> {
  // One at a time, as in changeStanding().
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  const [user] = yield* usersByIds([id]);
  if (user === undefined) return 'missing';
  if (user.admin && isByKey(origin)) return 'administrator';
  if (yield* isLastAdministrator(user)) return 'last-administrator';
  yield* change(
    `UPDATE users SET erased = 1, disabled = 1, admin = 0, name = ?, display_name = '', avatar_url = '',
       status_text = '', status_emoji = '', status_until = 0, busy_until = 0, last_seen = 0, password_hash = ? WHERE id = ?`,
    erasedName(id),
    NO_PASSWORD,
    id,
  );
  const { conversation, seq } = avatarOf(id);
  yield* release(conversation, [seq]);
  return 'closed';
}

/** What is shown instead of the name. No account can have it as its name. */
function erasedName(id: number): string {
  return `deleted~${id}`;
}

/** The id in such a name. */
export function erasedId(name: string): number | undefined {
  const id = Number(/^deleted~(\d{1,16})$/.exec(name)?.[1]);
  return Number.isSafeInteger(id) ? id : undefined;
}

/** Converts a row to a record. */
export function toUserRecord(found: UserRow): UserRecord {
  return {
    id: found.id,
    name: found.name,
    displayName: found.display_name,
    avatarUrl: found.avatar_url,
    statusText: found.status_text,
    statusEmoji: found.status_emoji,
    statusUntil: found.status_until,
    busyUntil: found.busy_until,
    admin: found.admin === 1,
    disabled: found.disabled === 1,
    erased: found.erased === 1,
    bot: found.bot === 1,
    createdAt: found.created_at,
    lastSeen: found.last_seen,
    inbox: found.inbox,
  };
}
