/**
 * Queries on groups and members.
 *
 * @module
 */
import type { ConversationRecord, MemberRole } from '../../store/log/records.ts';
import { insertMessage, isSameContent, sentMessage } from '../../store/log/append.ts';
import { changedStep } from '../../store/log/changed.ts';
import { allAs, getConversation, insertConversation } from '../../store/log/conversations.ts';
import { UNCOUNTED } from '../../store/log/counting.ts';
import { openIntervals } from '../../store/log/members.ts';
import { change, insertAll, OvertakenError, row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import type { GroupSpec } from './records.ts';

type GroupOutcome =
  | { readonly status: 'created' | 'repeated'; readonly conversation: ConversationRecord }
  | { readonly status: 'conflict' };

/** Creates a group, once per (owner, clientId). A repeat with the same content returns the first group. */
export function* createGroup(spec: GroupSpec): Query<GroupOutcome> {
  const { title, owner, members, clientId, time, content } = spec;
  const earlier = yield* sentMessage(owner, clientId);
  if (earlier !== undefined) {
    const record = yield* getConversation(earlier.conversation);
    const isRepeat = record?.kind === 'group' && earlier.seq === 1 && isSameContent(earlier, { content });
    return isRepeat ? { status: 'repeated', conversation: record } : { status: 'conflict' };
  }
  const id = yield* insertConversation('group', title, []);
  if (!(yield* insertMessage({ conversation: id, sender: owner, clientId, time, content }, 1))) {
    throw new OvertakenError('this client id was used a moment ago');
  }
  const roles: readonly (readonly [number, MemberRole])[] = [[owner, 'owner'], ...allAs('member', members)];
  const memberCount = yield* openIntervals(id, roles, 1);
  yield* change(
    'UPDATE conversations SET head = 1, counted_through = 1, uncounted = 1, member_count = ?, changed = ? WHERE id = ?',
    memberCount,
    changedStep(time),
    id,
  );
  yield* insertAll(UNCOUNTED, [[id, 1, 1]]);
  const record = yield* getConversation(id);
  if (record === undefined) throw new Error('the new group did not come back');
  return { status: 'created', conversation: record };
}

/** The next owner: the longest-serving admin, or else member, other than `except`. Disabled accounts come last. */
export function* heir(conversation: number, except: number): Query<number | undefined> {
  const found = yield* row<{ readonly user: number }>(
    `SELECT m."user" FROM members m LEFT JOIN users u ON u.id = m."user"
     WHERE m.conversation = ? AND m."user" <> ? AND m.left_seq IS NULL AND m.role <> 'owner'
     ORDER BY CASE u.disabled WHEN 1 THEN 1 ELSE 0 END, CASE m.role WHEN 'admin' THEN 0 ELSE 1 END,
       m.joined_seq, m."user" LIMIT 1`,
    conversation,
    except,
  );
  return found?.user;
}

/** Groups that `user` owns, by id. */
export function* ownedBy(user: number, after: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly conversation: number }>(
    `SELECT conversation FROM members
     WHERE "user" = ? AND conversation > ? AND left_seq IS NULL AND role = 'owner' ORDER BY conversation LIMIT ?`,
    user,
    after,
    limit,
  );
  return found.map(({ conversation }) => conversation);
}

/** The owner of a group. */
export function* ownerOf(conversation: number): Query<number | undefined> {
  const found = yield* row<{ readonly user: number }>(
    `SELECT "user" FROM members WHERE conversation = ? AND left_seq IS NULL AND role = 'owner' LIMIT 1`,
    conversation,
  );
  return found?.user;
}

/** Deletes what is kept about a user besides their memberships. */
export function* eraseMember(user: number): Query<void> {
  yield* change('DELETE FROM nicknames WHERE "user" = ?', user);
  yield* change('DELETE FROM joins WHERE "user" = ?', user);
  yield* change('DELETE FROM bans WHERE "user" = ?', user);
}
