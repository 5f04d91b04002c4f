/**
 * The table and queries of interactions. Bots themselves are with accounts.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { bytes, id, int, table, zero } from '../../store/table.ts';
import {
  answerInteraction,
  expireInteractions,
  forgetInteractions,
  interaction,
  openInteraction,
  pressedOn,
  showInstead,
  takeInteraction,
} from './interaction-queries.ts';

/** What users have pressed lately; see InteractionRecord. taken: by which connection of the bot; 0: none. happening: what webhooks are told of it; 0: nothing. */
const INTERACTIONS = table({
  name: 'interactions',
  columns: {
    id,
    bot: int,
    user: int,
    conversation: int,
    seq: zero,
    origin: zero,
    created_at: int,
    expires_at: int,
    taken: zero,
    answers: zero,
    answer: bytes,
    shown: bytes,
    happening: zero,
  },
  indexes: [
    { name: 'interactions_expire', columns: ['expires_at', 'id'] },
    { name: 'interactions_user', columns: ['user'] },
    { name: 'interactions_bot', columns: ['bot'] },
  ],
  isLocal: true,
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'bots',
  tables: [INTERACTIONS],
  singleReads: { interaction },
  reads: { pressedOn },
  writes: {
    openInteraction,
    takeInteraction,
    answerInteraction,
    showInstead,
    expireInteractions,
    forgetInteractions,
  },
};
