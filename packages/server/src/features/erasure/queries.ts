/**
 * Queries that take somebody out of conversations. All are idempotent, and each is a bounded transaction.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import { release } from '../../store/files/uses.ts';
import { eraseStates } from '../../store/log/erase.ts';
import { expireAll } from '../../store/log/expire.ts';
import { isEntry } from '../../store/log/fold.ts';
import { change, erasing, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface DirectRecord {
  readonly id: number;
  readonly kind: 'direct' | 'inbox';
}

/** Direct conversations and the inbox of a user, by id. */
export function* ownDirects(user: number, after: number, limit: number): Query<readonly DirectRecord[]> {
  const found = yield* rows<DirectRecord>(
    `SELECT c.id, c.kind FROM members m JOIN conversations c ON c.id = m.conversation
     WHERE m."user" = ? AND m.conversation > ? AND c.kind IN ('direct', 'inbox') ORDER BY m.conversation LIMIT ?`,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Seqs of a conversation that may have words. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Takes a user out of a direct conversation for good: it is not theirs to list, export or read any more. Whatever was
 * authorised before is not written, so nothing comes after the span that is returned.
 */
export function* depart(user: number, conversation: number): Query<Span> {
  const [found] = yield* lockedRows<{ readonly head: number; readonly kept_from: number }>(
    'SELECT head, kept_from FROM conversations WHERE id = ?',
    conversation,
  );
  const { head = 0, kept_from: from = 1 } = found ?? {};
  const hasLeft = yield* change(
    'UPDATE members SET left_seq = ?, hidden = 1 WHERE conversation = ? AND "user" = ? AND left_seq IS NULL',
    head,
    conversation,
    user,
  );
  // Makes earlier authorisations stale; see Append.version.
  if (hasLeft > 0) yield* change('UPDATE conversations SET version = version + 1 WHERE id = ?', conversation);
  yield* change('DELETE FROM readers WHERE conversation = ? AND "user" = ?', conversation, user);
  return { from, to: head };
}

/**
 * Puts `erased` in place of what a user has said within a span of a conversation, and erases what was made of it. What was said in
 * a thread stays there.
 */
export function* eraseWords(
  user: number,
  conversation: number,
  { from, to }: Span,
  erased: Uint8Array,
): Query<void> {
  const said = yield* rows<{ readonly seq: number; readonly content: Uint8Array }>(
    `SELECT seq, content FROM messages
     WHERE conversation = ? AND seq BETWEEN ? AND ? AND sender = ? AND content <> ?`,
    conversation,
    from,
    to,
    user,
    erased,
  );
  const words = said.flatMap(({ seq, content }) => {
    const { kind, thread, attachments } = decodeContent(content);
    return isEntry(kind) ? [] : [{ seq, content, thread, hasFiles: attachments.length > 0 }];
  });
  const withFiles = words.filter(({ hasFiles }) => hasFiles).map(({ seq }) => seq);
  if (withFiles.length > 0) yield* release(conversation, withFiles);
  for (const [thread, some] of Map.groupBy(words, (each) => each.thread)) {
    const instead = thread === 0 ? erased : encodeContent({ ...decodeContent(erased), thread });
    const seqs = some.filter(({ content }) => Buffer.compare(content, instead) !== 0).map(({ seq }) => seq);
    if (seqs.length === 0) continue;
    yield* eraseStates(conversation, seqs);
    yield* erasing(
      'UPDATE messages SET content = ? WHERE conversation = ? AND seq IN (?)',
      instead,
      conversation,
      seqs,
    );
  }
}

/** Deletes a user’s memberships of groups that they have left, at most `limit`. Returns how many. */
export function* forgetGroups(user: number, limit: number): Query<number> {
  const found = yield* rows<{ readonly id: number }>(
    `SELECT c.id FROM members m JOIN conversations c ON c.id = m.conversation
     WHERE m."user" = ? AND m.left_seq IS NOT NULL AND c.kind = 'group' ORDER BY m.conversation LIMIT ?`,
    user,
    limit,
  );
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return 0;
  yield* change('DELETE FROM readers WHERE conversation IN (?) AND "user" = ?', ids, user);
  yield* change('DELETE FROM members WHERE conversation IN (?) AND "user" = ?', ids, user);
  return ids.length;
}

/** Deletes what was in the inbox of a user, and how far they have read in rooms. */
export function* forgetRest(user: number, inbox: number): Query<void> {
  yield* expireAll(inbox);
  yield* change(
    `DELETE FROM readers WHERE "user" = ? AND conversation IN (SELECT id FROM conversations WHERE kind = 'room')`,
    user,
  );
}
