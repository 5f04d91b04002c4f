/**
 * Tables, queries and effects of reactions.
 *
 * @module
 */
import { int, keyText, table, text } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { REACT_EFFECT } from './effects.ts';
import { ownReactions, reactions } from './queries.ts';

/** slot: see slotOf(). emojis: those that the user has given, separated by spaces. */
const REACTIONS = table({
  name: 'reactions',
  columns: { conversation: int, slot: keyText(40), user: int, emojis: text },
  primaryKey: ['conversation', 'slot'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'reactions',
  tables: [REACTIONS],
  singleReads: { ownReactions, reactions },
  effects: { react: REACT_EFFECT },
};
