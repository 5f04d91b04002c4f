/**
 * What a user has reported.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as reportQueries from './queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportReports(services, user),
    // Their copies would outlive the messages.
    expire: async (before) =>
      (await services.store.run(reportQueries.removeSettledBefore, before, PAGE)) === PAGE,
    erase: ({ user, words }) => services.store.run(reportQueries.eraseReports, user, words),
  };
}

const PAGE = 50;

async function* exportReports({ store }: Services, reporter: number): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const reports = await store.run(reportQueries.reportsBy, reporter, after, PAGE);
    for (const { id, user, conversation, seq, reason, time, settledAt } of reports) {
      yield { type: 'report', id, user, conversation, seq, reason, time, settledAt };
    }
    if (reports.length < PAGE) return;
    after = reports.at(-1)?.id ?? after;
  }
}
