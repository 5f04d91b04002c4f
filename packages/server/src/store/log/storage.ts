/**
 * The storage of the log, which every store has.
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
import { expire, withExpired } from './expire.ts';
import { forbid } from './forbid.ts';
import { sentMessage } from './append.ts';
import { behind, behindSince, recount } from './recount.ts';
import { addMentions, memberIds, removeMentions } from './mentions.ts';
import { PACE } from './pace.ts';
import { changedHeads, heads, pull, quoted, recalledThreads, statesOf } from './reading.ts';
import { ATTACH, attachmentsOf } from '../files/attach.ts';
import { claimFilesPlace, filesPlace } from '../files/place-queries.ts';
import { FILE_TABLES } from '../files/tables.ts';
import { LOG_TABLES } from './tables.ts';

/** Does not include `append`, for which engines in the process and engines across a network have different queries. */
export const STORAGE: Storage = {
  name: 'log',
  module: import.meta.url,
  tables: [...LOG_TABLES, ...FILE_TABLES],
  reads: { filesPlace, pull, getConversation, statesOf, quoted, withExpired, behind },
  singleReads: {
    attachmentsOf,
    sentMessage,
    heads,
    recalledThreads,
    changedHeads,
    groupsOf,
    membersAmong,
    behindSince,
    memberIds,
  },
  writes: {
    claimFilesPlace,
    forbid,
    expire,
    recount,
    addMentions,
    removeMentions,
    openDirect,
    ensureRoom,
    closeRoom,
    check,
    setGeneration,
  },
  effects: { pace: PACE, attach: ATTACH },
};
