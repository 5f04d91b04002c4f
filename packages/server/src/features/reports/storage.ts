/**
 * What reports of abuse keep in the store.
 *
 * @module
 */
import { bytes, emptyText, id, int, table, text, zero } from '../../store/table.ts';
import type { EffectKind } from '../../store/log/effects.ts';
import type { Storage } from '../../store/storage.ts';
import {
  createReport,
  eraseCopiesOf,
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
  indexes: [
    { name: 'reports_settled', columns: ['settled_at', 'id'] },
    { name: 'reports_of_message', columns: ['conversation', 'seq'] },
  ],
});

/** A message is taken back: copies of it go as well. */
export type EraseReportedEffect = { readonly type: 'erase-reported'; readonly target: number };

const ERASE_REPORTED: EffectKind = {
  raisesVersion: false,
  *apply({ conversation }, { target }: EraseReportedEffect) {
    yield* eraseCopiesOf(conversation.id, target);
    return true;
  },
};

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'reports',
  tables: [REPORTS],
  singleReads: { reports, reportsBy },
  effects: { 'erase-reported': ERASE_REPORTED },
  writes: { createReport, settleReport, eraseReports, removeSettledBefore },
};
