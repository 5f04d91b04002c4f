/**
 * Queries of the list of conversations.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { forget, view, views } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'conversations',
  reads: { view, views },
  writes: { forget },
};
