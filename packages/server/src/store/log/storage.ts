/**
 * The log as every store has it, whatever else it keeps.
 *
 * @module
 */
import { check, setGeneration } from '../sql/meta.ts';
import type { Storage } from '../storage.ts';
import {
  closeRoom,
  ensureRoom,
  getConversation,
  groupsOf,
  membersAmong,
  openDirect,
} from './conversations.ts';
import { forbid } from './forbid.ts';
import { changedHeads, heads, pull } from './reading.ts';
import { LOG_TABLES } from './tables.ts';

/** `append` is not among its queries: engines across a network have another one than those in the process. */
export const STORAGE: Storage = {
  name: 'log',
  module: import.meta.url,
  tables: LOG_TABLES,
  reads: { pull, getConversation },
  singleReads: { heads, changedHeads, groupsOf, membersAmong },
  writes: { forbid, openDirect, ensureRoom, closeRoom, check, setGeneration },
};
