/**
 * Files as far as the log knows them: which there are, and what refers to them. Their bytes are in the blob store.
 *
 * @module
 */
import { bytes, id, int, keyText, table, text } from '../table.ts';
import type { Table } from '../table.ts';

/**
 * hash, bytes: of the blob. attachment: an encoded Attachment without an alt text. alt: the one that came with the upload.
 * thumbnails: JSON, see Thumbnail in features/files/records.ts. time: Unix ms, when the file came into being.
 */
const FILES = table({
  name: 'files',
  columns: {
    id: keyText(32),
    owner: int,
    hash: keyText(64),
    bytes: int,
    time: int,
    attachment: bytes,
    alt: text,
    thumbnails: text,
  },
  primaryKey: ['id'],
  indexes: [{ name: 'files_of_owner', columns: ['owner', 'id'] }],
  countedAs: 'files',
});

/** A row for each place that refers to a file; see Place in uses.ts. */
const FILE_USES = table({
  name: 'file_uses',
  columns: { id, file: keyText(32), conversation: int, seq: int },
  unique: [['file', 'conversation', 'seq']],
  indexes: [{ name: 'file_uses_of_place', columns: ['conversation', 'seq'] }],
});

/**
 * Files that nothing may refer to any more: whoever removes a use adds a row, and whoever makes a file. due: when that is looked
 * into (Unix ms); 0: at once.
 */
const FILE_IDLE = table({
  name: 'file_idle',
  columns: { id, file: keyText(32), due: int },
  indexes: [
    { name: 'file_idle_due', columns: ['due', 'id'] },
    { name: 'file_idle_file', columns: ['file', 'due'] },
  ],
});

export const FILE_TABLES: readonly Table[] = [FILES, FILE_USES, FILE_IDLE];
