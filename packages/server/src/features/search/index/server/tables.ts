/**
 * The tables of the index on a database server.
 *
 * A *block* is BLOCK_SEQS consecutive seqs of a conversation. Its signature tells which words none of its documents has; see
 * blocks.ts.
 *
 * @module
 */
import type { Insert } from '../../../../store/sql/sql.ts';
import { bytes, int, keyText, table, text } from '../../../../store/table.ts';
import type { Table } from '../../../../store/table.ts';

export const INDEX_TABLES: readonly Table[] = [
  table({
    name: 'search_documents',
    columns: {
      conversation: int,
      seq: int,
      sender: int,
      /** Unix ms. */
      time: int,
      /** See texts.ts. */
      codes: bytes,
      labels: text,
    },
    primaryKey: ['conversation', 'seq'],
    indexes: [{ name: 'search_documents_time', columns: ['conversation', 'time'] }],
    isLocal: true,
  }),
  table({
    name: 'search_blocks',
    columns: {
      conversation: int,
      block: int,
      /** The lowest and the highest time of its documents, or beyond. */
      oldest: int,
      newest: int,
      signature: bytes,
    },
    primaryKey: ['conversation', 'block'],
    isLocal: true,
  }),
  table({
    name: 'search_positions',
    columns: { conversation: int, seq: int },
    primaryKey: ['conversation'],
    isLocal: true,
  }),
  table({
    name: 'search_notes',
    columns: { name: keyText(64), value: text },
    primaryKey: ['name'],
    isLocal: true,
  }),
];

/** Notes of our own; those of others have another first character. */
export const OWN_NOTES = { analyser: '.analyser', id: '.id', documents: '.documents' } as const;

export const DOCUMENTS: Insert = {
  table: 'search_documents',
  columns: { conversation: 'int', seq: 'int', sender: 'int', time: 'int', codes: 'bytes', labels: 'text' },
};

export const BLOCKS: Insert = {
  table: 'search_blocks',
  columns: { conversation: 'int', block: 'int', oldest: 'int', newest: 'int', signature: 'bytes' },
  onConflict: { key: ['conversation', 'block'], set: { oldest: 'new', newest: 'new', signature: 'new' } },
};

export const POSITIONS: Insert = {
  table: 'search_positions',
  columns: { conversation: 'int', seq: 'int' },
  onConflict: { key: ['conversation'], set: { seq: 'new' } },
};

export const NOTES: Insert = {
  table: 'search_notes',
  columns: { name: 'text', value: 'text' },
  onConflict: { key: ['name'], set: { value: 'new' } },
};

export const FIRST_NOTE: Insert = {
  table: 'search_notes',
  columns: { name: 'text', value: 'text' },
  onConflict: { key: ['name'] },
};
