/**
 * The table and the queries of the audit.
 *
 * @module
 */
import { AUDIT } from '../../store/audit.ts';
import type { Storage } from '../../store/storage.ts';
import { addRecords, auditRecords, removeRecordsBefore } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'audit',
  tables: [AUDIT],
  reads: { auditRecords },
  writes: { addRecords, removeRecordsBefore },
};
