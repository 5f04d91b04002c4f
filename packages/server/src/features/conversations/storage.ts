/**
 * Queries of the list of conversations.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { locate } from './locate-queries.ts';
import { activeViews, forget, view, views } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'conversations',
  reads: { activeViews, locate, view, views },
  writes: { forget },
};
