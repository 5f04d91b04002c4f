/**
 * Lists what the audit has kept.
 *
 * @module
 */
import type { AuditPageInit, AuditRecordInit, ListAudit } from '@posthorn/protocol';
import { idCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import type { AuditRecord } from '../../store/audit.ts';
import { auditRecords } from './queries.ts';

export async function listAudit(
  { store }: Services,
  _caller: Caller,
  { cursor, limit, ...filter }: ListAudit,
): Promise<AuditPageInit> {
  const page = { ...filter, before: idCursor(cursor) };
  const { records, next } = await store.run(auditRecords, page, pageLimit(limit));
  return { records: records.map(toRecord), next: next === 0 ? '' : String(next) };
}

function toRecord({ details, ...record }: AuditRecord): AuditRecordInit {
  const named = Object.entries(details).map(([name, value]) => ({ name, value: String(value) }));
  return { ...record, details: named };
}
