/**
 * The tables of the log: conversations, messages, members and blocks.
 *
 * @module
 */
import {
  bytes,
  emptyText,
  flag,
  id,
  int,
  keyBytes,
  keyText,
  off,
  optionalInt,
  table,
  text,
  zero,
} from '../table.ts';
import type { Table } from '../table.ts';

/** Values that a database stores about itself. */
const META = table({
  name: 'meta',
  columns: { name: keyText(40), value: text },
  primaryKey: ['name'],
  isLocal: true,
});

/**
 * user_a, user_b: both users of a direct conversation, by rising id; the user of an inbox, twice; otherwise null.
 * changed: Unix ms, coarse. kept_from: the lowest seq that is still kept (expire.ts). settings: see group-settings.ts.
 * counted_through: up to this seq it is known what does not count; uncounted: how many those are (counting.ts).
 * active_seq, active_at: the last message that counts, and the highest time of those.
 * sent_a, sent_b: in a direct conversation, the last message of user_a and of user_b that counts: they have read up to it.
 * vanish_after: ms after which what is said here vanishes; 0: it stays. folded: the highest seq that has a state.
 */
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
    kept_from: { ...int, default: 1 },
    settings: emptyText,
    no_previews: off,
    vanish_after: zero,
    counted_through: zero,
    uncounted: zero,
    active_seq: zero,
    active_at: zero,
    sent_a: zero,
    sent_b: zero,
    folded: zero,
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
    // Everybody may see rooms, so each list of visible conversations reads all of them.
    { name: 'conversations_kind', columns: ['kind', 'id'] },
  ],
  countedAs: 'conversations',
});

/**
 * Rows are stored in commit order, where the engine allows it. So a batch for a thousand conversations fills pages at
 * one end, and only the two narrow indexes are touched in many places. A negative conversation: the note of a forbidden
 * message (forbid.ts). Empty content: the message has expired (expire.ts).
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
 * One row for each user who is or was a member. left_seq: null for current members. past: earlier intervals, e.g.
 * "3-9,12-20". hidden: who has left does not want to see it any more. removed_seq: equals left_seq if somebody else
 * removed the user. spoke_at: when they wrote in slow mode (pace.ts).
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
    hidden: off,
    spoke_at: zero,
  },
  primaryKey: ['conversation', 'user'],
  indexes: [
    { name: 'members_of_user', columns: ['user', 'conversation'] },
    { name: 'members_of_role', columns: ['conversation', 'role', 'user'] },
  ],
});

/** `user` blocks `other`: neither may write to the other. */
const BLOCKS = table({
  name: 'blocks',
  columns: { user: int, other: int },
  primaryKey: ['user', 'other'],
});

/**
 * How far users have read, and what has arrived at their devices. muted_until: a muted conversation is silent until then (Unix
 * ms); 0: for ever.
 */
const READERS = table({
  name: 'readers',
  columns: {
    conversation: int,
    user: int,
    read_seq: zero,
    delivered_seq: zero,
    muted: off,
    muted_until: zero,
  },
  primaryKey: ['conversation', 'user'],
});

/**
 * One row for each message that does not count. n: how many of the conversation's messages up to and including this one do
 * not count; 0: not known yet, because it is above counted_through (counting.ts).
 */
const UNCOUNTED = table({
  name: 'uncounted',
  columns: { conversation: int, seq: int, n: zero },
  primaryKey: ['conversation', 'seq'],
});

/** Who is mentioned in a message. user: 0 for everybody who may read it (mentions.ts). */
const MENTIONS = table({
  name: 'mentions',
  columns: { id, user: int, conversation: int, seq: int, sender: int },
  unique: [['user', 'conversation', 'seq']],
  indexes: [{ name: 'mentions_of_message', columns: ['conversation', 'seq'] }],
});

/**
 * What entries have made of messages (fold.ts). state: an encoded State. content: as last edited; empty: as it was sent.
 * words_in: seqs of entries that have words of the message.
 */
const STATES = table({
  name: 'states',
  columns: { conversation: int, seq: int, through: int, state: bytes, content: bytes, words_in: text },
  primaryKey: ['conversation', 'seq'],
});

/**
 * Messages whose words were erased (erase.ts). digest: of what was sent. counted: the message counted. thread: the message
 * whose thread it was said in; 0: it was said in the conversation itself.
 */
const RECALLS = table({
  name: 'recalls',
  columns: { conversation: int, seq: int, digest: keyBytes(16), counted: flag, thread: zero },
  primaryKey: ['conversation', 'seq'],
  indexes: [{ name: 'recalls_in_thread', columns: ['conversation', 'thread', 'seq'] }],
});

/**
 * Messages of which something else was written than what was sent, because somebody who was asked before has changed it.
 * digest: of what was sent, by which a repeat is recognised.
 */
const ALTERED = table({
  name: 'altered',
  columns: { conversation: int, seq: int, digest: keyBytes(16) },
  primaryKey: ['conversation', 'seq'],
});

export const LOG_TABLES: readonly Table[] = [
  META,
  CONVERSATIONS,
  MEMBERS,
  BLOCKS,
  MESSAGES,
  READERS,
  UNCOUNTED,
  MENTIONS,
  STATES,
  RECALLS,
  ALTERED,
];
