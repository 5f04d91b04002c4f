/**
 * The tables. Their number is stored with the data: a later version migrates an earlier one step by step, and
 * refuses one that is newer than itself.
 *
 * @module
 */

/** MIGRATIONS[n] brings version n to version n + 1. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    avatar_url TEXT NOT NULL DEFAULT '',
    status_text TEXT NOT NULL DEFAULT '',
    admin INTEGER NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    last_seen INTEGER NOT NULL DEFAULT 0,
    inbox INTEGER NOT NULL DEFAULT 0,
    password_hash TEXT
  ) STRICT;

  -- user_a and user_b: direct, by rising id; inbox: its user twice; else null. changed: Unix ms, coarse.
  CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    member_count INTEGER NOT NULL DEFAULT 0,
    user_a INTEGER,
    user_b INTEGER,
    changed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX conversations_direct ON conversations (user_a, user_b) WHERE kind = 'direct';
  CREATE UNIQUE INDEX conversations_room ON conversations (title) WHERE kind = 'room';
  CREATE INDEX conversations_changed ON conversations (changed, id);

  -- Rows lie in the order of their commits, so a batch for a thousand conversations fills pages at one end
  -- and only the two narrow indexes are touched here and there.
  CREATE TABLE messages (
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    sender INTEGER NOT NULL,
    client_id TEXT NOT NULL,
    time INTEGER NOT NULL,
    content BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX messages_order ON messages (conversation, seq);
  CREATE UNIQUE INDEX messages_sent ON messages (sender, client_id);

  -- One row per user who is or was in; left_seq is null for those who are. past: earlier intervals, "3-9,12-20".
  CREATE TABLE members (
    conversation INTEGER NOT NULL,
    user INTEGER NOT NULL,
    role TEXT NOT NULL,
    silenced INTEGER NOT NULL DEFAULT 0,
    joined_seq INTEGER NOT NULL,
    left_seq INTEGER,
    left_title TEXT NOT NULL DEFAULT '',
    past TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (conversation, user)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX members_of_user ON members (user, conversation);

  CREATE TABLE readers (
    conversation INTEGER NOT NULL,
    user INTEGER NOT NULL,
    read_seq INTEGER NOT NULL DEFAULT 0,
    delivered_seq INTEGER NOT NULL DEFAULT 0,
    muted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation, user)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE invites (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    max_uses INTEGER NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX invites_of_conversation ON invites (conversation, id);

  CREATE TABLE blocks (
    user INTEGER NOT NULL,
    other INTEGER NOT NULL,
    PRIMARY KEY (user, other)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    device_class TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    UNIQUE (user, device_id)
  ) STRICT;

  CREATE TABLE fences (slot TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
