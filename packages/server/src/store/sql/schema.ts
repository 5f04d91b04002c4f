/**
 * The tables, and how they came to be: a later version brings an earlier one up to date step by step.
 *
 * Where several processes share the data, older ones go on working while the first newer one migrates, and a newer
 * one may be taken back. So a migration only adds: tables, columns with a default, indexes. What no version in use
 * reads any more may go in a later one. `minimum` says which versions can still work with the result (ADR 0008).
 *
 * @module
 */
import type { Ddl } from './dialect.ts';

export interface Migration {
  /** The lowest version whose programs still work once this has run. */
  readonly minimum: number;
  readonly statements: (ddl: Ddl) => readonly string[];
}

/** MIGRATIONS[n] brings version n to version n + 1. */
export const MIGRATIONS: readonly Migration[] = [
  { minimum: 1, statements: firstTables },
  { minimum: 1, statements: indexOfKinds },
];

/** The version that this program knows. */
export const SCHEMA_VERSION = MIGRATIONS.length;

function firstTables(ddl: Ddl): readonly string[] {
  return [
    `CREATE TABLE meta (name ${ddl.keyText(40)} PRIMARY KEY, value ${ddl.text} NOT NULL)${ddl.clusteredEnd}`,
    users(ddl),
    ...conversations(ddl),
    ...messages(ddl),
    ...members(ddl),
    ...invites(ddl),
    `CREATE TABLE blocks (
      "user" ${ddl.int} NOT NULL,
      other ${ddl.int} NOT NULL,
      PRIMARY KEY ("user", other)
    )${ddl.clusteredEnd}`,
    sessions(ddl),
    `CREATE TABLE fences (slot ${ddl.keyText(191)} PRIMARY KEY, fence ${ddl.int} NOT NULL)${ddl.clusteredEnd}`,
  ];
}

function users(ddl: Ddl): string {
  return `CREATE TABLE users (
    id ${ddl.id},
    name ${ddl.text} NOT NULL,
    name_key ${ddl.keyText(700)} NOT NULL UNIQUE,
    display_name ${ddl.text} NOT NULL,
    avatar_url ${ddl.text} NOT NULL DEFAULT ${ddl.emptyText},
    status_text ${ddl.text} NOT NULL DEFAULT ${ddl.emptyText},
    admin ${ddl.flag} NOT NULL,
    disabled ${ddl.flag} NOT NULL DEFAULT 0,
    created_at ${ddl.int} NOT NULL,
    last_seen ${ddl.int} NOT NULL DEFAULT 0,
    inbox ${ddl.int} NOT NULL DEFAULT 0,
    password_hash ${ddl.text}
  )${ddl.tableEnd}`;
}

/** user_a and user_b: direct, by rising id; inbox: its user twice; else null. changed: Unix ms, coarse. */
function conversations(ddl: Ddl): readonly string[] {
  return [
    `CREATE TABLE conversations (
      id ${ddl.id},
      kind ${ddl.keyText(16)} NOT NULL,
      title ${ddl.text} NOT NULL,
      head ${ddl.int} NOT NULL DEFAULT 0,
      version ${ddl.int} NOT NULL DEFAULT 1,
      member_count ${ddl.int} NOT NULL DEFAULT 0,
      user_a ${ddl.int},
      user_b ${ddl.int},
      changed ${ddl.int} NOT NULL DEFAULT 0
    )${ddl.tableEnd}`,
    ...ddl.uniqueWhere({
      name: 'conversations_direct',
      table: 'conversations',
      columns: { user_a: 'int', user_b: 'int' },
      where: "kind = 'direct'",
    }),
    ...ddl.uniqueWhere({
      name: 'conversations_room',
      table: 'conversations',
      columns: { title: 'text' },
      where: "kind = 'room'",
    }),
    'CREATE INDEX conversations_changed ON conversations (changed, id)',
  ];
}

/**
 * Rows lie in the order of their commits where the engine lets them, so a batch for a thousand conversations fills
 * pages at one end and only the two narrow indexes are touched here and there. A conversation below 0: the note of a
 * message that is never written (forbid.ts).
 */
function messages(ddl: Ddl): readonly string[] {
  return [
    `CREATE TABLE messages (
      conversation ${ddl.int} NOT NULL,
      seq ${ddl.int} NOT NULL,
      sender ${ddl.int} NOT NULL,
      client_id ${ddl.keyText(64)} NOT NULL,
      time ${ddl.int} NOT NULL,
      content ${ddl.bytes} NOT NULL
    )${ddl.tableEnd}`,
    'CREATE UNIQUE INDEX messages_order ON messages (conversation, seq)',
    'CREATE UNIQUE INDEX messages_sent ON messages (sender, client_id)',
  ];
}

/**
 * members: one row per user who is or was in; left_seq is null for those who are. past: earlier intervals,
 * "3-9,12-20".
 */
function members(ddl: Ddl): readonly string[] {
  return [
    `CREATE TABLE members (
      conversation ${ddl.int} NOT NULL,
      "user" ${ddl.int} NOT NULL,
      role ${ddl.keyText(16)} NOT NULL,
      silenced ${ddl.flag} NOT NULL DEFAULT 0,
      joined_seq ${ddl.int} NOT NULL,
      left_seq ${ddl.int},
      left_title ${ddl.text} NOT NULL DEFAULT ${ddl.emptyText},
      past ${ddl.text} NOT NULL DEFAULT ${ddl.emptyText},
      PRIMARY KEY (conversation, "user")
    )${ddl.clusteredEnd}`,
    'CREATE INDEX members_of_user ON members ("user", conversation)',
    `CREATE TABLE readers (
      conversation ${ddl.int} NOT NULL,
      "user" ${ddl.int} NOT NULL,
      read_seq ${ddl.int} NOT NULL DEFAULT 0,
      delivered_seq ${ddl.int} NOT NULL DEFAULT 0,
      muted ${ddl.flag} NOT NULL DEFAULT 0,
      PRIMARY KEY (conversation, "user")
    )${ddl.clusteredEnd}`,
  ];
}

function invites(ddl: Ddl): readonly string[] {
  return [
    `CREATE TABLE invites (
      id ${ddl.id},
      conversation ${ddl.int} NOT NULL,
      token_hash ${ddl.keyBytes(64)} NOT NULL UNIQUE,
      created_by ${ddl.int} NOT NULL,
      created_at ${ddl.int} NOT NULL,
      expires_at ${ddl.int} NOT NULL,
      max_uses ${ddl.int} NOT NULL,
      uses ${ddl.int} NOT NULL DEFAULT 0
    )${ddl.tableEnd}`,
    'CREATE INDEX invites_of_conversation ON invites (conversation, id)',
  ];
}

function sessions(ddl: Ddl): string {
  return `CREATE TABLE sessions (
    id ${ddl.id},
    "user" ${ddl.int} NOT NULL,
    device_id ${ddl.keyText(191)} NOT NULL,
    device_class ${ddl.keyText(16)} NOT NULL,
    label ${ddl.text} NOT NULL,
    created_at ${ddl.int} NOT NULL,
    last_used_at ${ddl.int} NOT NULL,
    expires_at ${ddl.int} NOT NULL,
    token_hash ${ddl.keyBytes(64)} NOT NULL UNIQUE,
    UNIQUE ("user", device_id)
  )${ddl.tableEnd}`;
}

/** Rooms are everybody's, so each list of what a user may see asks for all of them. */
function indexOfKinds(): readonly string[] {
  return ['CREATE INDEX conversations_kind ON conversations (kind, id)'];
}
