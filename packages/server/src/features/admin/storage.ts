/**
 * Queries of the administration.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { totals } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'admin',
  singleReads: { totals },
};
