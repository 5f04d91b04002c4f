/**
 * Files as pictures of users and groups.
 *
 * @module
 */
import { decodeAttachment } from '@posthorn/protocol';
import { fileAt } from '@posthorn/protocol/words';
import type { Refusal } from '../log/records.ts';
import { row } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';
import { lockedFiles, NO_SUCH } from './attach.ts';
import { hold, release } from './uses.ts';
import type { Place } from './uses.ts';

/**
 * Lets a place have this picture, a URL or the path of a file, in place of the one that it had. Returns why it cannot have it, if so;
 * then nothing was changed.
 */
export function* setPicture(user: number, url: string, place: Place): Query<Refusal | undefined> {
  const file = fileAt(url);
  const refusal = file === undefined ? undefined : yield* whyNoPicture(user, file, place);
  if (refusal !== undefined) return refusal;
  yield* release(place.conversation, [place.seq]);
  if (file !== undefined) yield* hold([file], place);
  return undefined;
}

/** It is a file of the user, or the picture that there is already. The file stays until the transaction ends. */
function* whyNoPicture(user: number, file: string, { conversation, seq }: Place): Query<Refusal | undefined> {
  const found = (yield* lockedFiles([file])).get(file);
  if (found === undefined) return NO_SUCH;
  if (found.owner !== user) {
    const isHere = yield* row(
      'SELECT 1 AS found FROM file_uses WHERE file = ? AND conversation = ? AND seq = ?',
      file,
      conversation,
      seq,
    );
    return isHere === undefined ? NO_SUCH : undefined;
  }
  const { type } = decodeAttachment(found.attachment);
  return type.startsWith('image/')
    ? undefined
    : { code: 'INVALID', message: 'this file is no picture', reason: 'not-a-picture' };
}
