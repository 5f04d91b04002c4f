/**
 * Tables, queries and effects of imports.
 *
 * @module
 */
import { BROUGHT, isBrought, noteBrought } from '../../store/moving.ts';
import type { Storage } from '../../store/storage.ts';
import { int, keyText, table, zero } from '../../store/table.ts';
import { IMPORT_EFFECTS } from './effects.ts';
import {
  accountsAfter,
  avatarsAfter,
  conversationsOf,
  conversationFrom,
  externalIdsOf,
  filesOf,
  membersNow,
  messagesAfter,
  readersAfter,
  sendersOf,
} from './export-queries.ts';
import {
  forgetImported,
  importDirect,
  importedConversations,
  importedFiles,
  importRoom,
  nameFile,
  nameGroup,
  readByAll,
  usersByExternalIds,
  writtenAs,
} from './queries.ts';

const MAX_ID_CHARS = 100;

/** Conversations by what their source calls them. base: the head when the import met it. */
const CONVERSATIONS = table({
  name: 'imported_conversations',
  columns: { external_id: keyText(MAX_ID_CHARS), conversation: int, base: zero },
  primaryKey: ['external_id'],
  indexes: [{ name: 'imported_conversations_by_id', columns: ['conversation'] }],
});

/** Files by what their source calls them. */
const FILES = table({
  name: 'imported_files',
  columns: { external_id: keyText(MAX_ID_CHARS), file: keyText(32) },
  primaryKey: ['external_id'],
  indexes: [{ name: 'imported_files_by_id', columns: ['file'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'import',
  tables: [CONVERSATIONS, FILES, BROUGHT],
  singleReads: {
    importedConversations,
    importedFiles,
    usersByExternalIds,
    writtenAs,
    accountsAfter,
    externalIdsOf,
    conversationFrom,
    messagesAfter,
    sendersOf,
    filesOf,
    readersAfter,
    membersNow,
    avatarsAfter,
    conversationsOf,
    isBrought,
  },
  writes: {
    importDirect,
    importRoom,
    nameFile,
    nameGroup,
    readByAll,
    forgetImported,
    noteBrought,
  },
  effects: IMPORT_EFFECTS,
};
