/**
 * The tables of the log: conversations, what was said in them, and who may read and write there.
 *
 * @module
 */
import { bytes, emptyText, id, int, keyText, off, optionalInt, table, text, zero } from '../table.ts';
import type { Table } from '../table.ts';

/** What a database knows about itself. */
const META = table({
  name: 'meta',
  columns: { name: keyText(40), value: text },
  primaryKey: ['name'],
  isLocal: true,
});

/** user_a and user_b: direct, by rising id; inbox: its user twice; else null. changed: Unix ms, coarse. */
const CONVERSATIONS = table({
  name: 'conversations',
  columns: {
    id,
    kind: keyText(16),
    title: text,
    head: zero,
    version: { ...int, default: 1 },
    member_count: zero,
    user_a: optionalInt,
    user_b: optionalInt,
    changed: zero,
  },
  indexes: [
    {
      name: 'conversations_direct',
      columns: ['user_a', 'user_b'],
      isUnique: true,
      where: "kind = 'direct'",
    },
    { name: 'conversations_room', columns: ['title'], isUnique: true, where: "kind = 'room'" },
    { name: 'conversations_changed', columns: ['changed', 'id'] },
    // Rooms are everybody's, so each list of what a user may see asks for all of them.
    { name: 'conversations_kind', columns: ['kind', 'id'] },
  ],
  countedAs: 'conversations',
});

/**
 * Rows lie in the order of their commits where the engine lets them, so a batch for a thousand conversations fills
 * pages at one end and only the two narrow indexes are touched here and there. A conversation below 0: the note of a
 * message that is never written (forbid.ts).
 */
const MESSAGES = table({
  name: 'messages',
  columns: { conversation: int, seq: int, sender: int, client_id: keyText(64), time: int, content: bytes },
  key: ['conversation', 'seq'],
  indexes: [
    { name: 'messages_order', columns: ['conversation', 'seq'], isUnique: true },
    { name: 'messages_sent', columns: ['sender', 'client_id'], isUnique: true },
  ],
  countedAs: 'messages',
  countedWhere: 'conversation > 0',
});

/**
 * One row per user who is or was in; left_seq is null for those who are. past: earlier intervals, "3-9,12-20".
 * removed_seq: the left_seq of whom somebody else has removed.
 */
const MEMBERS = table({
  name: 'members',
  columns: {
    conversation: int,
    user: int,
    role: keyText(16),
    silenced: off,
    joined_seq: int,
    left_seq: optionalInt,
    left_title: emptyText,
    past: emptyText,
    removed_seq: zero,
  },
  primaryKey: ['conversation', 'user'],
  indexes: [{ name: 'members_of_user', columns: ['user', 'conversation'] }],
});

/** `user` blocks `other`: neither may write to the other. */
const BLOCKS = table({
  name: 'blocks',
  columns: { user: int, other: int },
  primaryKey: ['user', 'other'],
});

export const LOG_TABLES: readonly Table[] = [META, CONVERSATIONS, MEMBERS, BLOCKS, MESSAGES];
