/**
 * Removes records that are older than `--audit-retention`. One router does it for all.
 *
 * @module
 */
import { optionsOf } from '../../config/option.ts';
import { LeaderWork } from '../../router/leader-work.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { AUDIT_OPTIONS } from './options.ts';
import { removeRecordsBefore } from './queries.ts';

const INTERVAL_MS = 3_600_000;
const PAGE = 500;

export const RETENTION: RouterState<LeaderWork> = {
  name: 'audit retention',
  open(services) {
    const { auditRetention } = optionsOf(services.config.options, AUDIT_OPTIONS);
    return new LeaderWork(services, {
      intervalMs: INTERVAL_MS,
      run: (work) => removeOld(services, work, auditRetention),
      failure: 'old records of the audit were not removed',
    });
  },
  close: (retention) => retention.close(),
};

async function removeOld({ store, clock }: Services, work: LeaderWork, retentionMs: number): Promise<void> {
  for (let count = PAGE; count === PAGE && !work.isClosed;) {
    count = await store.run(removeRecordsBefore, clock.now() - retentionMs, PAGE);
  }
}
