/**
 * What previews keep in the store.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { bytes, int, keyText, table, text } from '../../store/table.ts';
import { PREVIEW_EFFECTS } from './effects.ts';
import { dropPictures, keepPicture, linkedMessage, picture, PICTURE_KEY, pictureKey } from './queries.ts';

/** time: Unix ms, when a preview last used it. */
const PICTURES = table({
  name: 'preview_pictures',
  columns: { hash: keyText(64), type: text, bytes, time: int },
  primaryKey: ['hash'],
  indexes: [{ name: 'preview_pictures_time', columns: ['time', 'hash'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'previews',
  tables: [PICTURES],
  sealed: [PICTURE_KEY],
  reads: { linkedMessage },
  singleReads: { picture },
  writes: { dropPictures, keepPicture, pictureKey },
  effects: PREVIEW_EFFECTS,
};
