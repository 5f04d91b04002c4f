/**
 * Queries on files.
 *
 * @module
 */
import { decodeAttachment, encodeAttachment } from '@posthorn/protocol';
import { readsMessageWith } from '../../store/files/access.ts';
import { addIdle } from '../../store/files/uses.ts';
import { change, insertNew, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { referTo } from './blob-queries.ts';
import { adjust } from './quota-queries.ts';
import type { FileRecord, NewFile, Thumbnail } from './records.ts';

const NEW: Insert = {
  table: 'files',
  columns: {
    id: 'text',
    owner: 'int',
    hash: 'text',
    bytes: 'int',
    time: 'int',
    attachment: 'bytes',
    alt: 'text',
    thumbnails: 'text',
  },
  onConflict: { key: ['id'] },
};

/**
 * Makes a file of a finished upload. `known`: it was made before. `going`: one of its blobs is just being collected; roll the
 * transaction back, and try again a little later.
 */
export function* insertFile(made: NewFile): Query<'made' | 'known' | 'going'> {
  const { id, owner, hash, bytes, time, attachment, thumbnails, reserved, unsentUntil } = made;
  const decoded = decodeAttachment(attachment);
  const plain = encodeAttachment({ ...decoded, alt: '' });
  const isNew = yield* insertNew(
    NEW,
    id,
    owner,
    hash,
    bytes,
    time,
    plain,
    decoded.alt,
    JSON.stringify(thumbnails),
  );
  if (!isNew) return 'known';
  yield* addIdle([id], unsentUntil);
  if (yield* referTo(hashesOf(made))) {
    yield* adjust(owner, bytes - reserved);
    return 'made';
  }
  // The caller need not know of a way to roll back.
  yield* change('DELETE FROM file_idle WHERE file = ?', id);
  yield* change('DELETE FROM files WHERE id = ?', id);
  return 'going';
}

/** The blobs of a file. */
export function hashesOf({ hash, thumbnails }: Pick<FileRecord, 'hash' | 'thumbnails'>): readonly string[] {
  return [hash, ...thumbnails.map((each) => each.hash)];
}

interface FileRow extends Omit<FileRecord, 'thumbnails'> {
  readonly alt: string;
  readonly thumbnails: string;
}

const COLUMNS = 'id, owner, hash, bytes, time, attachment, alt, thumbnails';

function toFile({ alt, thumbnails, attachment, ...rest }: FileRow): FileRecord {
  return {
    ...rest,
    attachment: alt === '' ? attachment : encodeAttachment({ ...decodeAttachment(attachment), alt }),
    // We have written it ourselves.
    thumbnails: JSON.parse(thumbnails) as readonly Thumbnail[],
  };
}

/** Those of these files that there are, in no order. */
export function* filesByIds(ids: readonly string[]): Query<readonly FileRecord[]> {
  if (ids.length === 0) return [];
  return (yield* rows<FileRow>(`SELECT ${COLUMNS} FROM files WHERE id IN (?)`, ids)).map(toFile);
}

/** The files of a user, by id. */
export function* filesOf(owner: number, after: string, limit: number): Query<readonly FileRecord[]> {
  const found = yield* rows<FileRow>(
    `SELECT ${COLUMNS} FROM files WHERE owner = ? AND id > ? ORDER BY id LIMIT ?`,
    owner,
    after,
    limit,
  );
  return found.map(toFile);
}

/**
 * Whether a user may read a file: as its owner, in a message, or as a picture. Everybody may see the picture of a user, and of a
 * group whoever is in it, or finds it in the directory.
 */
export function* accessTo(user: number, file: string): Query<boolean> {
  const found = yield* row<{ readonly owner: number }>('SELECT owner FROM files WHERE id = ?', file);
  if (found === undefined) return false;
  if (found.owner === user && !(yield* isGoing(file))) return true;
  return (yield* readsMessageWith(user, file)) || (yield* isPicture(user, file));
}

function* isPicture(user: number, file: string): Query<boolean> {
  const avatar = yield* row(
    'SELECT 1 AS found FROM file_uses WHERE file = ? AND conversation = 0 LIMIT 1',
    file,
  );
  if (avatar !== undefined) return true;
  const group = yield* row(
    `SELECT 1 AS found FROM file_uses u
     LEFT JOIN members m ON m.conversation = u.conversation AND m."user" = ? AND m.left_seq IS NULL
     LEFT JOIN listed_groups l ON l.conversation = u.conversation
     WHERE u.file = ? AND u.seq = 0 AND (m.joined_seq IS NOT NULL OR l.conversation IS NOT NULL) LIMIT 1`,
    user,
    file,
  );
  return group !== undefined;
}

/** What was sent and recalled, or not sent in time, waits for the collector: nobody reads it. */
function* isGoing(file: string): Query<boolean> {
  const used = yield* row('SELECT 1 AS found FROM file_uses WHERE file = ? LIMIT 1', file);
  if (used !== undefined) return false;
  return (
    (yield* row('SELECT 1 AS found FROM file_idle WHERE file = ? AND due = 0 LIMIT 1', file)) !== undefined
  );
}

/** Lets it be looked into whether something refers to the files of a user, some at a time. Returns the last of them; empty: all. */
export function* idleFilesOf(owner: number, after: string, limit: number): Query<string> {
  const found = yield* rows<{ readonly id: string }>(
    'SELECT id FROM files WHERE owner = ? AND id > ? ORDER BY id LIMIT ?',
    owner,
    after,
    limit,
  );
  yield* addIdle(
    found.map(({ id }) => id),
    0,
  );
  return found.length < limit ? '' : (found.at(-1)?.id ?? '');
}
