/**
 * The table of uploads.
 *
 * @module
 */
import { int, keyText, off, optionalText, table, text, zero } from '../../store/table.ts';

/**
 * length: at most, while open_length is set. state: its place in STATES. settled: its length does not count any more. error: JSON,
 * see UploadError. expires: when it is dropped (Unix ms); of one that is processed, when another router may take it over.
 */
export const UPLOADS = table({
  name: 'file_uploads',
  columns: {
    id: keyText(32),
    owner: int,
    name: text,
    type: text,
    alt: text,
    voice: off,
    length: int,
    open_length: off,
    state: zero,
    settled: off,
    error: optionalText,
    expires: int,
  },
  primaryKey: ['id'],
  indexes: [
    { name: 'file_uploads_due', columns: ['expires', 'id'] },
    { name: 'file_uploads_owner', columns: ['owner', 'state'] },
  ],
});
