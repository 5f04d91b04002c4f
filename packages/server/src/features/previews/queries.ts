/**
 * Pictures of previews, and the messages that get them.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { messageWithState } from '../../store/log/folds.ts';
import { keepMeta, metaPlace } from '../../store/sql/meta.ts';
import { change, insertAll, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

export interface StoredPicture {
  /** HMAC-SHA-256 of the bytes, in hex, under pictureKey(). Versions before had no key. */
  readonly hash: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Unix ms: when a preview last used it. */
  readonly time: number;
}

/** Beyond it, those that were used longest ago go: at 128 KiB each, at most 1.25 GiB. */
const MAX_PICTURES = 10_000;

const PICTURE: Insert = {
  table: 'preview_pictures',
  columns: { hash: 'text', type: 'text', bytes: 'bytes', time: 'int' },
  onConflict: { key: ['hash'], set: { time: 'higher' } },
};

export const PICTURE_KEY = metaPlace('pictures');

/** The key under which this database hashes pictures. As it is stored. `made`: what it is if there is none yet. */
export function* pictureKey(made: string): Query<string> {
  return yield* keepMeta('pictures', made);
}

export function* keepPicture({ hash, type, bytes, time }: StoredPicture): Query<void> {
  yield* insertAll(PICTURE, [[hash, type, bytes, time]]);
  const found = yield* row<{ readonly n: number }>('SELECT COUNT(*) AS n FROM preview_pictures');
  const tooMany = (found?.n ?? 0) - MAX_PICTURES;
  if (tooMany > 0) yield* dropPictures(Number.MAX_SAFE_INTEGER, tooMany);
}

/** Drops pictures that no preview has used since `before`, the oldest first, at most `limit`. Returns how many. */
export function* dropPictures(before: number, limit: number): Query<number> {
  const found = yield* rows<{ readonly hash: string }>(
    'SELECT hash FROM preview_pictures WHERE time < ? ORDER BY time LIMIT ?',
    before,
    limit,
  );
  const hashes = found.map(({ hash }) => hash);
  return hashes.length === 0 ? 0 : yield* change('DELETE FROM preview_pictures WHERE hash IN (?)', hashes);
}

export function* picture(hash: string): Query<Pick<StoredPicture, 'type' | 'bytes'> | undefined> {
  const found = yield* row<Pick<StoredPicture, 'type' | 'bytes'>>(
    'SELECT type, bytes FROM preview_pictures WHERE hash = ?',
    hash,
  );
  return found && { type: found.type, bytes: found.bytes };
}

/** A message that may get previews, as it is now. */
export interface LinkedMessage {
  readonly sender: number;
  readonly text: string;
  /** Seq of the last edit; 0: none. */
  readonly edited: number;
  /** Those that it has. */
  readonly urls: readonly string[];
}

/** Undefined: there is no such message, or it wants none. */
export function* linkedMessage(conversation: number, seq: number): Query<LinkedMessage | undefined> {
  const place = yield* row<{ readonly no_previews: number }>(
    'SELECT no_previews FROM conversations WHERE id = ?',
    conversation,
  );
  if (place?.no_previews !== 0) return undefined;
  const found = yield* messageWithState(conversation, seq);
  if (found === undefined) return undefined;
  const content = decodeContent(found.content);
  if (!mayHavePreviews(content)) return undefined;
  const { edited, previews } = found.state;
  return { sender: found.sender, text: content.text, edited, urls: previews.map(({ url }) => url) };
}

/** Of words alone: not of what was recalled, say. */
function mayHavePreviews({ kind, noPreview }: Content): boolean {
  return kind === undefined && !noPreview;
}
