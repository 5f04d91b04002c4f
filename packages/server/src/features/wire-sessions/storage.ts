/**
 * Tables and queries of sessions of other wires.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { bytes, id, int, keyText, table, text, zero } from '../../store/table.ts';
import {
  eraseWireSessions,
  removeExpired,
  removeLoggedOut,
  saveSession,
  takeSession,
  wireSessionsOf,
} from './queries.ts';
import {
  dueWillOf,
  dueWills,
  loseForgotten,
  loseNode,
  nextNodeWithWills,
  removeWills,
  willsById,
  willsOf,
} from './will-queries.ts';

/**
 * name: wire and client, with a slash between them. owner: the connection that has taken it. version: of its last save; 0:
 * none yet. login: the session of the user that it ends with; 0: it outlives logins. held_by: that of the
 * connection which has taken it last. will: 1 if that connection has one, 2 if nothing else is kept. used_at: when it was
 * taken or saved.
 */
const SESSIONS = table({
  name: 'wire_sessions',
  columns: {
    user: int,
    name: keyText(150),
    owner: text,
    version: int,
    state: bytes,
    login: int,
    held_by: zero,
    will: zero,
    used_at: int,
    expires_at: int,
  },
  primaryKey: ['user', 'name'],
  indexes: [{ name: 'wire_sessions_expiry', columns: ['expires_at', 'user', 'name'] }],
});

/**
 * owner: the connection, as in the session that it has. node: where that is; empty: it is lost. due: when the will is said;
 * 0: its connection is there. delay_ms: how long after that was lost. message: an encoded Schedule.
 */
const WILLS = table({
  name: 'wire_wills',
  columns: { id, user: int, owner: keyText(150), node: keyText(64), delay_ms: int, due: int, message: bytes },
  unique: [['user', 'owner']],
  indexes: [{ name: 'wire_wills_due', columns: ['node', 'due', 'id'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'wire-sessions',
  tables: [SESSIONS, WILLS],
  singleReads: { wireSessionsOf, dueWills, dueWillOf, nextNodeWithWills, willsById, willsOf },
  writes: {
    eraseWireSessions,
    removeExpired,
    removeLoggedOut,
    saveSession,
    takeSession,
    loseForgotten,
    loseNode,
    removeWills,
  },
};
