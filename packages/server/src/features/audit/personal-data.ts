/**
 * What the audit keeps about a user.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { ANY, auditRecords } from './queries.ts';

export function personalData(services: Services): PersonalData {
  return { export: (user) => exportRecords(services, user) };
}

const PAGE = 200;

async function* exportRecords({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (let before: number | undefined; before !== 0;) {
    const filter = { ...ANY, user, before: before ?? 0 };
    const { records, next } = await store.run(auditRecords, filter, PAGE);
    for (const { id, time, since, event, code, actor, address, count, details, key } of records) {
      // Where an administrator was is not the user's.
      const own = actor === user || actor === 0 ? { address } : {};
      yield { type: 'audit', id, time, since, event, code, count, details, key, ...own };
    }
    before = next;
  }
}
