/**
 * What messages that are to be sent later keep in the store.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { bytes, id, int, keyText, off, table, zero } from '../../store/table.ts';
import {
  cancelScheduled,
  changeScheduled,
  createScheduled,
  dueScheduled,
  eraseScheduled,
  removeFailedBefore,
  scheduledOf,
  settleScheduled,
  takeScheduled,
} from './queries.ts';

/**
 * client_id: that of the message, so that it is sent once, whoever sends it and how often. taken: it is being sent, and
 * cannot be changed any more. turn: when it was taken last (Unix ms), a millisecond later if that is taken. failed: the error
 * code with which it was refused. due: when it is tried. wanted, waiting: it waits, see ScheduledRecord.
 */
const SCHEDULED = table({
  name: 'scheduled',
  columns: {
    id,
    user: int,
    conversation: int,
    client_id: keyText(64),
    content: bytes,
    due: int,
    changed: off,
    taken: off,
    failed: zero,
    turn: zero,
    wanted: zero,
    waiting: zero,
  },
  unique: [['user', 'client_id']],
  indexes: [{ name: 'scheduled_due', columns: ['failed', 'due', 'id'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'scheduled',
  tables: [SCHEDULED],
  singleReads: { scheduledOf, dueScheduled },
  writes: {
    createScheduled,
    changeScheduled,
    cancelScheduled,
    takeScheduled,
    settleScheduled,
    eraseScheduled,
    removeFailedBefore,
  },
};
