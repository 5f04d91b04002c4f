/**
 * What reports of abuse keep in the store.
 *
 * @module
 */
import { bytes, emptyText, id, int, table, text, zero } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import {
  createReport,
  eraseReports,
  removeSettledBefore,
  reports,
  reportsBy,
  settleReport,
} from './queries.ts';

/** conversation, seq, sent_at, content: a copy of the message; 0 and empty for a report of a user. */
const REPORTS = table({
  name: 'reports',
  columns: {
    id,
    reporter: int,
    user: int,
    conversation: int,
    seq: int,
    sent_at: int,
    content: bytes,
    reason: text,
    time: int,
    settled_at: zero,
    settled_by: zero,
    resolution: emptyText,
  },
  unique: [['reporter', 'user', 'conversation', 'seq']],
  indexes: [{ name: 'reports_settled', columns: ['settled_at', 'id'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'reports',
  tables: [REPORTS],
  singleReads: { reports, reportsBy },
  writes: { createReport, settleReport, eraseReports, removeSettledBefore },
};
