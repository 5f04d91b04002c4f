/**
 * Queries on interactions.
 *
 * @module
 */
import { forget, note } from '../../store/happenings.ts';
import { change, insertForId, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { isVisible } from '../../store/log/intervals.ts';
import { messageWithState } from '../../store/log/folds.ts';
import { visibleTo } from '../../store/log/reading.ts';
import type { InteractionRecord, NewAnswer, NewInteraction, ToldInteraction } from './records.ts';

/** Stands for the connection of who takes an interaction over HTTP and has none. */
export const OVER_HTTP = 1;

const NOTHING = new Uint8Array(0);

const INTERACTION: Insert = {
  table: 'interactions',
  columns: {
    bot: 'int',
    user: 'int',
    conversation: 'int',
    seq: 'int',
    origin: 'int',
    created_at: 'int',
    expires_at: 'int',
    answer: 'bytes',
    shown: 'bytes',
  },
};

interface Told {
  readonly id: number;
  readonly happening: number;
}

interface InteractionRow extends Omit<InteractionRecord, 'createdAt' | 'expiresAt'> {
  readonly created_at: number;
  readonly expires_at: number;
  readonly taken: number;
}

const COLUMNS = `id, bot, "user", conversation, seq, origin, created_at, expires_at, taken, answers, answer, shown`;

/** As receivers of webhooks know it. */
export const CREATED = 'interaction.created';

/** Returns its id. `told`: what webhooks are told of it; undefined: nothing. */
export function* openInteraction(made: NewInteraction, told?: ToldInteraction): Query<number> {
  const { bot, user, conversation, seq, origin, createdAt, expiresAt } = made;
  const id = yield* insertForId(
    INTERACTION,
    bot,
    user,
    conversation,
    seq,
    origin,
    createdAt,
    expiresAt,
    NOTHING,
    NOTHING,
  );
  if (told === undefined) return id;
  const happening = yield* note({ type: CREATED, user, time: createdAt, data: { id, bot, ...told } });
  yield* change('UPDATE interactions SET happening = ? WHERE id = ?', happening, id);
  return id;
}

export function* interaction(id: number): Query<InteractionRecord | undefined> {
  const found = yield* row<InteractionRow>(`SELECT ${COLUMNS} FROM interactions WHERE id = ?`, id);
  return found && toRecord(found);
}

/** `other`: another connection has it, or has answered. */
export type TakeOutcome = 'taken' | 'missing' | 'other';

/** Gives an interaction to a connection of its bot. `by`: its id, or OVER_HTTP. */
export function* takeInteraction(id: number, bot: number, by: number): Query<TakeOutcome> {
  const [found] = yield* locked(id);
  if (found === undefined || found.bot !== bot) return 'missing';
  if (found.taken !== 0) return found.taken === by && by !== OVER_HTTP ? 'taken' : 'other';
  if (found.answers > 0) return 'other';
  yield* change('UPDATE interactions SET taken = ? WHERE id = ?', by, id);
  return 'taken';
}

/** `late`: it would count only as the first one, and in time. */
export type AnswerOutcome = 'first' | 'further' | 'missing' | 'late' | 'full';

/** Notes an answer. Every change of what is shown to the user lengthens its life. */
export function* answerInteraction(given: NewAnswer, most: number): Query<AnswerOutcome> {
  const { id, bot, answer, shown, within, expiresAt } = given;
  const [found] = yield* locked(id);
  if (found === undefined || found.bot !== bot) return 'missing';
  const isFirst = found.answers === 0;
  if (within !== undefined && (!isFirst || found.created_at < within.createdSince)) return 'late';
  if (found.answers >= most) return 'full';
  yield* change(
    'UPDATE interactions SET answers = answers + 1, answer = ?, shown = ?, expires_at = ? WHERE id = ?',
    isFirst ? answer : found.answer,
    shown ?? found.shown,
    expiresAt,
    id,
  );
  return isFirst ? 'first' : 'further';
}

/** Changes what an earlier interaction shows to its user. False: it is forgotten. */
export function* showInstead(
  id: number,
  bot: number,
  { shown, expiresAt }: { readonly shown: Uint8Array; readonly expiresAt: number },
): Query<boolean> {
  const changed = yield* change(
    'UPDATE interactions SET shown = ?, expires_at = ? WHERE id = ? AND bot = ?',
    shown,
    expiresAt,
    id,
    bot,
  );
  return changed > 0;
}

/** What a message says now. Undefined: the reader may not see it, or there is none. */
export function* pressedOn(
  reader: number,
  conversation: number,
  seq: number,
): Query<{ readonly sender: number; readonly content: Uint8Array } | undefined> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined || !isVisible(visible.intervals, seq)) return undefined;
  const found = yield* messageWithState(conversation, seq);
  return found && { sender: found.sender, content: found.content };
}

/** Forgets interactions that are too old. Returns how many. */
export function* expireInteractions(now: number, limit: number): Query<number> {
  const found = yield* rows<Told>(
    'SELECT id, happening FROM interactions WHERE expires_at < ? ORDER BY expires_at, id LIMIT ?',
    now,
    limit,
  );
  const ids = found.map(({ id }) => id).sort((a, b) => a - b);
  yield* forget(found.map(({ happening }) => happening));
  if (ids.length > 0) yield* change('DELETE FROM interactions WHERE id IN (?)', ids);
  return ids.length;
}

/** Forgets what a user, or a bot, has done. */
export function* forgetInteractions(user: number): Query<void> {
  const ofUser = yield* rows<Told>('SELECT id, happening FROM interactions WHERE "user" = ?', user);
  const ofBot = yield* rows<Told>('SELECT id, happening FROM interactions WHERE bot = ?', user);
  yield* forget([...ofUser, ...ofBot].map(({ happening }) => happening));
  yield* change('DELETE FROM interactions WHERE "user" = ?', user);
  yield* change('DELETE FROM interactions WHERE bot = ?', user);
}

function* locked(id: number): Query<readonly InteractionRow[]> {
  return yield* lockedRows<InteractionRow>(`SELECT ${COLUMNS} FROM interactions WHERE id = ?`, id);
}

function toRecord({ created_at, expires_at, taken: _taken, ...found }: InteractionRow): InteractionRecord {
  return { ...found, createdAt: created_at, expiresAt: expires_at };
}
