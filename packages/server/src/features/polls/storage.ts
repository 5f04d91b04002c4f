/**
 * Tables, queries and effects of polls.
 *
 * @module
 */
import { id, int, keyText, table, text } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { POLL_EFFECTS } from './effects.ts';
import { duePolls, forgetClosing, ownChoices, votesFor, votesOf } from './queries.ts';

/** slot: see slotOf(). choices: places of the chosen options, separated by spaces. */
const VOTES = table({
  name: 'votes',
  columns: { conversation: int, slot: keyText(40), user: int, choices: text },
  primaryKey: ['conversation', 'slot'],
  indexes: [{ name: 'votes_of_user', columns: ['user', 'conversation', 'slot'] }],
});

/** Open polls that close by themselves. */
const CLOSING = table({
  name: 'closing_polls',
  columns: { id, conversation: int, seq: int, sender: int, due: int },
  unique: [['conversation', 'seq']],
  indexes: [{ name: 'closing_polls_due', columns: ['due', 'id'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'polls',
  tables: [VOTES, CLOSING],
  reads: { votesFor },
  singleReads: { ownChoices, votesOf, duePolls },
  writes: { forgetClosing },
  effects: POLL_EFFECTS,
};
