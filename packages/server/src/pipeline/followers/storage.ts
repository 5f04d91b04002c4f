/**
 * The queries of followers.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { list, register, release, renew, setPaused, take } from './lease-queries.ts';
import { allHeads, backlog, changedHeads, entries } from './log-queries.ts';
import { dropPast, positions, restart, rewind, seed, writePositions } from './position-queries.ts';
import { FOLLOWER_TABLES } from './tables.ts';
import { isUsed, passHeads } from './use-queries.ts';

export const STORAGE: Storage = {
  name: 'followers',
  module: import.meta.url,
  tables: FOLLOWER_TABLES,
  reads: { entries },
  singleReads: { list, positions, changedHeads, allHeads, backlog, isUsed },
  writes: {
    register,
    take,
    renew,
    release,
    setPaused,
    seed,
    writePositions,
    rewind,
    restart,
    dropPast,
    passHeads,
  },
};
