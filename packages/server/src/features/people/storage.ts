/**
 * Queries of the people feature.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { blocks, isBlocked, setBlock } from './block-queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'people',
  singleReads: { blocks, isBlocked },
  writes: { setBlock },
};
