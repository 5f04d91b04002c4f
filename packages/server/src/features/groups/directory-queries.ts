/**
 * The directory: groups that everybody finds.
 *
 * @module
 */
import { settingsFrom } from '../../store/log/group-settings.ts';
import type { OpenConversation } from '../../store/log/effects.ts';
import type { GroupSettings, MemberRole } from '../../store/log/records.ts';
import { change, insertAll, LAST_CODE_POINT, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const LISTED: Insert = {
  table: 'listed_groups',
  columns: { conversation: 'int', title_key: 'text' },
  onConflict: { key: ['conversation'], set: { title_key: 'new' } },
};

export const MAX_KEY_CHARS = 100;

/** Titles with the same key are the same in the directory. */
export function titleKey(title: string): string {
  return Array.from(title.normalize('NFKC').toLowerCase()).slice(0, MAX_KEY_CHARS).join('');
}

/** Lists a group, or takes it from the directory, as its settings say. A group without members is not listed. */
export function* relist({ id, title, member_count: memberCount }: OpenConversation): Query<void> {
  const found = yield* row<{ readonly settings: string }>(
    'SELECT settings FROM conversations WHERE id = ?',
    id,
  );
  const { join, closed } = settingsFrom(found?.settings ?? '', memberCount);
  if (join === 'invite' || closed || memberCount === 0) yield* unlist(id);
  else yield* insertAll(LISTED, [[id, titleKey(title)]]);
}

export function* unlist(conversation: number): Query<void> {
  yield* change('DELETE FROM listed_groups WHERE conversation = ?', conversation);
}

/** A group of the directory, for one user. */
export interface ListedGroup {
  readonly id: number;
  readonly title: string;
  readonly key: string;
  readonly memberCount: number;
  readonly settings: GroupSettings;
  /** Of the user. Undefined: they are not in. */
  readonly role: MemberRole | undefined;
  readonly asked: boolean;
}

interface ListedRow {
  readonly id: number;
  readonly title: string;
  readonly title_key: string;
  readonly member_count: number;
  readonly settings: string;
  readonly role: MemberRole | null;
  readonly asker: number | null;
}

const LISTED_GROUPS = `SELECT c.id, c.title, l.title_key, c.member_count, c.settings, m.role, j."user" AS asker
  FROM listed_groups l JOIN conversations c ON c.id = l.conversation
  LEFT JOIN members m ON m.conversation = l.conversation AND m."user" = ? AND m.left_seq IS NULL
  LEFT JOIN joins j ON j.conversation = l.conversation AND j."user" = ?`;

/** Groups whose key begins with `prefix`, by key and id. `after`: the last one of the previous page. */
export function* directory(
  user: number,
  prefix: string,
  after: { readonly key: string; readonly id: number },
  limit: number,
): Query<readonly ListedGroup[]> {
  const found = yield* rows<ListedRow>(
    `${LISTED_GROUPS} WHERE l.title_key >= ? AND l.title_key < ?
     AND (l.title_key > ? OR (l.title_key = ? AND l.conversation > ?))
     ORDER BY l.title_key, l.conversation LIMIT ?`,
    user,
    user,
    after.key > prefix ? after.key : prefix,
    prefix + LAST_CODE_POINT,
    after.key,
    after.key,
    after.id,
    limit,
  );
  return found.map(toListed);
}

/** A group, if it is in the directory. */
export function* listedGroup(user: number, conversation: number): Query<ListedGroup | undefined> {
  const found = yield* row<ListedRow>(`${LISTED_GROUPS} WHERE l.conversation = ?`, user, user, conversation);
  return found === undefined ? undefined : toListed(found);
}

function toListed(found: ListedRow): ListedGroup {
  const { id, title, title_key: key, member_count: memberCount, role, asker } = found;
  const settings = settingsFrom(found.settings, memberCount);
  return { id, title, key, memberCount, settings, role: role ?? undefined, asked: asker !== null };
}
