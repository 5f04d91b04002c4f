/**
 * Records every few minutes that those who are online were seen. Whoever leaves is recorded at once, but a crash records
 * nobody: without this, all of them would have been seen last on the visit before.
 *
 * @module
 */
import * as userQueries from '../accounts/user-queries.ts';
import { LeaderWork } from '../../router/leader-work.ts';
import { onlinePage } from '../../router/online.ts';
import type { RouterState, Services } from '../../router/services.ts';

const INTERVAL_MS = 300_000;
const PAGE = 500;

export const LAST_SEEN: RouterState<LeaderWork> = {
  name: 'last seen',
  open: (services) =>
    new LeaderWork(services, {
      intervalMs: INTERVAL_MS,
      run: (work) => noteOnline(services, work),
      failure: 'it was not kept who is online',
    }),
  close: (work) => work.close(),
};

async function noteOnline(services: Services, work: LeaderWork): Promise<void> {
  for (let after: string | undefined = ''; after !== undefined && !work.isClosed;) {
    const page = await onlinePage(services, { prefix: '', after, limit: PAGE });
    const users = page.map(([, user]) => user);
    await services.store.run(userQueries.noteSeen, users, services.clock.now());
    after = page.length === PAGE ? page.at(-1)?.[0] : undefined;
  }
}
