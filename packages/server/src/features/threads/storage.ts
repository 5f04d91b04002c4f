/**
 * Tables, queries and effects of threads.
 *
 * @module
 */
import { flag, id, int, table, zero } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { THREAD_EFFECTS } from './effects.ts';
import {
  changeFollower,
  eraseFollower,
  followedBy,
  followedThreads,
  removeExpired,
} from './follower-queries.ts';
import { ownThreads, rootsFor, threadPage } from './queries.ts';

/** n: how many messages were said in it, recalled ones too. last_seq, last_at: the newest of them, and the highest time. */
const THREADS = table({
  name: 'threads',
  columns: { id, conversation: int, root: int, n: zero, last_seq: zero, last_at: zero },
  unique: [['conversation', 'root']],
  indexes: [{ name: 'threads_by_time', columns: ['last_at', 'id'] }],
});

/** n: how many messages of the thread there are up to this one, so that unread is a difference of two numbers. */
const MESSAGES = table({
  name: 'thread_messages',
  columns: { thread: int, seq: int, n: int },
  primaryKey: ['thread', 'seq'],
});

/** Whoever follows a thread, has followed it, or has read in it. */
const FOLLOWERS = table({
  name: 'thread_followers',
  columns: { thread: int, user: int, follows: flag, read_seq: zero },
  primaryKey: ['thread', 'user'],
  indexes: [{ name: 'threads_of_user', columns: ['user', 'thread'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'threads',
  tables: [THREADS, MESSAGES, FOLLOWERS],
  reads: { threadPage, ownThreads, rootsFor },
  singleReads: { followedThreads, followedBy },
  writes: { changeFollower, eraseFollower, removeExpired },
  effects: THREAD_EFFECTS,
};
