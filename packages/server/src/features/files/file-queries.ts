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
 * Who else than the readers of messages may read a file. `yes`, `no`: that is decided. Otherwise it is the picture of these users
 * and groups.
 */
export type Access = 'yes' | 'no' | { readonly users: readonly number[]; readonly groups: readonly number[] };

/** Pictures that are looked at. */
const PICTURES = 200;

/** Whether a user may read a file, as far as messages and ownership say so. */
export function* accessTo(user: number, file: string): Query<Access> {
  const found = yield* row<{ readonly owner: number }>('SELECT owner FROM files WHERE id = ?', file);
  if (found === undefined) return 'no';
  if (found.owner === user && !(yield* isGoing(file))) return 'yes';
  if (yield* readsMessageWith(user, file)) return 'yes';
  const pictures = yield* rows<{ readonly conversation: number; readonly seq: number }>(
    'SELECT conversation, seq FROM file_uses WHERE file = ? AND (conversation = 0 OR seq = 0) LIMIT ?',
    file,
    PICTURES,
  );
  if (pictures.length === 0) return 'no';
  return {
    users: pictures.filter(({ conversation }) => conversation === 0).map(({ seq }) => seq),
    groups: pictures.filter(({ seq }) => seq === 0).map(({ conversation }) => conversation),
  };
}

/** What was sent and recalled, or not sent in time, waits for the collector: nobody reads it. */
function* isGoing(file: string): Query<boolean> {
  const used = yield* row('SELECT 1 AS found FROM file_uses WHERE file = ? LIMIT 1', file);
  if (used !== undefined) return false;
  return (
    (yield* row('SELECT 1 AS found FROM file_idle WHERE file = ? AND due = 0 LIMIT 1', file)) !== undefined
  );
}
