/**
 * Conversations from which a user wants no alerts: `Conversation.muted` follows from the entries `mute/<conversation>`.
 *
 * @module
 */
import { visibleTo } from '../../store/log/reading.ts';
import { insertAll } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const MUTED: Insert = {
  table: 'readers',
  columns: { conversation: 'int', user: 'int', muted: 'int', muted_until: 'int' },
  onConflict: { key: ['conversation', 'user'], set: { muted: 'new', muted_until: 'new' } },
};

/** Sets until when conversations are silent (Unix ms); 0: they are not. Leaves out those that the user may not read. */
export function* setMutedUntil(
  user: number,
  mutes: readonly (readonly [conversation: number, until: number])[],
): Query<void> {
  // Sorted by key, so that two processes cannot deadlock.
  for (const [conversation, until] of [...mutes].sort(([a], [b]) => a - b)) {
    if ((yield* visibleTo(conversation, user)) === undefined) continue;
    yield* insertAll(MUTED, [[conversation, user, until > 0 ? 1 : 0, until]]);
  }
}
