/**
 * Queries on uploads. What an upload will need counts against the quota of its owner from its beginning; a file takes that over,
 * and an upload that ends without one gives it back.
 *
 * @module
 */
import { change, insertNew, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { insertFile } from './file-queries.ts';
import type { NewFile } from './records.ts';
import { release, reserve } from './quota-queries.ts';
import type {
  NewUpload,
  Quotas,
  UploadError,
  UploadOutcome,
  UploadRecord,
  UploadStateName,
} from './upload-records.ts';

const STATES: readonly UploadStateName[] = ['receiving', 'processing', 'ready', 'refused'];
const UNBOUNDED: Quotas = { perUser: 0, all: 0 };
/** States below are unfinished. */
const READY = 2;
const COLUMNS = 'id, owner, name, type, alt, voice, length, open_length, state, settled, error, expires';

const NEW: Insert = {
  table: 'file_uploads',
  columns: {
    id: 'text',
    owner: 'int',
    name: 'text',
    type: 'text',
    alt: 'text',
    voice: 'int',
    length: 'int',
    open_length: 'int',
    expires: 'int',
  },
  onConflict: { key: ['id'] },
};

interface UploadRow extends Omit<NewUpload, 'voice' | 'isLengthKnown'> {
  readonly voice: number;
  readonly open_length: number;
  readonly state: number;
  readonly settled: number;
  readonly error: string | null;
}

/** `most`: unfinished uploads that a user may have. */
export function* createUpload(made: NewUpload, most: number, quotas: Quotas): Query<UploadOutcome> {
  const { id, owner, name, type, alt, voice, length, isLengthKnown, expires } = made;
  const unfinished = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM file_uploads WHERE owner = ? AND state < ?',
    owner,
    READY,
  );
  if ((unfinished?.n ?? 0) >= most) return 'busy';
  const reserved = yield* reserve(owner, length, quotas);
  if (reserved !== 'reserved') return reserved;
  const values = [id, owner, name, type, alt, Number(voice), length, Number(!isLengthKnown), expires];
  if (!(yield* insertNew(NEW, ...values))) throw new Error('two uploads have one id');
  return 'made';
}

export function* uploadOf(id: string): Query<UploadRecord | undefined> {
  const found = yield* row<UploadRow>(`SELECT ${COLUMNS} FROM file_uploads WHERE id = ?`, id);
  return found && toRecord(found);
}

/** Makes room for a body of unknown length. `busy`: it is not being received any more. */
export function* growUpload(id: string, length: number, quotas: Quotas): Query<UploadOutcome> {
  const found = yield* locked(id);
  if (found?.state !== 'receiving') return 'busy';
  const more = length - found.length;
  if (more <= 0) return 'made';
  // As one file: it counts as one already.
  yield* release(found.owner, found.length);
  const reserved = yield* reserve(found.owner, length, quotas);
  if (reserved !== 'reserved') {
    yield* reserve(found.owner, found.length, UNBOUNDED);
    return reserved;
  }
  yield* change('UPDATE file_uploads SET length = ? WHERE id = ?', length, id);
  return 'made';
}

/** Bytes have arrived. */
export function* touchUpload(id: string, expires: number): Query<void> {
  yield* change('UPDATE file_uploads SET expires = ? WHERE id = ? AND state = 0', expires, id);
}

/**
 * All bytes are there, `length` of them. Whoever calls it makes the file, until then (Unix ms). Returns the upload after that;
 * undefined: there is none.
 */
export function* completeUpload(id: string, length: number, until: number): Query<UploadRecord | undefined> {
  const found = yield* locked(id);
  if (found?.state !== 'receiving') return found;
  if (length !== found.length) {
    yield* release(found.owner, found.length);
    yield* reserve(found.owner, length, UNBOUNDED);
  }
  yield* change(
    'UPDATE file_uploads SET state = 1, length = ?, open_length = 0, expires = ? WHERE id = ?',
    length,
    until,
    id,
  );
  return { ...found, state: 'processing', length, isLengthKnown: true, expires: until };
}

