/**
 * Tables and queries of sessions of other wires.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { bytes, int, keyText, table, text, zero } from '../../store/table.ts';
import {
  eraseWireSessions,
  removeExpired,
  removeLoggedOut,
  saveSession,
  takeSession,
  wireSessionsOf,
} from './queries.ts';

/**
 * name: wire and client, with a slash between them. owner: the connection that has taken it. version: of its last save; 0:
 * none yet. login: the session of the user that it ends with; 0: it outlives logins. held_by: that of the
 * connection which has taken it last. used_at: when it was taken or saved.
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
    used_at: int,
    expires_at: int,
  },
  primaryKey: ['user', 'name'],
  indexes: [{ name: 'wire_sessions_expiry', columns: ['expires_at', 'user', 'name'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'wire-sessions',
  tables: [SESSIONS],
  singleReads: { wireSessionsOf },
  writes: { eraseWireSessions, removeExpired, removeLoggedOut, saveSession, takeSession },
};
