/**
 * What an import has made, by what its source calls it.
 *
 * @module
 */
import { SENT_COLUMNS, SENT_FROM } from '../../store/log/append.ts';
import { getConversation, openDirect } from '../../store/log/conversations.ts';
import type { ConversationRecord } from '../../store/log/records.ts';
import { forgetBrought } from '../../store/moving.ts';
import { change, insertAll, insertNew, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const NEW_CONVERSATION: Insert = {
  table: 'imported_conversations',
  columns: { external_id: 'text', conversation: 'int', base: 'int' },
  onConflict: { key: ['external_id'] },
};

export interface ImportedConversation {
  readonly externalId: string;
  readonly conversation: number;
  /** Its head when the import met it. */
  readonly base: number;
}

export function* importedConversations(
  externalIds: readonly string[],
): Query<readonly ImportedConversation[]> {
  if (externalIds.length === 0) return [];
  const found = yield* rows<ImportedConversation>(
    `SELECT external_id AS "externalId", conversation, base FROM imported_conversations WHERE external_id IN (?)`,
    externalIds,
  );
  return found.map((each) => ({ ...each }));
}

/** `made`: it was not there before. */
export interface Met {
  readonly status: 'made' | 'there';
  readonly record: ConversationRecord;
}

/** The group is this one from now on. `true`: it was called nothing before. */
export function* nameGroup(externalId: string, conversation: number): Query<boolean> {
  return yield* insertNew(NEW_CONVERSATION, externalId, conversation, 0);
}

/** The direct conversation of two users is this one from now on. */
export function* importDirect(externalId: string, users: readonly [number, number]): Query<Met> {
  const known = yield* knownAs(externalId);
  if (known !== undefined) return { status: 'there', record: known };
  const record = yield* openDirect(...users);
  yield* insertNew(NEW_CONVERSATION, externalId, record.id, record.head);
  return { status: record.head === 0 ? 'made' : 'there', record };
}

/** The room with this title is this one from now on. Undefined: the server has no such room. */
export function* importRoom(externalId: string, title: string): Query<Met | undefined> {
  const known = yield* knownAs(externalId);
  if (known !== undefined) return { status: 'there', record: known };
  const found = yield* row<{ readonly id: number }>(
    "SELECT id FROM conversations WHERE kind = 'room' AND title = ?",
    title,
  );
  const record = found === undefined ? undefined : yield* getConversation(found.id);
  if (record === undefined) return undefined;
  yield* insertNew(NEW_CONVERSATION, externalId, record.id, record.head);
  return { status: 'there', record };
}

function* knownAs(externalId: string): Query<ConversationRecord | undefined> {
  const [known] = yield* importedConversations([externalId]);
  return known === undefined ? undefined : yield* getConversation(known.conversation);
}

export interface ImportedFile {
  readonly externalId: string;
  readonly file: string;
}

/** Those that are still there. */
export function* importedFiles(externalIds: readonly string[]): Query<readonly ImportedFile[]> {
  if (externalIds.length === 0) return [];
  const found = yield* rows<ImportedFile>(
    `SELECT i.external_id AS "externalId", i.file FROM imported_files i JOIN files f ON f.id = i.file
     WHERE i.external_id IN (?)`,
    externalIds,
  );
  return found.map((each) => ({ ...each }));
}

const NEW_FILE: Insert = {
  table: 'imported_files',
  columns: { external_id: 'text', file: 'text' },
  onConflict: { key: ['external_id'], set: { file: 'new' } },
};

export function* nameFile(externalId: string, file: string): Query<void> {
  yield* insertAll(NEW_FILE, [[externalId, file]]);
}

export function* usersByExternalIds(
  externalIds: readonly string[],
): Query<readonly { readonly externalId: string; readonly user: number }[]> {
  if (externalIds.length === 0) return [];
  const found = yield* rows<{ readonly externalId: string; readonly user: number }>(
    'SELECT external_id AS "externalId", "user" FROM external_ids WHERE external_id IN (?)',
    externalIds,
  );
  return found.map((each) => ({ ...each }));
}

export interface WrittenMessage {
  readonly sender: number;
  readonly clientId: string;
  readonly conversation: number;
  readonly seq: number;
}

/** Messages that are there, by sender and client id. */
export function* writtenAs(
  places: readonly (readonly [sender: number, clientId: string])[],
): Query<readonly WrittenMessage[]> {
  if (places.length === 0) return [];
  const found = yield* rows<WrittenMessage>(
    `SELECT m.sender, m.client_id AS "clientId", ${SENT_COLUMNS} FROM ${SENT_FROM} WHERE (m.sender, m.client_id) IN (?)`,
    places,
  );
  return found.map(({ sender, clientId, conversation, seq }) => ({ sender, clientId, conversation, seq }));
}

/** Everybody who is in has read up to this seq, if nothing else was unread to them when the import began. */
export function* readByAll(conversation: number, base: number, seq: number): Query<void> {
  const found = yield* rows<{ readonly user: number }>(
    `SELECT m."user" FROM members m LEFT JOIN readers r ON r.conversation = m.conversation AND r."user" = m."user"
     WHERE m.conversation = ? AND m.left_seq IS NULL AND COALESCE(r.read_seq, 0) >= ? ORDER BY m."user"`,
    conversation,
    base,
  );
  yield* insertAll(
    READ,
    found.map(({ user }) => [conversation, user, seq, seq]),
  );
}

const READ: Insert = {
  table: 'readers',
  columns: { conversation: 'int', user: 'int', read_seq: 'int', delivered_seq: 'int' },
  onConflict: { key: ['conversation', 'user'], set: { read_seq: 'higher', delivered_seq: 'higher' } },
};

export function* forgetImported(user: number): Query<void> {
  yield* change('DELETE FROM imported_files WHERE file IN (SELECT id FROM files WHERE owner = ?)', user);
  yield* forgetBrought(user);
}
