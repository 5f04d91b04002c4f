/**
 * Queries of forwarding.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { forwardedAs, source } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'forwards',
  reads: { source },
  singleReads: { forwardedAs },
};
