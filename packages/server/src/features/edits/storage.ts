/**
 * Queries and effects of edits and recalls.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { EDIT_EFFECT, RECALL_EFFECT } from './effects.ts';
import { editsOf } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'edits',
  reads: { editsOf },
  effects: { edit: EDIT_EFFECT, recall: RECALL_EFFECT },
};