/** Takes over a file that somebody has begun to make, and died. False: somebody else is at it. */
export function* takeUpload(id: string, now: number, until: number): Query<boolean> {
  const changed = yield* change(
    'UPDATE file_uploads SET expires = ? WHERE id = ? AND state = 1 AND expires <= ?',
    until,
    id,
    now,
  );
  return changed > 0;
}

/** Whoever makes the file is still at it. */
export function* holdUpload(id: string, until: number): Query<void> {
  yield* change('UPDATE file_uploads SET expires = ? WHERE id = ? AND state = 1', until, id);
}

/** Makes the file, which takes over what was reserved. See insertFile(). `gone`: the upload was ended. */
export function* settleUpload(file: NewFile): Query<'made' | 'known' | 'going' | 'gone'> {
  const found = yield* locked(file.id);
  if (found?.state !== 'processing') return 'gone';
  const outcome = yield* insertFile(file);
  if (outcome !== 'going') yield* change('UPDATE file_uploads SET settled = 1 WHERE id = ?', file.id);
  return outcome;
}

/** The file is there, with all its bytes. */
export function* readyUpload(id: string, expires: number): Query<void> {
  yield* change('UPDATE file_uploads SET state = 2, expires = ? WHERE id = ? AND state = 1', expires, id);
}

/** There will be no file. The upload stays for a while, so that its owner learns why. */
export function* refuseUpload(id: string, error: UploadError, expires: number): Query<void> {
  const found = yield* locked(id);
  if (found === undefined || !isReserved(found)) return;
  yield* release(found.owner, found.length);
  yield* change(
    'UPDATE file_uploads SET state = 3, settled = 1, error = ?, expires = ? WHERE id = ?',
    JSON.stringify(error),
    expires,
    id,
  );
}

/** Forgets an upload. A file that it has become stays. */
export function* removeUpload(id: string): Query<void> {
  const found = yield* locked(id);
  if (found === undefined) return;
  if (isReserved(found)) yield* release(found.owner, found.length);
  yield* change('DELETE FROM file_uploads WHERE id = ?', id);
}

/** Forgets those that were not finished, of a user who goes. Returns their ids. */
export function* removeUploadsOf(owner: number): Query<readonly string[]> {
  const found = yield* rows<{ readonly id: string }>(
    'SELECT id FROM file_uploads WHERE owner = ? ORDER BY id',
    owner,
  );
  for (const { id } of found) yield* removeUpload(id);
  return found.map(({ id }) => id);
}

/** Whose time is over, by time and id, behind `after`. */
export function* dueUploads(
  now: number,
  after: Pick<UploadRecord, 'expires' | 'id'>,
  limit: number,
): Query<readonly UploadRecord[]> {
  const found = yield* rows<UploadRow>(
    `SELECT ${COLUMNS} FROM file_uploads WHERE expires <= ? AND (expires, id) > (?, ?) ORDER BY expires, id LIMIT ?`,
    now,
    after.expires,
    after.id,
    limit,
  );
  return found.map(toRecord);
}

/** Those of them that there are. */
export function* knownUploads(ids: readonly string[]): Query<readonly string[]> {
  const found = yield* rows<{ readonly id: string }>('SELECT id FROM file_uploads WHERE id IN (?)', ids);
  return found.map(({ id }) => id);
}

function* locked(id: string): Query<UploadRecord | undefined> {
  const [found] = yield* lockedRows<UploadRow>(`SELECT ${COLUMNS} FROM file_uploads WHERE id = ?`, id);
  return found && toRecord(found);
}

/** Whether its length still counts against the quota. */
function isReserved({ isSettled }: Pick<UploadRecord, 'isSettled'>): boolean {
  return !isSettled;
}

function toRecord({
  voice,
  open_length: openLength,
  state,
  settled,
  error,
  ...same
}: UploadRow): UploadRecord {
  return {
    id: same.id,
    owner: same.owner,
    name: same.name,
    type: same.type,
    alt: same.alt,
    length: same.length,
    expires: same.expires,
    voice: voice === 1,
    isLengthKnown: openLength === 0,
    state: STATES[state] ?? 'refused',
    isSettled: settled === 1,
    // We have written it ourselves.
    error: error === null ? undefined : (JSON.parse(error) as UploadError),
  };
}
